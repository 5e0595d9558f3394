import { formatOf } from './format.mjs';
import { checkHits } from './check.mjs';

/** A report with all tables, as JSON. */
export function rxmon(name, bin) {
  return {
    name,
    contender: (log) => ({
      command: process.execPath,
      args: [bin, 'report', '--json', ...formatOf(log.name), log.path],
      check: ({ output }) => checkHits(JSON.parse(output()).hits, log.lines),
    }),
  };
}
