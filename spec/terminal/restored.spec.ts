import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Folder } from '../support/program.js';
import { bundle, hasPty, Pty } from '../support/pty.js';
import { SteppedClock } from '../support/stepped-clock.js';

const LEFT = '\x1b[?2004l\x1b[?1006l\x1b[?1000l\x1b[?7h\x1b[?25h\x1b[?1049l';
const ENTERED = /\x1b\[\?1049h\x1b\[\?25l\x1b\[\?7l\x1b\[\?1000h\x1b\[\?1006h/;
const FRAME = /frame \d+ of (\d+)\./;

let folder: Folder;
let report: string;
let pty: Pty;

beforeAll(() => {
  folder = new Folder();
  bundle('spec/support/full-screen.ts', folder.file('full-screen.mjs'));
});

afterAll(() => {
  folder.remove();
});

beforeEach(() => {
  report = folder.file('report');
  rmSync(report, { force: true });
});

const program = (): string => `${process.execPath} ${folder.file('full-screen.mjs')} ${report}`;

/** Runs commands in a terminal, then tells how the last of them ended, and whether the terminal is as it was. */
function inTerminal(commands: string): Pty {
  pty = new Pty(`modes=$(stty -g); ${commands}; echo "exit $?"; [ "$modes" = "$(stty -g)" ] && echo "as before"`);
  return pty;
}

/** One that has ended may still be listed, as nobody asks how. */
function isRunning(pid: string): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** What the terminal was told since it was given back. */
const afterwards = (text: string): string => text.slice(text.lastIndexOf(LEFT) + LEFT.length);

const times = (text: string, what: string): number => text.split(what).length - 1;

const title = hasPty ? 'a full screen' : 'a full screen (skipped: there is no script of util-linux to make a terminal)';

// Skipped only where nothing makes a terminal, as its title then says: Node has no pseudo-terminals, and `script` of
// util-linux, which every Debian has, is not on other systems.
(hasPty ? describe : describe.skip)(title, () => {
  afterEach(() => {
    pty.close();
  });

  it.each([
    ['it quits', 'q', 'exit 0'],
    ['it calls process.exit', 'x', 'exit 3'],
  ])('leaves the terminal as before when %s', async (_, key, exit) => {
    const { ended } = inTerminal(program());
    await pty.told(FRAME);
    pty.type(key);
    const text = await ended;
    expect(text).toMatch(ENTERED);
    expect(afterwards(text)).toBe(`${exit}\r\nas before\r\n`);
    expect(times(text, LEFT)).toBe(1);
  });

  it.each([
    ['an exception that nobody catches', 'e', 'Error: thrown on purpose'],
    ['a rejection that nobody handles', 'r', 'Error: rejected on purpose'],
  ])('leaves the terminal before it is told of %s', async (_, key, message) => {
    const { ended } = inTerminal(program());
    await pty.told(FRAME);
    pty.type(key);
    const text = await ended;
    expect(times(text, LEFT)).toBe(1);
    expect(afterwards(text)).toContain(message);
    expect(text.endsWith('exit 1\r\nas before\r\n')).toBe(true);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('leaves the terminal as before on %s', async (signal) => {
    const { ended } = inTerminal(program());
    const [, pid] = await pty.told(FRAME);
    process.kill(Number(pid), signal);
    const text = await ended;
    expect(afterwards(text)).toBe('exit 0\r\nas before\r\n');
    expect(readFileSync(report, 'utf8')).toBe(signal);
  });

  it('gives the terminal to the shell while it is suspended, and takes it again', async () => {
    const stopped = '[ "$modes" = "$(stty -g)" ] && echo "stopped as before"; read -rsn 1; fg';
    const { ended } = inTerminal(`set -m; ${program()}; ${stopped}`);
    await pty.told(FRAME);
    pty.type('\x1a');
    await pty.told(/stopped as before/);
    const suspended = pty.text;
    expect(times(suspended, LEFT)).toBe(1);
    expect(afterwards(suspended)).not.toMatch(FRAME);
    pty.type('g');
    await pty.told(FRAME, suspended.length);
    pty.type('q');
    const text = await ended;
    expect(text.slice(suspended.length)).toMatch(ENTERED);
    expect(times(text, LEFT)).toBe(2);
    expect(afterwards(text)).toBe('exit 0\r\nas before\r\n');
  });

  it('has the keys though its input is a pipe, and stops all that the shell waits for', async () => {
    const flag = folder.file('flag');
    writeFileSync(flag, '');
    const feeding = `while [ -e ${flag} ]; do sleep 0.1; done`;
    const { ended } = inTerminal(`set -m; (${feeding}) | ${program()}; echo stopped; fg`);
    await pty.told(FRAME);
    pty.type('\x1a');
    await pty.told(/stopped/);
    await pty.told(FRAME, pty.text.length);
    pty.type('q');
    rmSync(flag);
    expect(afterwards(await ended)).toBe('exit 0\r\nas before\r\n');
  });

  it('goes on at once where no shell could make it go on', async () => {
    // The shell here does no job control, and nobody else does for a terminal that was made for it.
    const { ended } = inTerminal(program());
    await pty.told(FRAME);
    const before = pty.text.length;
    pty.type('\x1a');
    await pty.told(ENTERED, before);
    await pty.told(FRAME, before);
    pty.type('q');
    expect(afterwards(await ended)).toBe('exit 0\r\nas before\r\n');
  });

  it('ends when the terminal is closed', async () => {
    inTerminal(program());
    const [, pid] = await pty.told(FRAME);
    pty.close();
    await new SteppedClock().until('the end', () => !isRunning(pid ?? ''));
    expect(readFileSync(report, 'utf8')).toBe('closed');
  });

  it('knows keys and the wheel', async () => {
    const { ended } = inTerminal(program());
    await pty.told(FRAME);
    pty.type('\x1b[B\x1b[<64;10;5M\x1b');
    await pty.told(/key down\..*wheel up at 9, 4\..*key escape\./s);
    pty.type('q');
    await ended;
  });
});

describe('openKeyboard', () => {
  it('has nothing to offer where there is no terminal', async () => {
    const [command = '', ...args] = program().split(' ');
    await once(spawn(command, args, { detached: true, stdio: 'ignore' }), 'close');
    expect(readFileSync(report, 'utf8')).toBe('no keyboard');
  });
});
