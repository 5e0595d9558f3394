import { checkHits } from './check.mjs';
import { answerOf } from './installed.mjs';

/** Counts lines, and nothing else: what reading them costs. */
export function wc() {
  const name = 'wc -l';
  if (answerOf('wc', '--version') === undefined) return { name, reason: 'is not installed' };
  return {
    name,
    contender: (log) => ({
      command: 'wc',
      args: ['-l', log.path],
      check: ({ output }) => checkHits(parseInt(output(), 10), log.lines),
    }),
  };
}
