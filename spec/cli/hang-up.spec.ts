import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as real } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BIN, Folder, logLine } from '../support/program.js';
import { hasPty, Pty } from '../support/pty.js';
import { SteppedClock } from '../support/stepped-clock.js';

const SHOWN = /a\.log following/;
/** What shells give for a process that ended by SIGHUP; 134 and 139 are SIGABRT and SIGSEGV. */
const ENDED_BY_SIGHUP = '129';

let folder: Folder;
let pty: Pty;

beforeEach(() => {
  folder = new Folder();
  writeFileSync(folder.file('a.log'), '');
});

afterEach(() => {
  pty.close();
  folder.remove();
});

/**
 * Runs the program in a terminal, from a shell that outlives it and leaves in a file how the program ended.
 *
 * @param before commands of that shell
 * @param wait those behind the program
 */
async function run(before = '', wait = ''): Promise<void> {
  const file = (name: string): string => `'${folder.file(name)}'`;
  const program = `exec '${process.execPath}' '${BIN}' --state ${file('state')} ${file('a.log')}`;
  const child = `(trap - HUP; echo $BASHPID >${file('pid')}; ${program})`;
  pty = new Pty(`trap '' HUP; ${before} ${child}; ${wait} echo $? >${file('code')}`);
  await pty.told(SHOWN);
}

const pid = (): number => Number(readFileSync(folder.file('pid'), 'utf8'));

/** The code that the program ended with. */
async function ended(): Promise<string> {
  const code = (): string => (existsSync(folder.file('code')) ? readFileSync(folder.file('code'), 'utf8') : '');
  await new SteppedClock().until('the end', () => code().endsWith('\n'));
  return code().trim();
}

const title = hasPty
  ? 'rxmon, when its terminal is closed'
  : 'rxmon, when its terminal is closed (skipped: there is no script of util-linux to make a terminal)';

// Skipped only where nothing makes a terminal, as its title then says.
(hasPty ? describe : describe.skip)(title, () => {
  it('ends as SIGHUP ends a process, though that signal does not reach it', async () => {
    await run();
    pty.close();
    expect(await ended()).toBe(ENDED_BY_SIGHUP);
  });

  it('ends so by the signal, with all that was counted saved', async () => {
    await run();
    appendFileSync(folder.file('a.log'), logLine().repeat(7));
    await pty.told(/ 7 hits/);
    process.kill(pid(), 'SIGHUP');
    pty.close();
    expect(await ended()).toBe(ENDED_BY_SIGHUP);
    rmSync(folder.file('code'));
    await run();
    await pty.told(/ 7 hits/);
    pty.close();
    expect(await ended()).toBe(ENDED_BY_SIGHUP);
  });

  it('ends so by the signal alone, and gives the terminal back', async () => {
    await run();
    process.kill(pid(), 'SIGHUP');
    expect(await ended()).toBe(ENDED_BY_SIGHUP);
    expect(await pty.ended).toContain('\x1b[?1049l');
  });

  it('ends so when it is told to end otherwise too', async () => {
    await run();
    // They reach it together when it goes on.
    for (const signal of ['SIGSTOP', 'SIGHUP', 'SIGTERM', 'SIGINT'] as const) process.kill(pid(), signal);
    pty.close();
    process.kill(pid(), 'SIGCONT');
    expect(await ended()).toBe(ENDED_BY_SIGHUP);
  });

  it('ends so while it is suspended, when the shell tells it', async () => {
    await run('set -m;', 'echo suspended; wait -f %1;');
    pty.type('\x1a');
    await pty.told(/suspended/);
    pty.close();
    for (const signal of ['SIGHUP', 'SIGCONT'] as const) process.kill(pid(), signal);
    expect(await ended()).toBe(ENDED_BY_SIGHUP);
  });

  // Behind the last look at the terminal, Node looks at it once more.
  it('ends without a crash, also at any moment after the user has left', async () => {
    for (const milliseconds of [0, 5, 10, 20, 40]) {
      await run();
      pty.type('q');
      await pty.told(/\x1b\[\?1049l/);
      await real(milliseconds);
      pty.close();
      expect(['0', ENDED_BY_SIGHUP]).toContain(await ended());
      writeFileSync(folder.file('code'), '');
    }
  });
});
