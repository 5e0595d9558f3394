import { scratch } from '../process/scratch.mjs';
import { checkHits, sumOf } from './check.mjs';
import { versionOf } from './installed.mjs';

const SECTIONS = `;SELECT count(*) AS hits, substr(cs_uri_stem, 1, instr(substr(cs_uri_stem || '/', 2), '/')) AS section
  FROM access_log GROUP BY section ORDER BY hits DESC`.replace(/\s+/g, ' ');

/** Headless, with a query that counts sections. */
export function lnav() {
  const name = 'lnav';
  const version = versionOf(name, '-V');
  if (version === undefined) return { name, reason: 'is not installed (Debian: apt install lnav)' };
  const title = `lnav ${version}, sections alone`;
  return {
    name: title,
    contender: (log) =>
      log.name === 'json'
        ? { reason: 'knows lines of JSON only by a format file of their own' }
        : {
            command: name,
            args: ['-n', '-c', SECTIONS, '-c', ':write-csv-to -', log.path],
            // It keeps its settings in the home folder.
            env: { HOME: scratch, XDG_CONFIG_HOME: scratch },
            check: ({ output }) => checkHits(sumOf(output(), /^(\d+),/gm), log.lines),
          },
  };
}
