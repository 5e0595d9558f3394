import { checkHits, sumOf } from './check.mjs';
import { answerOf } from './installed.mjs';

/** Where the path stands among the words of a line. */
const PATH = { plain: '$7', distinct: '$7', latency: '$7', json: '$2' };

/** The one-liner that counts sections, and nothing else. */
export function mawk() {
  const name = 'mawk';
  const version = answerOf(name, '-W', 'version');
  if (version === undefined) return { name, reason: 'is not installed (Debian: apt install mawk)' };
  return {
    name: `mawk ${/[\d.]+/.exec(version)?.[0]}, sections alone`,
    contender: (log) => ({
      command: name,
      args: [`{split(${PATH[log.name]},a,"/"); s[a[2]]++} END{for(k in s) print s[k],k}`, log.path],
      check: ({ output }) => checkHits(sumOf(output(), /^(\d+) /gm), log.lines),
    }),
  };
}
