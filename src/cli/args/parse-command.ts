import meow from 'meow';
import type { AnyFlag } from 'meow';
import type { GenerateOptions } from '../../generate/options.js';
import { MIN_RATE } from '../../generate/options.js';
import { DEFAULT_RULE } from '../../monitor/alerts/alerts.js';
import type { Rule } from '../../monitor/alerts/alerts.js';
import { DEFAULT_STATS } from '../../monitor/stats/stats.js';
import { escapeText } from '../../text/escape.js';
import type { Command } from './command.js';
import type { ReportOptions } from '../../outputs/stdout/report-options.js';
import type { MonitorOptions } from '../../live/options.js';
import { FlagReader } from './flag-reader.js';
import { flagsOf, writtenFlag } from './flags.js';
import type { Flag } from './flags.js';
import { formatOf } from './format-flags.js';
import { generateHelp, monitorHelp, reportHelp } from './help.js';

const DEFAULT_FILE = '/var/log/access.log';
const DEFAULT_TOP = 10;
const MIN_INTERVAL_MS = 100;
const DAY_MS = 86_400_000;
/** Later than any time in a log, in seconds since 1970. */
const MAX_SECONDS = Number.MAX_SAFE_INTEGER;

/** Reads a command line, without the names of the runtime and the program. */
export function parseCommand(argv: readonly string[]): Command {
  const [command, ...rest] = argv;
  if (command === 'generate') return parseGenerate(rest);
  return command === 'report' ? parseReport(rest) : parseMonitor(argv);
}

function parseMonitor(argv: readonly string[]): Command {
  const { input, reader, version } = parsed(argv, flagsOf('monitor'));
  const files = [...reader.texts('files').flatMap((list) => list.split(',')), ...input].filter((file) => file !== '');
  const options: MonitorOptions = {
    files: files.length > 0 ? files : [DEFAULT_FILE],
    intervalMs: reader.duration(
      'interval',
      DEFAULT_STATS.every,
      (ms) => ms >= MIN_INTERVAL_MS && ms <= DAY_MS,
      'an interval: use 100ms to 24h, like 10s',
    ),
    rule: ruleOf(reader),
    format: formatOf(reader),
    top: topOf(reader),
    fromStart: reader.isOn('fromStart', false),
    prime: reader.isOn('prime', true),
    poll: reader.isOn('poll', false),
    state: reader.text('state'),
    stateSync: reader.choice('stateSync', ['on', 'off'], 'a way to keep the state: use on or off') === 'on',
    json: reader.isOn('json', false),
    plain: reader.isOn('plain', false),
    theme: reader.choice('theme', ['dark', 'light'], 'a theme: use dark or light'),
    color: reader.isOn('color', true),
    utc: reader.isOn('utc', false),
  };
  return commandOf(reader, monitorHelp, version, { kind: 'monitor', options });
}

function parseReport(argv: readonly string[]): Command {
  const { input, reader, version } = parsed(argv, flagsOf('report'));
  const [from, to] = [reader.instant('from'), reader.instant('to')];
  const options: ReportOptions = {
    files: input,
    rule: ruleOf(reader),
    format: formatOf(reader),
    top: topOf(reader),
    bounds: from === undefined && to === undefined ? undefined : { from: from ?? -MAX_SECONDS, to: to ?? MAX_SECONDS },
    json: reader.isOn('json', false),
    color: reader.isOn('color', true),
    utc: reader.isOn('utc', false),
  };
  if (input.length === 0) reader.faults.push('report needs a file: name one or more, or - for standard input');
  if (from !== undefined && to !== undefined && from >= to)
    reader.faults.push('--from is not before --to: change one of them');
  return commandOf(reader, reportHelp, version, { kind: 'report', options });
}

function ruleOf(reader: FlagReader): Rule {
  return {
    name: DEFAULT_RULE.name,
    measure: DEFAULT_RULE.measure,
    threshold: reader.number('threshold', DEFAULT_RULE.threshold, {
      min: Number.MIN_VALUE,
      isWhole: false,
      accepted: 'a threshold: use a number of hits per second above 0, like 10 or 0.5',
    }),
    windowSeconds:
      reader.duration(
        'window',
        DEFAULT_RULE.windowSeconds * 1000,
        (ms) => ms >= 1000 && ms <= DAY_MS && ms % 1000 === 0,
        'a window: use whole seconds, 1s to 24h, like 120s or 2m',
      ) / 1000,
  };
}

const topOf = (reader: FlagReader): number =>
  reader.number('top', DEFAULT_TOP, { min: 1, isWhole: true, accepted: 'a number of rows: use 1 or more, like 10' });

function parseGenerate(argv: readonly string[]): Command {
  const { input, reader, version } = parsed(argv, flagsOf('generate'));
  for (const word of input) reader.faults.push(`generate does not take ${quoted(word)}: see rxmon generate --help`);
  const whole = (name: string, accepted: string): number | undefined => {
    const value = reader.number(name, -1, { min: 0, isWhole: true, accepted });
    return value < 0 ? undefined : value;
  };
  const options: GenerateOptions = {
    file: reader.text('file'),
    rate: reader.number('n', 2, {
      min: MIN_RATE,
      isWhole: false,
      accepted: 'a rate: use a number of lines per second above 0, like 2 or 0.5',
    }),
    sample: reader.text('sample'),
    count: whole('count', 'a number of lines: use 0 or more, like 1000'),
    wait: reader.isOn('wait', true),
    seed: whole('seed', 'a seed: use a whole number of 0 or more, like 1'),
  };
  return commandOf(reader, generateHelp, version, { kind: 'generate', options });
}

/** Help and version come first, then faults, then the command. */
function commandOf(reader: FlagReader, help: string, version: string, command: Command): Command {
  if (reader.isOn('help', false)) return { kind: 'print', text: help };
  if (reader.isOn('version', false)) return { kind: 'print', text: version };
  return reader.faults.length > 0 ? { kind: 'faults', faults: reader.faults } : command;
}

interface Parsed {
  readonly input: readonly string[];
  readonly reader: FlagReader;
  readonly version: string;
}

/** Parses values as they were written and keeps unknown flags, so that all faults are reported together. */
function parsed(argv: readonly string[], known: readonly Flag[]): Parsed {
  const words = withValuesJoined(argv, known);
  const { input, flags, pkg } = meow('', {
    importMeta: import.meta,
    argv: words,
    autoHelp: false,
    autoVersion: false,
    booleanDefault: undefined,
    // As if switches took many values too: the parser throws when `--JSON` is there twice.
    flags: Object.fromEntries<AnyFlag>(
      known.map(({ name, short, value }) => [
        name,
        {
          type: value === undefined ? 'boolean' : 'string',
          isMultiple: true,
          ...(short === undefined ? {} : { shortFlag: short }),
        },
      ]),
    ),
  });
  // The parser gives an empty list both for a missing flag and for one without a value.
  const isGiven = ([name, value]: [string, unknown]): boolean =>
    value !== undefined &&
    !(
      Array.isArray(value) &&
      value.length === 0 &&
      !words.some((word) => isFlag(word, known.find((flag) => flag.name === name) ?? { name }))
    );
  const reader = new FlagReader(Object.fromEntries(Object.entries(flags).filter(isGiven)), known);
  reader.faults.unshift(...wordFaults(words, known));
  if (input.includes(''))
    reader.faults.push('one of the files has an empty name: check the variables on the command line');
  return { input, reader, version: String(pkg.version) };
}

/** Faults that the parser would miss: a value for a flag that takes none, and `--no-` before one that takes a value. */
function wordFaults(words: readonly string[], known: readonly Flag[]): string[] {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? words.length : end).flatMap((word) => {
    const [flag = '', value] = word.split('=', 2);
    if (value !== undefined && known.some(({ name, value }) => value === undefined && flag === writtenFlag(name))) {
      return [`${flag} takes no value: leave out ${quoted(`=${value}`)}`];
    }
    const isNegated = known.some(
      ({ name, value }) => value !== undefined && flag === `--no-${writtenFlag(name).replace(/^-+/, '')}`,
    );
    return isNegated ? [`${flag} is not a flag: see --help for those there are`] : [];
  });
}

const quoted = (word: string): string => escapeText(JSON.stringify(word));

const isFlag = (word: string, { name, short = name }: Pick<Flag, 'name' | 'short'>): boolean =>
  word === writtenFlag(name) || word.startsWith(`--${name}=`) || word === `-${short}`;

/**
 * Turns `--files -` and `--interval -3s` into `--files=-` and `--interval=-3s`: a dash or a number is a value, not a
 * flag.
 */
function withValuesJoined(argv: readonly string[], known: readonly Flag[]): string[] {
  const joined: string[] = [];
  for (const word of argv) {
    const last = joined.at(-1);
    const flag = known.find(
      ({ name, short = name, value }) => value !== undefined && (last === writtenFlag(name) || last === `-${short}`),
    );
    if (flag !== undefined && /^-(\d.*)?$/.test(word)) joined.splice(-1, 1, `${writtenFlag(flag.name)}=${word}`);
    else joined.push(word);
  }
  return joined;
}
