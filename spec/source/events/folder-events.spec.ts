import fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Subscription } from 'rxjs';
import { folderEvents } from '../../../src/source/events/folder-events.js';
import { LogFolder, watches } from '../../support/log-folder.js';
import { SteppedClock } from '../../support/stepped-clock.js';

let folder: LogFolder;
let clock: SteppedClock;
let before: number;
let subscriptions: Subscription[];
let told: string[];

beforeEach(() => {
  folder = new LogFolder();
  clock = new SteppedClock();
  before = watches();
  subscriptions = [];
  told = [];
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const subscription of subscriptions) subscription.unsubscribe();
  folder.remove();
});

function watching(name = 'access.log', events = folderEvents): Subscription {
  const subscription = events(folder.path(name), clock).subscribe((changed) => told.push(String(changed)));
  subscriptions.push(subscription);
  return subscription;
}

/** The operator as it is when what is mocked of `node:fs` now is imported. */
async function freshEvents(): Promise<typeof folderEvents> {
  jest.resetModules();
  const { folderEvents: fresh } = await import('../../../src/source/events/folder-events.js');
  return fresh;
}

const telling = (name: string): Promise<void> => clock.until(`the event of ${name}`, () => told.includes(name), 0);

describe('folderEvents', () => {
  it('tells when something comes under the name, goes, or takes its place', async () => {
    watching();
    for (const change of [
      () => {
        folder.write('access.log', '');
      },
      () => {
        folder.replace('access.log', '');
      },
      () => {
        folder.delete('access.log');
      },
    ]) {
      told = [];
      change();
      await telling('access.log');
    }
  });

  it('tells of those that are named like files rotated from it', async () => {
    watching();
    folder.write('access.log.1', '');
    folder.write('access.log.2.gz', '');
    await telling('access.log.2.gz');
    expect(told).toEqual(['access.log.1', 'access.log.2.gz']);
  });

  it('does not tell of others, nor of what is written', async () => {
    folder.write('access.log', '');
    watching();
    folder.write('error.log', '');
    folder.append('access.log', 'line\n');
    folder.write('access.log.1', '');
    await telling('access.log.1');
    expect(told).toEqual(['access.log.1']);
  });

  it('watches a folder once for all of its files, until the last of them is not of interest any more', async () => {
    const watch = jest.spyOn(fs, 'watch');
    const events = await freshEvents();
    const [one, other] = [watching('access.log', events), watching('error.log', events)];
    expect([watch.mock.calls.length, watches()]).toEqual([1, before + 1]);
    one.unsubscribe();
    folder.write('error.log', '');
    await telling('error.log');
    other.unsubscribe();
    expect(watches()).toBe(before);
    watching('access.log', events);
    expect(watch.mock.calls.length).toBe(2);
  });

  describe('of a folder in which so much is written that nobody listens', () => {
    /** Writes so often that the watcher is given up. */
    async function busy(): Promise<void> {
      const write = (): boolean => {
        folder.append('access.log', 'line\n');
        return watches() === before;
      };
      await clock.until('the end of the watching', write, 1);
    }

    it('tells within 50 ms that something may have come or gone', async () => {
      watching();
      await busy();
      // As long as the time of the folder is so new that more may happen at the same time.
      clock.step(1000);
      told = [];
      clock.step(1000);
      folder.append('access.log', 'line\n');
      clock.step(1000);
      expect(told).toEqual([]);
      folder.replace('access.log', '');
      clock.step(50);
      expect(told).toEqual(['null']);
    });

    it('watches it again after ten seconds', async () => {
      watching();
      await busy();
      clock.step(10_000);
      expect(watches()).toBe(before + 1);
      folder.write('access.log.1', '');
      await telling('access.log.1');
    });

    it('watches the one that has taken its place', async () => {
      const name = join('logs', 'access.log');
      folder.folder('logs');
      watching(name);
      const write = (): boolean => {
        folder.append(name, 'line\n');
        return watches() === before;
      };
      await clock.until('the end of the watching', write, 1);
      folder.move('logs', 'logs.old');
      clock.step(1000);
      told = [];
      folder.folder('logs');
      clock.step(50);
      expect(told).toEqual(['null']);
      clock.step(10_000);
      folder.write(name, '');
      await telling('access.log');
    });
  });

  it('tries again each second when the folder cannot be watched', async () => {
    const name = join('logs', 'access.log');
    watching(name);
    clock.step(5000);
    folder.folder('logs');
    clock.step(999);
    folder.write(name, '');
    clock.step(1);
    folder.replace(name, '');
    await telling('access.log');
    expect(watches()).toBe(before + 1);
  });

  it.each([
    [
      'deleted',
      () => {
        folder.delete('logs');
      },
    ],
    [
      'moved',
      () => {
        folder.move('logs', 'logs.old');
      },
    ],
  ])('watches the folder that takes the place of one that was %s', async (_, change) => {
    const name = join('logs', 'access.log');
    folder.folder('logs');
    watching(name);
    change();
    folder.folder('logs');
    const comes = (): boolean => {
      folder.replace(name, '');
      return told.includes('access.log');
    };
    await clock.until('an event of the new one', comes, 100);
    expect(watches()).toBe(before + 1);
  });

  it('tries again when no watches are left', async () => {
    const watch = jest.spyOn(fs, 'watch').mockImplementationOnce(() => {
      throw Object.assign(new Error('no space left on device, watch'), { code: 'ENOSPC' });
    });
    watching('access.log', await freshEvents());
    expect(watch.mock.calls.length).toBe(1);
    clock.step(1000);
    folder.write('access.log', '');
    await telling('access.log');
  });

  it('tries again when the watching fails', async () => {
    const watch = jest.spyOn(fs, 'watch');
    watching('access.log', await freshEvents());
    (watch.mock.results[0]?.value as fs.FSWatcher).emit('error', new Error('gone'));
    expect(watches()).toBe(before);
    clock.step(1000);
    expect(watches()).toBe(before + 1);
  });

  it('has nothing to do any more when it is unsubscribed, also while it waits to try again', () => {
    watching().unsubscribe();
    watching(join('no', 'access.log')).unsubscribe();
    clock.step(5000);
    expect([watches(), clock.actions.length]).toEqual([before, 0]);
  });
});
