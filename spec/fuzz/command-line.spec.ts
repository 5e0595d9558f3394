import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Command } from '../../src/cli/args/command.js';
import { parseCommand } from '../../src/cli/args/parse-command.js';
import { harmIn, HOSTILE } from '../hostile/values.js';
import { fuzzed } from './settings.js';

const FLAGS = [
  ...['--files', '-f', '--interval', '-i', '--threshold', '-t', '--window', '-w', '--format', '--json-keys', '--top'],
  ...['--from-start', '--json', '--plain', '--no-color', '--color', '--utc', '--help', '--version', '--from', '--to'],
  ...[
    '--file',
    '-n',
    '--sample',
    '--count',
    '--no-wait',
    '--wait',
    '--seed',
    '--state',
    '--prime',
    '--poll',
    '--no-prime',
  ],
];
const ODD_WORDS = [
  ...[
    '--',
    '-',
    '---',
    '--=',
    '--=x',
    '-=',
    '--no-',
    '--no-no-json',
    '--__proto__',
    '--__proto__.a=1',
    '--constructor',
  ],
  ...[
    '--files.a=1',
    '--top[]=1',
    '--hasOwnProperty',
    '--to-string',
    '-fit',
    '-t5',
    '-i=3',
    '--json=',
    '',
    ' ',
    '\t',
    '*',
  ],
  ...[
    '--Files',
    '--JSON',
    '--fromStart',
    '--from_start',
    '{a,b}',
    '[',
    '!x',
    '-1',
    '-1e3',
    '--n',
    '--f',
    '-files',
    'report',
  ],
];
const VALUES = [
  ...[
    '10',
    '0',
    '-3',
    '1e999',
    '-0',
    '1e-400',
    '0x10',
    '٣',
    '1_000',
    '10s',
    '2m',
    '1h',
    '500ms',
    '99h',
    '1500ms',
    '10 s',
  ],
  ...['NaN', 'Infinity', 'true', 'null', 'auto', 'common', 'json', '$remote_addr $status', '%h %>s', '%h%u', '$', '%'],
  ...[
    'host=a.b',
    'host',
    '=',
    'a=b',
    'host=',
    ',',
    ',,',
    '2018-05-09',
    '2018-05-09T16:00:39Z',
    '+275761-01-01',
    '-000001',
  ],
  ...['9007199254740993', '1'.repeat(400), 'x'.repeat(5000)],
];
const hostile = fc.constantFrom(
  ...Object.values(HOSTILE).map((text) => Buffer.from(text.slice(0, 80), 'latin1').toString()),
);
const anyText = fc.oneof(fc.constantFrom(...VALUES), hostile, fc.string({ unit: 'binary' }), fc.string());
const anyWord = fc.oneof(
  fc.constantFrom(...FLAGS),
  fc.constantFrom(...ODD_WORDS),
  anyText,
  fc.tuple(fc.constantFrom(...FLAGS), anyText).map(([flag, value]) => `${flag}=${value}`),
  anyText.map((text) => `--${text}`),
);
const anyArguments = fc
  .tuple(
    fc.constantFrom([], ['report'], ['report', 'a.log'], ['generate'], ['monitor']),
    fc.array(anyWord, { maxLength: 6 }),
  )
  .map(([command, words]) => [...command, ...words]);

/** A fault begins with its flag, or is one of these. */
const NAMED = /^(-|report needs a file|generate does not take|one of the files has an empty name)/;

function expectSense(command: Command): void {
  switch (command.kind) {
    case 'faults':
      expect(command.faults.length).toBeGreaterThan(0);
      for (const fault of command.faults) {
        expect(harmIn(fault)).toEqual([]);
        expect(fault).not.toContain('\n');
        expect(fault).toMatch(NAMED);
        expect(fault).not.toMatch(/undefined|\[object|    at /);
      }
      break;
    case 'monitor': {
      const { files, intervalMs } = command.options;
      expect(files.length).toBeGreaterThan(0);
      expect(files).not.toContain('');
      expect(intervalMs).toBeGreaterThanOrEqual(100);
      break;
    }
    case 'report':
      expect(command.options.files.length).toBeGreaterThan(0);
      break;
    case 'generate':
      expect(command.options.rate).toBeGreaterThan(0);
      break;
    case 'print':
      expect(command.text).not.toBe('');
  }
  if (command.kind === 'monitor' || command.kind === 'report') {
    const { rule, top } = command.options;
    expect(rule.threshold).toBeGreaterThan(0);
    expect(Number.isFinite(rule.threshold)).toBe(true);
    expect(rule.windowSeconds).toBeGreaterThanOrEqual(1);
    expect(Number.isInteger(rule.windowSeconds)).toBe(true);
    expect(Number.isSafeInteger(top) && top > 0).toBe(true);
  }
}

describe('A command line of any words', () => {
  it('is a command that makes sense, or faults that name a flag, a line each', () => {
    fc.assert(
      fc.property(anyArguments, (words) => {
        expectSense(parseCommand(words));
      }),
      fuzzed(4),
    );
  });
});
