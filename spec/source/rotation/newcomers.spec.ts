import * as fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Progress } from '../../../src/source/source-event.js';
import { FollowedLogs } from '../../../src/source/rotation/followed-logs.js';
import { newcomers } from '../../../src/source/rotation/newcomers.js';
import { clock, folder, following, followInEach, linesOf, LOG, OLD } from '../../support/followed.js';

followInEach();

const BACKUP = `${LOG}.bak`;

/** A run over the log that counts what it holds, and ends; gives what it would have saved. */
async function counted(text: string): Promise<Map<string, Progress>> {
  folder.write(LOG, text);
  const seen = following(LOG, { fromStart: true });
  await linesOf(seen, text.split('\n').length - 1);
  seen.subscription.unsubscribe();
  return new Map([[folder.path(LOG), seen.moment.progress]]);
}

/** The lines that a run gives that goes on with the log and those that appeared, whichever of them looks first. */
async function givenBy(saved: ReadonlyMap<string, Progress>, appeared: readonly string[]): Promise<string[][]> {
  const names = [LOG, ...appeared];
  const given: string[][] = [];
  for (const order of [names, [...names].reverse()]) {
    const sources = new Map([
      ...saved,
      ...newcomers(
        appeared.map((name) => folder.path(name)),
        saved,
      ),
    ]);
    const followed = new FollowedLogs(sources);
    const logs = order.map((name) => following(name, { resume: sources.get(folder.path(name)), followed }));
    await clock.until('the end', () => logs.every(({ isCaughtUp }) => isCaughtUp));
    for (let i = 0; i < 4; i++) {
      clock.step(1500);
      await clock.until('a turn', () => true);
    }
    given.push(logs.flatMap(({ lines }) => lines).sort());
    for (const { subscription } of logs) subscription.unsubscribe();
  }
  return given;
}

const copy = (to: string): void => {
  fs.copyFileSync(folder.path(LOG), folder.path(to));
};

describe('newcomers, beside logs that another run has read', () => {
  it('are read from their first byte when they hold other lines', async () => {
    const saved = await counted('a\nb\n');
    folder.write('other.log', 'a\nx\n');
    expect(await givenBy(saved, ['other.log'])).toEqual([
      ['a', 'x'],
      ['a', 'x'],
    ]);
  });

  it('are not read when they are backups of what a log holds, what was added before they were made included', async () => {
    const saved = await counted('a\nb\n');
    folder.append(LOG, 'c\n');
    copy(BACKUP);
    folder.append(LOG, 'd\n');
    copy(`${LOG}.orig`);
    expect(await givenBy(saved, [BACKUP, `${LOG}.orig`])).toEqual([
      ['c', 'd'],
      ['c', 'd'],
    ]);
  });

  it.each([
    [
      'the log was truncated since',
      (): void => {
        fs.truncateSync(folder.path(LOG));
      },
    ],
    [
      'another file has its name',
      (): void => {
        folder.replace(LOG, '');
      },
    ],
    [
      'it was deleted',
      (): void => {
        folder.delete(LOG);
      },
    ],
  ])('give what a backup alone holds when %s', async (_, change) => {
    const saved = await counted('a\nb\n');
    folder.append(LOG, 'c\n');
    copy(BACKUP);
    folder.append(LOG, 'd\n');
    copy(`${LOG}.orig`);
    change();
    expect(await givenBy(saved, [BACKUP, `${LOG}.orig`])).toEqual([
      ['c', 'd'],
      ['c', 'd'],
    ]);
  });

  it('give what was added to a backup', async () => {
    const saved = await counted('a\nb\n');
    copy(BACKUP);
    folder.append(BACKUP, 'x\n');
    expect(await givenBy(saved, [BACKUP])).toEqual([['x'], ['x']]);
  });

  it('are left to the log when they are what it was rotated to', async () => {
    const saved = await counted('a\nb\n');
    folder.append(LOG, 'c\n');
    folder.move(LOG, OLD);
    folder.write(LOG, 'd\n');
    expect(await givenBy(saved, [OLD])).toEqual([
      ['c', 'd'],
      ['c', 'd'],
    ]);
  });
});
