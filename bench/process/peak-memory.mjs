import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const GNU_TIME = '/usr/bin/time';
const POLL_MS = 10;

/** GNU time knows the peak at the very end; without it, the kernel's high-water mark is looked at now and then. */
export const hasGnuTime = spawnSync(GNU_TIME, ['-f', '%M', '-o', '/dev/null', 'true']).status === 0;

export const memoryMethod = hasGnuTime
  ? 'maximum resident set size by GNU time'
  : `VmHWM, looked at every ${POLL_MS} ms, so that the last moments may be missing`;

/** The command that runs another one and writes its peak memory to a file; the other one itself without GNU time. */
export function underGnuTime(command, args, file) {
  return hasGnuTime ? [GNU_TIME, ['-f', '%M', '-o', file, command, ...args]] : [command, args];
}

/** @returns bytes */
export function gnuTimePeak(file) {
  return Number(readFileSync(file, 'utf8').trim().split('\n').at(-1)) * 1024;
}

/** Bytes of the most memory that a process has held so far; undefined when it has ended. */
export function highWaterMark(pid) {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? undefined : Number(kib) * 1024;
  } catch {
    return undefined;
  }
}

/** Looks at the high-water mark until it is told to stop; then gives the largest that was seen. */
export function watchPeak(pid) {
  let peak;
  const look = () => (peak = highWaterMark(pid) ?? peak);
  const timer = setInterval(look, POLL_MS);
  look();
  return () => {
    clearInterval(timer);
    return peak;
  };
}
