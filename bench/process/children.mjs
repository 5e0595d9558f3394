import { spawn } from 'node:child_process';

const children = new Set();

/**
 * Starts a process that ends when the benchmark does, by whatever way. It leads a group of its own, so that what it
 * starts itself can be ended with it.
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { ...options, detached: true });
  children.add(child);
  child.once('close', () => children.delete(child));
  child.once('error', () => children.delete(child));
  return child;
}

/** Resolves to the exit code, or the name of the signal; rejects when the process could not be started. */
export function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
}

export function endChildren() {
  for (const { pid } of children) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
}
