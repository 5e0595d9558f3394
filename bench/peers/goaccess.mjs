import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { scratch } from '../process/scratch.mjs';
import { checkHits } from './check.mjs';
import { answerOf, versionOf } from './installed.mjs';

const FORMATS = {
  plain: ['--log-format=COMBINED'],
  distinct: ['--log-format=COMBINED'],
  latency: ['--log-format=%h %^ %^ [%d:%t %^] "%r" %s %b "%R" "%u" %T', '--date-format=%d/%b/%Y', '--time-format=%T'],
  json: [
    `--log-format=${JSON.stringify({
      time_iso8601: '%dT%t+%^',
      remote_addr: '%h',
      remote_user: '%^',
      request: '%r',
      status: '%s',
      body_bytes_sent: '%b',
      request_time: '%T',
      http_referer: '%R',
      http_user_agent: '%u',
    })}`,
    '--date-format=%Y-%m-%d',
    '--time-format=%T',
  ],
};

/** A report as JSON, on all cores where the version can do that (1.8 and later). */
export function goaccess() {
  const name = 'goaccess';
  const version = versionOf(name, '--version');
  if (version === undefined) return { name, reason: 'is not installed (Debian: apt install goaccess)' };
  const jobs = answerOf(name, '--help').includes('--jobs') ? [`--jobs=${availableParallelism()}`] : [];
  const report = join(scratch, 'goaccess.json');
  return {
    name: [name, version, ...jobs].join(' '),
    contender: (log) => ({
      command: name,
      args: [log.path, ...FORMATS[log.name], ...jobs, '--no-global-config', '--no-progress', '-o', report],
      check: () => checkHits(JSON.parse(readFileSync(report, 'utf8')).general.valid_requests, log.lines),
    }),
  };
}
