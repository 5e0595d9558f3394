import { readFileSync } from 'node:fs';

/** Of the clock that Linux counts processor time in, on all its platforms. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time that a process and its threads have used so far. */
export function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
