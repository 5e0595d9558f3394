import { fork, spawn } from 'node:child_process';
import { atEnd } from './at-end.mjs';

const children = new Map();
let isFirst = true;

/** Starts a process that ends when this one does. `lastSignal`: what it is ended with then, SIGKILL unless told. */
export function start(command, args, { lastSignal = 'SIGKILL', ...options } = {}) {
  return registered(spawn(command, args, options), lastSignal);
}

/** Starts another module with a channel for messages. */
export function startModule(path, args) {
  return registered(fork(path, args), 'SIGKILL');
}

/** Resolves to the exit code or the name of the signal, when all output has come; rejects when it cannot be started. */
export function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
}

function registered(child, lastSignal) {
  // Asked for as late as this, so that it is done before the folders are removed.
  if (isFirst) atEnd(endChildren);
  isFirst = false;
  children.set(child, lastSignal);
  child.once('exit', () => children.delete(child));
  child.once('error', () => children.delete(child));
  return child;
}

function endChildren() {
  for (const [child, signal] of children) child.kill(signal);
}
