import * as fs from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Progress } from '../../../src/source/source-event.js';
import { FollowedLogs } from '../../../src/source/rotation/followed-logs.js';
import { newcomers } from '../../../src/source/rotation/newcomers.js';
import type { Before } from '../../../src/source/rotation/newcomers.js';
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

/**
 * The lines that a run gives that goes on with the log and those that appeared, whichever of them looks first.
 *
 * @param least so many are waited for
 */
async function givenBy(
  saved: ReadonlyMap<string, Progress>,
  appeared: readonly string[],
  before?: Before,
  least = 0,
): Promise<string[][]> {
  const names = [LOG, ...appeared];
  const given: string[][] = [];
  for (const order of [names, [...names].reverse()]) {
    const sources = new Map([
      ...saved,
      ...newcomers(
        appeared.map((name) => folder.path(name)),
        saved,
        before,
      ),
    ]);
    const followed = new FollowedLogs(sources);
    const logs = order.map((name) => following(name, { resume: sources.get(folder.path(name)), followed }));
    await clock.until('the end', () => logs.every(({ isCaughtUp }) => isCaughtUp));
    clock.step(1500);
    await clock.until(`${least} lines`, () => logs.flatMap(({ lines }) => lines).length >= least);
    for (let i = 0; i < 4; i++) {
      clock.step(1500);
      await clock.until('a turn', () => true);
    }
    given.push(logs.flatMap(({ lines }) => lines).sort());
    for (const { subscription } of logs) subscription.unsubscribe();
  }
  return given;
}

const copy = (to: string, from = LOG): void => {
  fs.copyFileSync(folder.path(from), folder.path(to));
};

/** A run saves its state now: files that are made from now on are younger, those that are there are not. */
function savedNow(): Before {
  const born = (): number => {
    fs.rmSync(folder.path('clock'), { force: true });
    folder.write('clock', '');
    return fs.statSync(folder.path('clock')).birthtimeMs;
  };
  const at = Math.ceil(born());
  while (born() <= at);
  folder.delete('clock');
  return { at, followed: [folder.path(LOG)] };
}

/** Lines that no other log has. */
const lines = (log: string, count: number, from = 0): string =>
  Array.from({ length: count }, (_, i) => `${log}${from + i}\n`).join('');
const split = (...texts: readonly string[]): string[] => texts.join('').split('\n').slice(0, -1).sort();

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

describe('newcomers that were rotated after the state had been saved', () => {
  let saved: Map<string, Progress>;

  /** What a run gives in which `b.log` and the others are new. */
  const givenWith = async (before: Before, ...others: readonly string[]): Promise<string[]> => {
    const [given, inOtherOrder] = await givenBy(saved, ['b.log', ...others], before);
    expect(inOtherOrder).toEqual(given);
    return given ?? [];
  };

  beforeEach(async () => {
    saved = await counted('a\nb\n');
  });

  it.each([
    ['once', ['b.log.1'], []],
    ['twice', ['b.log.1', 'b.log.2'], []],
    ['and packed', ['b.log.1'], ['b.log.1']],
    ['twice, of which one is packed', ['b.log.1', 'b.log.2'], ['b.log.2']],
    ['by date', ['b.log-20261128'], []],
  ])('are read with what they were rotated to: %s', async (_, names, packed) => {
    const before = savedNow();
    const texts = names.map((name, i) => lines(`${name} `, 6 - i));
    for (const [i, name] of [...names.entries()].reverse()) folder.write(name, texts[i] ?? '');
    for (const name of packed) folder.pack(name);
    folder.write('b.log', lines('b', 2));
    expect(await givenWith(before)).toEqual(split(...texts, lines('b', 2)));
  });

  it('are read with the copy that was made of them before they were truncated', async () => {
    const before = savedNow();
    folder.write('b.log', lines('b', 6));
    copy('b.log.1', 'b.log');
    folder.write('b.log', lines('c', 2));
    expect(await givenWith(before)).toEqual(split(lines('b', 6), lines('c', 2)));
  });

  it('are read without what lay beside them before, also under another name', async () => {
    folder.write('b.log.1', lines('old', 6));
    folder.write('b.log.2.gz', 'packed, or not');
    const before = savedNow();
    folder.move('b.log.1', 'b.log.3');
    folder.write('b.log.1', lines('new', 3));
    folder.write('b.log', lines('b', 2));
    expect(await givenWith(before)).toEqual(split(lines('new', 3), lines('b', 2)));
  });

  it('are read without copies of them, and of what they were rotated to', async () => {
    const before = savedNow();
    folder.write('b.log.1', lines('b', 6));
    copy('e.log', 'b.log.1');
    copy('e.log.1', 'b.log.1');
    folder.write('b.log', lines('c', 2));
    copy('b.log.bak', 'b.log');
    copy('f.log', 'b.log');
    expect(await givenWith(before, 'e.log', 'f.log')).toEqual(split(lines('b', 6), lines('c', 2)));
  });

  it('are read without what is a copy of a log that had been read', async () => {
    const before = savedNow();
    folder.append(LOG, 'c\n');
    copy('b.log.1');
    folder.write('b.log', lines('b', 2));
    expect(await givenWith(before)).toEqual(split('c\n', lines('b', 2)));
  });
});

describe('newcomers of which one is a copy of another', () => {
  let saved: Map<string, Progress>;
  let before: Before;

  beforeEach(async () => {
    saved = await counted('a\nb\n');
    before = savedNow();
  });

  it.each([
    ['as it is', '', ''],
    ['and goes on', '', lines('x', 5)],
    ['that goes on', lines('x', 5), ''],
  ])('give each line once: of one %s', async (_, more, moreOfCopy) => {
    const text = lines('b', 40);
    folder.write('b.log', text);
    copy('e.log', 'b.log');
    copy('f.log', 'b.log');
    folder.append('b.log', more);
    folder.append('e.log', moreOfCopy);
    const given = split(text, more, moreOfCopy);
    for (const names of [
      ['b.log', 'e.log', 'f.log'],
      ['f.log', 'e.log', 'b.log'],
    ])
      expect(await givenBy(saved, names, before)).toEqual([given, given]);
  });

  it('give both where they hold the same line again and again', async () => {
    folder.write('b.log', 'health\n'.repeat(3));
    folder.write('e.log', `${'health\n'.repeat(3)}e\n`);
    const given = split('health\n'.repeat(6), 'e\n');
    expect(await givenBy(saved, ['b.log', 'e.log'], before)).toEqual([given, given]);
  });

  it('give both where they begin alike and go on differently', async () => {
    const [b, e] = [lines('health', 9) + lines('b', 9), lines('health', 9) + lines('e', 5)];
    folder.write('b.log', b);
    folder.write('e.log', e);
    expect(await givenBy(saved, ['b.log', 'e.log'], before)).toEqual([split(b, e), split(b, e)]);
  });

  it.each(['it was moved to a newcomer', 'it was moved elsewhere', 'it was rotated'])(
    'give each line once of what a log that had been read has held since: %s',
    async (where) => {
      const to = where.endsWith('newcomer') ? 'b.log' : where.endsWith('rotated') ? OLD : 'elsewhere';
      folder.append(LOG, 'c\n');
      folder.move(LOG, to);
      folder.write(LOG, lines('new', 4));
      copy('e.log');
      const given = split(...(to === 'elsewhere' ? [] : ['c\n']), lines('new', 4));
      const appeared = to === 'b.log' ? ['b.log', 'e.log'] : ['e.log'];
      expect(await givenBy(saved, appeared, before, given.length)).toEqual([given, given]);
    },
  );

  it('give each line once of a log that had been read and was truncated since', async () => {
    folder.write(LOG, lines('new', 4));
    copy('e.log');
    expect(await givenBy(saved, ['e.log'], before)).toEqual([split(lines('new', 4)), split(lines('new', 4))]);
  });

  it('give what is a copy of the new file of a log that is not followed any more', () => {
    folder.replace(LOG, lines('new', 4));
    copy('e.log');
    const sources = newcomers([folder.path('e.log')], saved, { ...before, followed: [] });
    expect(sources.get(folder.path('e.log'))?.positions).toEqual([]);
  });
});
