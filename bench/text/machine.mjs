import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** What the figures were measured on, in one line. */
export function machine() {
  const cores = availableParallelism();
  return [
    cpus()[0]?.model.trim() || 'a CPU without a name',
    `${cores} ${cores === 1 ? 'core' : 'cores'}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB of memory`,
    `${type()} ${release()}`,
    `Node ${process.version}`,
  ].join(', ');
}
