import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 30_000;
const POLL_MS = 50;

/** Resolves when somebody listens to a port of the loopback address. */
export async function listening(port) {
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    if (await accepts(port)) return;
    await sleep(POLL_MS);
  }
  throw new Error(`nobody listens to port ${port}`);
}

const accepts = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
