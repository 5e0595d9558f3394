import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { combinedLine } from '../support/log.js';
import { Folder, Program } from '../support/program.js';
import type { Ended } from '../support/program.js';
import { linesWith } from './logs.js';
import { harmIn, HOSTILE } from './values.js';

/** Characters that a file may have in its name, and a word on a command line. */
const NAME = '\x1b[2J\r\n\x7f\u0085\u202e\u2028\u200b日本.log';

/** A log with every hostile text in every place. */
const LINES = Object.values(HOSTILE).flatMap(linesWith);
const LOG = Buffer.from(LINES.map((line) => `${line}\n`).join(''), 'latin1');

describe('rxmon', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = new Folder();
  });

  afterEach(() => {
    folder.remove();
  });

  function rxmon(args: readonly string[], input: string | Uint8Array = ''): Promise<Ended> {
    const program = new Program(args, { cwd: folder.path });
    program.write(input);
    program.endInput();
    return program.ended;
  }

  function expectHarmless({ stdout, stderr }: Ended): void {
    expect(harmIn(stdout)).toEqual([]);
    expect(harmIn(stderr)).toEqual([]);
    for (const line of stderr.split('\n')) expect(line).toMatch(/^(rxmon: |$)/);
  }

  const countIn = (text: string): number => {
    const { hits, unparsed } = JSON.parse(text.split('\n')[0] ?? '') as { hits: number; unparsed: number };
    return hits + unparsed;
  };

  it('reports a hostile log from a file of a hostile name', async () => {
    writeFileSync(folder.file(NAME), LOG);
    const text = await rxmon(['report', NAME]);
    expect(text).toMatchObject({ code: 0 });
    expect(text.stderr).toContain(
      '\\x1b[2J\\x0d\\x0a\\x7f\\u{0085}\\u{202e}\\u{2028}\\u{200b}日本.log is read as combined',
    );
    expectHarmless(text);
    const json = await rxmon(['report', '--json', '*.log']);
    expectHarmless(json);
    expect(countIn(json.stdout)).toBe(LINES.length);
  });

  it('monitors a hostile log', async () => {
    expectHarmless(await rxmon(['--interval', '1h', '-'], LOG));
    const json = await rxmon(['--json', '--interval', '1h', '-'], LOG);
    expectHarmless(json);
    expect(countIn(json.stdout.split('\n').find((line) => line.includes('"stats"')) ?? '')).toBe(LINES.length);
  });

  it('says in one line each what is wrong with hostile names', async () => {
    mkdirSync(folder.file(`folder${NAME}`));
    writeFileSync(folder.file(`text${NAME}`), Object.values(HOSTILE).join(''), 'latin1');
    const ended = await rxmon(['report', `none${NAME}`, `folder${NAME}`, `text${NAME}`, `no${NAME}*`, combinedLine()]);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(5);
    expectHarmless(ended);
  });
});
