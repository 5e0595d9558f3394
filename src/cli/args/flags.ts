/** The commands that take flags. */
export type CommandName = 'monitor' | 'report' | 'generate';

/** How the help of a command describes a flag. */
export interface FlagHelp {
  /** How it is written there, where that is not `-f, --files LIST`: several flags may share a description. */
  readonly written?: string;
  /** One line or more, of at most 58 columns each; the default stands in brackets at the end. */
  readonly lines: readonly string[];
}

/** A flag of one or several commands. */
export interface Flag {
  /** In camel case; a name of one letter is written with one dash. */
  readonly name: string;
  readonly short?: string;
  /** Stands for its value in the help; undefined for a flag without one. */
  readonly value?: string;
  /** The commands that take it, with its description; undefined where another flag's description names it. */
  readonly commands: Readonly<Partial<Record<CommandName, FlagHelp | undefined>>>;
}

const help = (...lines: readonly string[]): FlagHelp => ({ lines });
const written = (as: string, ...lines: readonly string[]): FlagHelp => ({ written: as, lines });

const THRESHOLD = help('hits per second above which traffic is high      [10]');
const WINDOW = help('time over which that average is taken            [120s]');
const TOP = help('rows in a table                                  [10]');

/** All flags, in the order of the help. What a command line, its help and its faults know of flags comes from here. */
export const FLAGS: readonly Flag[] = [
  {
    name: 'files',
    short: 'f',
    value: 'LIST',
    commands: { monitor: help('files, by commas; globs; - is stdin [/var/log/access.log]') },
  },
  {
    name: 'interval',
    short: 'i',
    value: 'D',
    commands: { monitor: help('the time that a table covers                     [10s]') },
  },
  { name: 'threshold', short: 't', value: 'N', commands: { monitor: THRESHOLD, report: THRESHOLD } },
  { name: 'window', short: 'w', value: 'D', commands: { monitor: WINDOW, report: WINDOW } },
  {
    name: 'format',
    value: 'F',
    commands: {
      monitor: help(
        'common, combined, vcommon, vcombined, json, or the format',
        'as nginx or Apache has it; auto: by the first lines [auto]',
      ),
      report: help('as in rxmon --help, as is --json-keys            [auto]'),
    },
  },
  {
    name: 'jsonKeys',
    value: 'L',
    commands: {
      monitor: help('where JSON has its fields: host=client.ip,status=code'),
      report: undefined,
    },
  },
  { name: 'top', value: 'N', commands: { monitor: TOP, report: TOP } },
  { name: 'from', value: 'TIME', commands: { report: help('lines of this time and later, in ISO 8601') } },
  { name: 'to', value: 'TIME', commands: { report: help('lines before this time') } },
  {
    name: 'fromStart',
    commands: { monitor: help('read what the files already hold, then follow them') },
  },
  {
    name: 'prime',
    commands: { monitor: written('--no-prime', 'do not begin with what the files hold of the last window') },
  },
  {
    name: 'state',
    value: 'FILE',
    commands: { monitor: help('save progress there and resume; --state-sync off: no fsync') },
  },
  { name: 'stateSync', value: 'on|off', commands: { monitor: undefined } },
  { name: 'poll', commands: { monitor: help('look at the files rather than wait for change events') } },
  {
    name: 'json',
    commands: {
      monitor: written('--json --utc', 'one JSON object per line; times in UTC'),
      report: help('one JSON object'),
    },
  },
  {
    name: 'plain',
    commands: { monitor: help('tables one below the other, not the full screen with keys') },
  },
  {
    name: 'theme',
    value: 'T',
    commands: { monitor: help('dark or light ground [dark]; --no-color --version --help') },
  },
  {
    name: 'color',
    commands: {
      monitor: undefined,
      report: written('--no-color', 'no colours; NO_COLOR and FORCE_COLOR are known too'),
    },
  },
  { name: 'utc', commands: { monitor: undefined, report: help('times in UTC instead of the local zone') } },
  {
    name: 'file',
    value: 'FILE',
    commands: { generate: help('the file to append to                  [standard output]') },
  },
  {
    name: 'n',
    value: 'N',
    commands: { generate: help('lines per second on average, normally distributed    [2]') },
  },
  {
    name: 'sample',
    value: 'FILE',
    commands: {
      generate: help(
        'take the requests from the lines of this file, in order,',
        'again and again              [built-in, like real traffic]',
      ),
    },
  },
  {
    name: 'count',
    value: 'N',
    commands: { generate: help('stop after N lines                         [until Ctrl-C]') },
  },
  {
    name: 'wait',
    commands: { generate: written('--no-wait', 'as fast as possible; the time stamps are still N a second') },
  },
  {
    name: 'seed',
    value: 'N',
    commands: {
      generate: help('the same lines every time; their time stamps begin at', '2018-05-09 16:00:00 UTC'),
    },
  },
  {
    name: 'help',
    commands: {
      monitor: undefined,
      report: written('--version, --help'),
      generate: written('--version, --help'),
    },
  },
  { name: 'version', commands: { monitor: undefined, report: undefined, generate: undefined } },
];

/** The flags of a command. */
export const flagsOf = (command: CommandName): readonly Flag[] =>
  FLAGS.filter(({ commands }) => Object.hasOwn(commands, command));

/** How a flag is written on the command line. */
export const writtenFlag = (name: string): string => (name.length === 1 ? `-${name}` : `--${kebab(name)}`);

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const HELP_COLUMN = 22;

/** The lines of the help that describe the flags of a command. */
export const flagLines = (command: CommandName): string[] =>
  flagsOf(command).flatMap((flag) => {
    const described = flag.commands[command];
    if (described === undefined) return [];
    const { written = spelled(flag), lines } = described;
    const indent = flag.short === undefined && flag.name.length > 1 ? '      ' : '  ';
    const [first = '', ...others] = lines;
    return [
      `${(indent + written).padEnd(HELP_COLUMN)}${first}`.trimEnd(),
      ...others.map((line) => ' '.repeat(HELP_COLUMN) + line),
    ];
  });

function spelled({ name, short, value }: Flag): string {
  const names = [...(short === undefined ? [] : [`-${short}`]), writtenFlag(name)].join(', ');
  return value === undefined ? names : `${names} ${value}`;
}
