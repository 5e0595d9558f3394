import { traffic } from './traffic.mjs';

/** The traffic of the built-in generator, in the combined format. */
export const plain = {
  name: 'plain',
  about: 'combined lines of the built-in generator',
  lines: ({ bin, count }) => traffic(bin, count),
};
