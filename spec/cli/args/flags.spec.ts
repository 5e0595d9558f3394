import { describe, expect, it } from '@jest/globals';
import { FLAGS, flagLines, flagsOf, writtenFlag } from '../../../src/cli/args/flags.js';
import type { CommandName } from '../../../src/cli/args/flags.js';
import { generateHelp, monitorHelp, reportHelp } from '../../../src/cli/args/help.js';
import { parseCommand } from '../../../src/cli/args/parse-command.js';

const HELP: Readonly<Record<CommandName, string>> = {
  monitor: monitorHelp,
  report: reportHelp,
  generate: generateHelp,
};
const COMMANDS = Object.keys(HELP) as CommandName[];

describe('FLAGS', () => {
  it('has each name and each short name once', () => {
    const names = FLAGS.flatMap(({ name, short }) => [name, ...(short === undefined ? [] : [short])]);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(COMMANDS)('is all that %s takes: none of its flags is unknown, and all are in its help', (command) => {
    for (const { name, value } of flagsOf(command)) {
      const flag = writtenFlag(name);
      const words = [...(command === 'monitor' ? [] : [command]), ...(value === undefined ? [flag] : [flag, '1'])];
      const parsed = parseCommand([...words, 'a.log']);
      expect(parsed.kind === 'faults' ? parsed.faults.join() : '').not.toContain('is not a flag');
      expect(HELP[command]).toContain(flag.replace(/^--(prime|color|wait)$/, '--no-$1'));
    }
  });
});

describe('flagLines', () => {
  it.each(COMMANDS)('describes the flags of %s within 80 columns, in one column', (command) => {
    for (const line of flagLines(command)) {
      expect(line.length).toBeLessThanOrEqual(80);
      if (!line.trimEnd().endsWith('--help') || line.length > 40) expect(line.slice(20, 22).trim()).toBe('');
    }
  });
});
