import meow from 'meow';
import type { AnyFlag } from 'meow';
import { formatNames, layouts } from '../format/detect.js';
import type { GenerateOptions } from '../generate/options.js';
import { MIN_RATE } from '../generate/options.js';
import { DEFAULT_RULE } from '../monitor/alerts.js';
import { DEFAULT_STATS } from '../monitor/stats.js';
import type { Command, MonitorOptions } from './command.js';
import { FlagReader, writtenFlag } from './flag-reader.js';
import type { FlagNames } from './flag-reader.js';
import { generateHelp, monitorHelp } from './help.js';

const DEFAULT_FILE = '/var/log/access.log';
const DEFAULT_TOP = 10;
const MIN_INTERVAL_MS = 100;
const DAY_MS = 86_400_000;

const monitorFlags: FlagNames = {
  values: ['files', 'interval', 'threshold', 'window', 'format', 'top'],
  switches: ['fromStart', 'json', 'plain', 'color', 'utc', 'help', 'version'],
};

const generateFlags: FlagNames = {
  values: ['file', 'n', 'sample', 'count', 'seed'],
  switches: ['wait', 'help', 'version'],
};

const shortFlags: Readonly<Record<string, string>> = { files: 'f', interval: 'i', threshold: 't', window: 'w' };

/** Reads a command line, without the names of the runtime and the program. */
export function parseCommand(argv: readonly string[]): Command {
  const [command, ...rest] = argv;
  return command === 'generate' ? parseGenerate(rest) : parseMonitor(argv);
}

function parseMonitor(argv: readonly string[]): Command {
  const { input, flags, version } = parsed(argv, monitorFlags);
  const reader = new FlagReader(flags, monitorFlags);
  const files = [...reader.texts('files').flatMap((list) => list.split(',')), ...input].filter((file) => file !== '');
  const options: MonitorOptions = {
    files: files.length > 0 ? files : [DEFAULT_FILE],
    intervalMs: reader.duration(
      'interval',
      DEFAULT_STATS.every,
      (ms) => ms >= MIN_INTERVAL_MS && ms <= DAY_MS,
      'an interval: use 100ms to 24h, like 10s',
    ),
    rule: {
      rule: 'traffic',
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
    },
    format: formatOf(reader),
    top: reader.number('top', DEFAULT_TOP, {
      min: 1,
      isWhole: true,
      accepted: 'a number of rows: use 1 or more, like 10',
    }),
    fromStart: reader.isOn('fromStart', false),
    json: reader.isOn('json', false),
    color: reader.isOn('color', true),
    utc: reader.isOn('utc', false),
  };
  return commandOf(reader, monitorHelp, version, { kind: 'monitor', options });
}

function parseGenerate(argv: readonly string[]): Command {
  const { input, flags, version } = parsed(argv, generateFlags);
  const reader = new FlagReader(flags, generateFlags);
  for (const word of input)
    reader.faults.push(`generate does not take ${JSON.stringify(word)}: see rxmon generate --help`);
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

/** Help and version go before all else, faults before the work. */
function commandOf(reader: FlagReader, help: string, version: string, command: Command): Command {
  if (reader.isOn('help', false)) return { kind: 'print', text: help };
  if (reader.isOn('version', false)) return { kind: 'print', text: version };
  return reader.faults.length > 0 ? { kind: 'faults', faults: reader.faults } : command;
}

function formatOf(reader: FlagReader): MonitorOptions['format'] {
  const name = reader.text('format') ?? 'auto';
  const layout = layouts.find((known) => known.name === name);
  if (layout !== undefined || name === 'auto') return layout ?? 'auto';
  return reader.fault('format', name, `a known format: use one of ${formatNames.join(', ')}`, 'auto');
}

interface Parsed {
  readonly input: readonly string[];
  readonly flags: Readonly<Record<string, unknown>>;
  readonly version: string;
}

/** Values stay as they were written, and unknown flags are kept, so that all faults can be told together. */
function parsed(argv: readonly string[], names: FlagNames): Parsed {
  const words = withValuesJoined(argv, names);
  const { input, flags, pkg } = meow('', {
    importMeta: import.meta,
    argv: words,
    autoHelp: false,
    autoVersion: false,
    booleanDefault: undefined,
    flags: Object.fromEntries<AnyFlag>([
      ...names.values.map((name) => {
        const shortFlag = shortFlags[name];
        return [name, { type: 'string', isMultiple: true, ...(shortFlag === undefined ? {} : { shortFlag }) }] as const;
      }),
      ...names.switches.map((name) => [name, { type: 'boolean' }] as const),
    ]),
  });
  // The parser gives an empty list both for a flag that is not there and for one without a value.
  const isGiven = ([name, value]: [string, unknown]): boolean =>
    value !== undefined && !(Array.isArray(value) && value.length === 0 && !words.some((word) => isFlag(word, name)));
  return { input, flags: Object.fromEntries(Object.entries(flags).filter(isGiven)), version: String(pkg.version) };
}

const isFlag = (word: string, name: string): boolean =>
  word === writtenFlag(name) || word.startsWith(`--${name}=`) || word === `-${shortFlags[name] ?? name}`;

/** `--files -` and `--interval -3s` as `--files=-` and `--interval=-3s`: a dash or a number is a value, not a flag. */
function withValuesJoined(argv: readonly string[], { values }: FlagNames): string[] {
  const joined: string[] = [];
  for (const word of argv) {
    const flag = values.find(
      (name) => joined.at(-1) === writtenFlag(name) || joined.at(-1) === `-${shortFlags[name] ?? name}`,
    );
    if (flag !== undefined && /^-(\d.*)?$/.test(word)) joined.splice(-1, 1, `${writtenFlag(flag)}=${word}`);
    else joined.push(word);
  }
  return joined;
}
