import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { MonitorOptions } from '../../../src/live/options.js';
import { parseCommand } from '../../../src/cli/args/parse-command.js';
import { apache } from '../../../src/format/strings/apache.js';
import { combined, common, vcombined, vcommon } from '../../../src/format/known/common.js';
import { json, jsonWith } from '../../../src/format/known/json.js';
import { nginx } from '../../../src/format/strings/nginx.js';
import { DEFAULT_OPTIONS } from '../../support/monitor-options.js';

const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');
const monitor = (options: Partial<MonitorOptions>) => ({
  kind: 'monitor',
  options: { ...DEFAULT_OPTIONS, ...options },
});

describe('parseCommand', () => {
  it('has the documented defaults', () => {
    expect(parseCommand([])).toEqual(monitor({}));
  });

  it.each([
    ['--files a.log', ['a.log']],
    ['-f a.log', ['a.log']],
    ['--files=a.log,b.log', ['a.log', 'b.log']],
    ['--files a.log --files b.log,c.log', ['a.log', 'b.log', 'c.log']],
    ['a.log b.log', ['a.log', 'b.log']],
    ['--files a.log b.log', ['a.log', 'b.log']],
    ['--files a.log,,b.log,', ['a.log', 'b.log']],
    ['-', ['-']],
    ['--files -', ['-']],
    ['-f -', ['-']],
    ['-- -odd.log', ['-odd.log']],
    ['./generate', ['./generate']],
  ])('%s names the files %j', (line, files) => {
    expect(parseCommand(words(line))).toEqual(monitor({ files }));
  });

  it.each<[string, Partial<MonitorOptions>]>([
    ['--interval 3s', { intervalMs: 3000 }],
    ['-i 500ms', { intervalMs: 500 }],
    ['-i 5 -i 6', { intervalMs: 6000 }],
    ['--threshold 0.5', { rule: { ...DEFAULT_OPTIONS.rule, threshold: 0.5 } }],
    ['-t 1e3', { rule: { ...DEFAULT_OPTIONS.rule, threshold: 1000 } }],
    ['--window 2m', { rule: { ...DEFAULT_OPTIONS.rule, windowSeconds: 120 } }],
    ['-w 5', { rule: { ...DEFAULT_OPTIONS.rule, windowSeconds: 5 } }],
    ['--format common', { format: common }],
    ['--format combined', { format: combined }],
    ['--format auto', { format: 'auto' }],
    ['--format vcommon', { format: vcommon }],
    ['--format vcombined', { format: vcombined }],
    ['--format json', { format: json }],
    ['--format $remote_addr|$status', { format: nginx('$remote_addr|$status') }],
    ['--format %h|%>s', { format: apache('%h|%>s') }],
    ['--json-keys host=ip', { format: jsonWith('host=ip') }],
    ['--format json --json-keys host=ip', { format: jsonWith('host=ip') }],
    ['--top 3', { top: 3 }],
    ['--from-start', { fromStart: true }],
    ['--no-prime', { prime: false }],
    ['--prime', {}],
    ['--poll', { poll: true }],
    ['--state /var/lib/rxmon.state', { state: '/var/lib/rxmon.state' }],
    ['--state=a.state', { state: 'a.state' }],
    ['--state a --state b', { state: 'b' }],
    ['--json', { json: true }],
    ['--plain', { plain: true }],
    ['--theme light', { theme: 'light' }],
    ['--theme light --theme dark', { theme: 'dark' }],
    ['--no-color', { color: false }],
    ['--utc', { utc: true }],
  ])('%s', (line, options) => {
    expect(parseCommand(words(line))).toEqual(monitor(options));
  });

  it.each([
    ['--interval -3', '--interval "-3" is not a duration: use seconds or a unit, like 10, 500ms, 2m'],
    ['--interval -3s', '--interval "-3s" is not a duration: use seconds or a unit, like 10, 500ms, 2m'],
    ['--interval ten', '--interval "ten" is not a duration: use seconds or a unit, like 10, 500ms, 2m'],
    ['--state-sync no', '--state-sync "no" is not a way to keep the state: use on or off'],
    ['--state-sync', '--state-sync needs a value: see --help'],
    ['--interval 0', '--interval "0" is not an interval: use 100ms to 24h, like 10s'],
    ['--interval 25h', '--interval "25h" is not an interval: use 100ms to 24h, like 10s'],
    ['--theme blue', '--theme "blue" is not a theme: use dark or light'],
    ['--interval', '--interval needs a value: see --help'],
    ['--interval=', '--interval needs a value: see --help'],
    ['--threshold --json', '--threshold needs a value: see --help'],
    ['--threshold 0', '--threshold "0" is not a threshold: use a number of hits per second above 0, like 10 or 0.5'],
    ['-t -1', '--threshold "-1" is not a threshold: use a number of hits per second above 0, like 10 or 0.5'],
    ['-t many', '--threshold "many" is not a threshold: use a number of hits per second above 0, like 10 or 0.5'],
    ['-t 1e999', '--threshold "1e999" is not a threshold: use a number of hits per second above 0, like 10 or 0.5'],
    ['--window 1500ms', '--window "1500ms" is not a window: use whole seconds, 1s to 24h, like 120s or 2m'],
    ['--window 0', '--window "0" is not a window: use whole seconds, 1s to 24h, like 120s or 2m'],
    [
      '--format iis',
      '--format "iis" is not a known format: use one of auto, vcombined, combined, vcommon, common, json, or an nginx or Apache format string',
    ],
    [
      '--format $remote_addr$status',
      '--format "$remote_addr$status" is not a format that can be read: nothing stands between $remote_addr and $status: put a space between them',
    ],
    ['--format %l', '--format "%l" is not a format that can be read: it has no field that rxmon reads'],
    ['--format', '--format needs a value: see --help'],
    [
      '--json-keys host',
      '--json-keys "host" is not a list of keys: "host" names no key: use field=key, like host=client.ip',
    ],
    [
      '--format combined --json-keys host=ip',
      '--json-keys names keys of JSON: leave --format out, or use --format json',
    ],
    ['--top 0', '--top "0" is not a number of rows: use 1 or more, like 10'],
    ['--top 2.5', '--top "2.5" is not a number of rows: use 1 or more, like 10'],
    ['--state', '--state needs a value: see --help'],
    ['--state=', '--state needs a value: see --help'],
    ['--state --json', '--state needs a value: see --help'],
    ['--no-state', '--no-state is not a flag: see --help for those there are'],
    ['--poll=1s', '--poll takes no value: leave out "=1s"'],
    ['report a.log --state s', '--state is not a flag: see --help for those there are'],
    ['generate --poll', '--poll is not a flag: see --help for those there are'],
    ['--bogus', '--bogus is not a flag: see --help for those there are'],
    ['--from-begin', '--from-begin is not a flag: see --help for those there are'],
    ['-x', '-x is not a flag: see --help for those there are'],
    ['--json=yes', '--json takes no value: leave out "=yes"'],
    ['--from-start=yes', '--from-start takes no value: leave out "=yes"'],
    ['generate --no-file', '--no-file is not a flag: see --help for those there are'],
    ['report', 'report needs a file: name one or more, or - for standard input'],
    ['report a.log --interval 3', '--interval is not a flag: see --help for those there are'],
    ['report a.log --from noon', '--from "noon" is not a time: use ISO 8601, like 2018-05-09T16:00:00Z or 2018-05-09'],
    ['report a.log --from 2018-05-09 --to 2018-05-09', '--from is not before --to: change one of them'],
    ['generate -n 0', '-n "0" is not a rate: use a number of lines per second above 0, like 2 or 0.5'],
    ['generate -n -2', '-n "-2" is not a rate: use a number of lines per second above 0, like 2 or 0.5'],
    ['generate --count 1.5', '--count "1.5" is not a number of lines: use 0 or more, like 1000'],
    ['generate --seed x', '--seed "x" is not a seed: use a whole number of 0 or more, like 1'],
    ['generate a.log', 'generate does not take "a.log": see rxmon generate --help'],
    ['generate --json', '--json is not a flag: see --help for those there are'],
  ])('%s is a fault', (line, fault) => {
    expect(parseCommand(words(line))).toEqual({ kind: 'faults', faults: [fault] });
  });

  it('finds an empty name at fault, as an unset variable leaves it', () => {
    expect(parseCommand([''])).toMatchObject({ faults: [expect.stringContaining('empty name')] });
  });

  it('reads the flags of report', () => {
    const line =
      'report a.log b.log.gz - -t 5 -w 2m --format common --top 3 --json --no-color --utc --from 2018-05-09T16:00:00Z';
    expect(parseCommand(words(line))).toEqual({
      kind: 'report',
      options: {
        files: ['a.log', 'b.log.gz', '-'],
        rule: { name: 'traffic', measure: 'rate', threshold: 5, windowSeconds: 120 },
        format: common,
        top: 3,
        bounds: { from: 1_525_881_600, to: Number.MAX_SAFE_INTEGER },
        json: true,
        color: false,
        utc: true,
      },
    });
    expect(parseCommand(['report', 'a.log'])).toMatchObject({
      options: { bounds: undefined, format: 'auto', top: 10 },
    });
  });

  it('tells all faults of a command line together', () => {
    expect(parseCommand(words('--interval -3 --top none --wat'))).toMatchObject({
      kind: 'faults',
      faults: [
        expect.stringContaining('--wat'),
        expect.stringContaining('--interval'),
        expect.stringContaining('--top'),
      ],
    });
  });

  it('reads the flags of generate', () => {
    expect(parseCommand(words('generate --file a.log -n 2.5 --sample s.log --count 10 --no-wait --seed 7'))).toEqual({
      kind: 'generate',
      options: { file: 'a.log', rate: 2.5, sample: 's.log', count: 10, wait: false, seed: 7 },
    });
    expect(parseCommand(['generate'])).toEqual({
      kind: 'generate',
      options: { file: undefined, rate: 2, sample: undefined, count: undefined, wait: true, seed: undefined },
    });
  });

  it('prints the version, before all faults', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(parseCommand(['--version'])).toEqual({ kind: 'print', text: version });
    expect(parseCommand(['generate', '--version'])).toEqual({ kind: 'print', text: version });
    expect(parseCommand(['--interval', 'x', '--version'])).toEqual({ kind: 'print', text: version });
  });

  it.each([['--help'], ['report --help'], ['generate --help']])(
    '%s fits a screen of 24 lines and 80 columns',
    (line) => {
      const command = parseCommand(words(line));
      const lines = command.kind === 'print' ? command.text.split('\n') : [];
      expect(lines.length).toBeGreaterThan(10);
      expect(lines.length).toBeLessThanOrEqual(24);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    },
  );

  it('has every flag in its help', () => {
    const help = parseCommand(['--help']);
    for (const flag of words(
      '--files -f --interval -i --threshold -t --window -w --format --json-keys --top --from-start --json',
    )) {
      expect(help).toMatchObject({ text: expect.stringContaining(flag) });
    }
    for (const flag of words('--no-prime --state --poll --plain --no-color --utc --help --version')) {
      expect(help).toMatchObject({ text: expect.stringContaining(flag) });
    }
  });
});
