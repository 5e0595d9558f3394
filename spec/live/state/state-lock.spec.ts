import * as fs from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recordOf, thisProcess } from '../../../src/live/state/lock-owner.js';
import type { Owner } from '../../../src/live/state/lock-owner.js';
import { StateLock } from '../../../src/live/state/state-lock.js';
import type { Refusal } from '../../../src/live/state/state-lock.js';
import { LogFolder } from '../../support/log-folder.js';
import { SteppedClock } from '../../support/stepped-clock.js';

/** Only Linux tells in /proc when a process began, by which a lock knows its owner from a later process of its number. */
function onLinux(title: string, run: () => Promise<void>): void {
  if (process.platform === 'linux') it(title, run);
  else it.skip(`${title} (skipped: needs the /proc of Linux)`, run);
}

describe('StateLock', () => {
  let folder: LogFolder;
  let path: string;
  let clock: SteppedClock;
  beforeEach(() => {
    folder = new LogFolder();
    path = folder.path('s.lock');
    clock = new SteppedClock();
  });
  afterEach(() => {
    folder.remove();
  });

  /** What comes of taking the lock, over as much time as it takes. */
  const taken = async (lock: StateLock, inEachTurn = (): void => undefined): Promise<Refusal | 'ours'> => {
    let outcome: Refusal | 'ours' | undefined;
    let fault: unknown;
    lock.take().then(
      (refusal) => (outcome = refusal ?? 'ours'),
      (error: unknown) => (fault = error),
    );
    await clock.until('the lock', () => {
      inEachTurn();
      return outcome !== undefined || fault !== undefined;
    });
    if (outcome === undefined) throw fault;
    return outcome;
  };
  const takenAgain = (): Promise<Refusal | 'ours'> => taken(new StateLock(path, clock));
  /** A lock as another process would have left it. */
  const leave = (given: Partial<Owner>, name = 's.lock'): void => {
    folder.write(name, recordOf({ ...thisProcess('of another'), ...given }));
  };
  const nameOf = (digits: string): string => `s.lock.${digits.repeat(8)}`;

  it('is had by one at a time', async () => {
    const first = new StateLock(path, clock);
    expect(await taken(first)).toBe('ours');
    expect(await takenAgain()).toMatchObject({ kind: 'held', isElsewhere: false, owner: { pid: process.pid } });
    expect(fs.readdirSync(folder.root)).toEqual(['s.lock']);
    first.release();
    expect(fs.readdirSync(folder.root)).toEqual([]);
    expect(await takenAgain()).toBe('ours');
  });

  it('is had by one of many who take it at once, stale or not', async () => {
    for (const isStale of [false, true]) {
      if (isStale) leave({ pid: 1 });
      const locks = Array.from({ length: 20 }, () => new StateLock(path, clock));
      const outcomes = await Promise.all(locks.map((lock) => taken(lock)));
      expect(outcomes.filter((outcome) => outcome === 'ours')).toHaveLength(1);
      for (const lock of locks) lock.release();
      expect(fs.readdirSync(folder.root)).toEqual([]);
    }
  });

  it('is not given back by one that does not have it', async () => {
    const first = new StateLock(path, clock);
    await taken(first);
    const second = new StateLock(path, clock);
    await taken(second);
    second.release();
    expect(fs.existsSync(path)).toBe(true);
  });

  describe('is taken at once from', () => {
    onLinux('a process that has ended', async () => {
      const child = spawn(process.execPath, ['-e', '0']);
      leave({ pid: child.pid ?? 0, start: '12345' });
      await once(child, 'exit');
      expect(await takenAgain()).toBe('ours');
      expect(clock.frame).toBeLessThan(500);
    });

    onLinux('one whose number a later process has, as process 1 of a container that is started again', async () => {
      for (const pid of [1, process.pid]) {
        leave({ pid, start: '1' });
        expect(await takenAgain()).toBe('ours');
        expect(clock.frame).toBeLessThan(500);
        folder.delete('s.lock');
      }
    });
  });

  describe('is taken after five seconds from', () => {
    it.each<[string, Partial<Owner>]>([
      ['a process of another start of the machine', { boot: 'another' }],
      ['one of another container, though a process of here has its number', { namespace: 'pid:[1]' }],
      ['process 1 of another container', { namespace: 'pid:[1]', pid: 1 }],
      ['one that does not say where its number holds', { namespace: '' }],
    ])('%s', async (_, given) => {
      leave(given);
      expect(await takenAgain()).toBe('ours');
      expect(clock.frame).toBeGreaterThanOrEqual(5000);
      expect(fs.readdirSync(folder.root)).toEqual(['s.lock']);
    });

    it('but not when it touches the lock meanwhile', async () => {
      leave({ namespace: 'pid:[1]', pid: 7 });
      const owner = { pid: 7 };
      expect(
        await taken(new StateLock(path, clock), () => {
          fs.utimesSync(path, clock.frame / 1000, clock.frame / 1000);
        }),
      ).toMatchObject({ kind: 'held', isElsewhere: true, owner });
    });

    it('nor from another that took it meanwhile, which is asked for anew', async () => {
      leave({ namespace: 'pid:[1]' });
      const outcome = takenAgain();
      await clock.turn(1000);
      folder.replace('s.lock', recordOf(thisProcess('later')));
      expect(await outcome).toMatchObject({ kind: 'held', isElsewhere: false, owner: { id: 'later' } });
    });
  });

  describe('with claims of others on a stale lock', () => {
    beforeEach(() => {
      leave({ pid: process.pid, start: '1' });
    });

    onLinux('gives way to one that lives, and has the lock when that is gone', async () => {
      folder.write(nameOf('0a'), recordOf(thisProcess('0a'.repeat(8))));
      const outcome = takenAgain();
      for (let i = 0; i < 20; i++) await clock.turn(10);
      expect(fs.readFileSync(path, 'utf8')).toContain('start 1\n');
      folder.delete(nameOf('0a'));
      expect(await outcome).toBe('ours');
    });

    onLinux('passes over those of the dead, and removes them afterwards', async () => {
      leave({ start: '2' }, nameOf('0a'));
      const lock = new StateLock(path, clock);
      expect(await taken(lock)).toBe('ours');
      lock.tidy();
      expect(fs.readdirSync(folder.root)).toEqual(['s.lock']);
    });

    onLinux('waits for one that is not written yet, and for that of another container', async () => {
      folder.write(nameOf('0a'), '');
      leave({ namespace: 'pid:[1]' }, nameOf('0b'));
      expect(await takenAgain()).toBe('ours');
      expect(clock.frame).toBeGreaterThanOrEqual(10_000);
    });
  });

  it.each<[string, () => void]>([
    [
      'a file of something else',
      () => {
        folder.write('s.lock', 'pid 7\n');
      },
    ],
    [
      'an empty file, as flock(1) makes',
      () => {
        folder.write('s.lock', '');
      },
    ],
    [
      'half a record',
      () => {
        folder.write('s.lock', recordOf(thisProcess('x')).slice(0, 40));
      },
    ],
    [
      'a record of no process',
      () => {
        folder.write('s.lock', recordOf({ ...thisProcess('x'), pid: -1 }));
      },
    ],
    [
      'a link',
      () => {
        fs.symlinkSync('victim', path);
      },
    ],
    [
      'a pipe',
      () => {
        folder.pipe('s.lock');
      },
    ],
    [
      'a folder',
      () => {
        folder.folder('s.lock');
      },
    ],
  ])('leaves what rxmon did not write: %s', async (_, put) => {
    put();
    const { ino } = fs.lstatSync(path);
    expect(await takenAgain()).toEqual({ kind: 'foreign' });
    expect(fs.lstatSync(path).ino).toBe(ino);
    expect(fs.readdirSync(folder.root)).toEqual(['s.lock']);
  });

  it('shows that it is held by touching it', async () => {
    const lock = new StateLock(path, clock);
    await taken(lock);
    const timeOf = (): bigint => fs.statSync(path, { bigint: true }).mtimeNs;
    const before = timeOf();
    clock.step(1000);
    expect(lock.keep()).toBeUndefined();
    expect(timeOf()).not.toBe(before);
  });
});
