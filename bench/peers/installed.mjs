import { spawnSync } from 'node:child_process';

/** What a program says when it is asked for something short, like its version; undefined when it is not installed. */
export function answerOf(command, ...args) {
  const { error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return error === undefined ? stdout + stderr : undefined;
}

/** The first number with dots in what it says. */
export function versionOf(command, ...args) {
  return /\d+(\.\d+)+/.exec(answerOf(command, ...args) ?? '')?.[0];
}
