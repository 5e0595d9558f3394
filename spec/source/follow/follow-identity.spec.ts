import * as fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Progress } from '../../../src/source/source-event.js';
import { FollowedLogs } from '../../../src/source/rotation/followed-logs.js';
import type { follow } from '../../../src/source/follow/follow.js';
import type { FollowOptions } from '../../../src/source/follow/follow.js';
import { packedFile } from '../../../src/source/read/packed-file.js';
import type { Collected } from '../../support/collected.js';
import { clock, collected, folder, following, followInEach, linesOf, LOG, OLD } from '../../support/followed.js';
import { withLowerLayer, withoutStatx } from '../../support/stat-mocks.js';

followInEach();

/** Follows with the operator that sees what is mocked of `node:fs` now. */
async function freshlyFollowing(options: FollowOptions = {}, name = LOG): Promise<Collected> {
  const fresh: { follow: typeof follow } = await import('../../../src/source/follow/follow.js');
  return following(name, options, fresh.follow);
}

/** Lets all looks and reads come that could give a line twice. */
async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    clock.step(1500);
    await clock.until('a turn', () => true);
  }
}

function rotate(text = ''): void {
  folder.shift(LOG);
  folder.move(LOG, OLD);
  folder.write(LOG, text);
}

const line = (i: number): string =>
  `192.0.2.${i % 250} - - [09/May/2018:16:00:39 +0000] "GET /page/${i} HTTP/1.0" 200 ${i}`;
const linesFrom = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => line(from + i));
const text = (lines: readonly string[]): string => lines.map((one) => `${one}\n`).join('');

describe('follow, where a file comes to have another time of birth', () => {
  it('reads it on after its first write copied it into the upper layer of an overlay file system', async () => {
    folder.write(LOG, 'a\n');
    const layer = withLowerLayer();
    const seen = await freshlyFollowing({ fromStart: true });
    await linesOf(seen, 1);
    layer.copyUp(folder.path(LOG));
    folder.append(LOG, 'b\n');
    await linesOf(seen, 2);
    await settle();
    expect([seen.lines, seen.notices]).toEqual([['a', 'b'], []]);
  });

  it('counts each line once over rotations of files that are copied up by being renamed', async () => {
    folder.write(LOG, 'a\n');
    folder.write(OLD, 'old, with a beginning of its own\n');
    const layer = withLowerLayer();
    const seen = await freshlyFollowing({ fromStart: true });
    await linesOf(seen, 1);
    layer.copyUp(folder.path(OLD));
    layer.copyUp(folder.path(LOG));
    rotate('b\n');
    await linesOf(seen, 2);
    await settle();
    folder.append(OLD, 'late\n');
    await linesOf(seen, 3);
    expect(seen.lines).toEqual(['a', 'b', 'late']);
  });

  it('goes on after a restart before which it was copied up', async () => {
    folder.write(LOG, 'a\n');
    const layer = withLowerLayer();
    const first = await freshlyFollowing({ fromStart: true });
    await linesOf(first, 1);
    first.subscription.unsubscribe();
    layer.copyUp(folder.path(LOG));
    folder.append(LOG, 'b\n');
    const seen = await freshlyFollowing({ resume: first.moment.progress });
    await linesOf(seen, 1);
    await settle();
    expect([seen.lines, seen.notices]).toEqual([['b'], []]);
  });

  it('reads each write once without statx(2), by which each of them changes the time of birth', async () => {
    folder.write(LOG, 'a\n');
    folder.write(OLD, 'old\n');
    withoutStatx();
    const seen = await freshlyFollowing({ fromStart: true });
    for (const letter of ['b', 'c', 'd']) {
      folder.append(LOG, `${letter}\n`);
      await clock.until(letter, () => seen.has(letter));
      clock.step(1000);
    }
    rotate('e\n');
    await clock.until('e', () => seen.has('e'));
    rotate('f\n');
    await clock.until('f', () => seen.has('f'));
    await settle();
    expect(seen.lines).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('goes on after a restart without statx(2), over a rotation', async () => {
    folder.write(LOG, 'a\n');
    withoutStatx();
    const first = await freshlyFollowing({ fromStart: true });
    await linesOf(first, 1);
    first.subscription.unsubscribe();
    folder.append(LOG, 'b\n');
    rotate('c\n');
    const seen = await freshlyFollowing({ resume: first.moment.progress });
    await linesOf(seen, 2);
    await settle();
    expect(seen.lines).toEqual(['b', 'c']);
  });
});

describe('follow, beside other logs of the same run', () => {
  it('leaves a file to the one that reads it, and says so, when a name comes to refer to it by a rotation', async () => {
    const followed = new FollowedLogs();
    folder.write(LOG, text(linesFrom(0, 20)));
    folder.write(OLD, text(linesFrom(100, 105)));
    const one = following(LOG, { fromStart: true, followed });
    const other = following(OLD, { fromStart: true, followed });
    await linesOf(one, 20);
    await linesOf(other, 5);
    rotate(text(linesFrom(200, 203)));
    await linesOf(one, 23);
    folder.append(OLD, text(linesFrom(20, 22)));
    await linesOf(one, 25);
    await settle();
    expect(one.lines).toHaveLength(25);
    expect(other.lines).toHaveLength(5);
    expect(other.notices).toEqual([`is the same file as ${folder.path(LOG)}, and is not counted twice`]);
  });

  it('goes on with a file where another log left it, once that has closed it', async () => {
    const followed = new FollowedLogs();
    folder.write(LOG, 'a\n');
    const one = following(LOG, { fromStart: true, followed });
    await linesOf(one, 1);
    const other = following(OLD, { fromStart: true, followed });
    rotate('b\n');
    await linesOf(one, 2);
    await settle();
    for (let seconds = 0; seconds < 310; seconds++) clock.step(1000);
    await clock.until('it to be closed', () => folder.open().filter((name) => name === OLD).length === 1);
    folder.append(OLD, 'late\n');
    await linesOf(other, 1);
    expect([one.lines, other.lines]).toEqual([['a', 'b'], ['late']]);
  });

  it.each([
    [
      'a hard link',
      (name: string) => {
        fs.linkSync(folder.path(LOG), folder.path(name));
      },
    ],
    [
      'a symbolic link',
      (name: string) => {
        folder.link(name, LOG);
      },
    ],
  ])('reads one file once that has %s as its second name, made later', async (_, make) => {
    const followed = new FollowedLogs();
    folder.write('second.log', 'own\n');
    folder.write(LOG, 'a\n');
    const one = following(LOG, { fromStart: true, followed });
    const other = following('second.log', { fromStart: true, followed });
    await linesOf(one, 1);
    await linesOf(other, 1);
    folder.delete('second.log');
    make('second.log');
    folder.append(LOG, 'b\n');
    await linesOf(one, 2);
    await settle();
    expect([one.lines, other.lines]).toEqual([['a', 'b'], ['own']]);
  });

  it.each([
    ['as it was', 10, (lines: readonly string[]) => lines],
    ['without some of its lines', 10, (lines: readonly string[]) => lines.filter((_, i) => i !== 3)],
    ['with more at its end', 11, (lines: readonly string[]) => [...lines, line(30)]],
    ['as it was some lines before', 10, (lines: readonly string[]) => lines.slice(0, 8)],
  ])(
    'counts lines once of which the second name of the file gets a copy, %s',
    async (_, count, edit: (lines: readonly string[]) => readonly string[]) => {
      const followed = new FollowedLogs();
      folder.write(LOG, text(linesFrom(0, 10)));
      fs.linkSync(folder.path(LOG), folder.path('second.log'));
      const one = following(LOG, { fromStart: true, followed });
      const other = following('second.log', { fromStart: true, followed });
      await linesOf(one, 10);
      folder.replace('second.log', text(edit(linesFrom(0, 10))));
      await settle();
      folder.append('second.log', text(linesFrom(40, 42)));
      folder.append(LOG, text(linesFrom(50, 52)));
      await linesOf(other, count - 10 + 2);
      await linesOf(one, 12);
      await settle();
      expect([one.lines.length, other.lines.length]).toEqual([12, count - 10 + 2]);
    },
  );

  it('says nothing of a loss when logs exchanged their names between two runs, and one was rotated then', async () => {
    const saved = new Map<string, Progress>();
    const names = [LOG, 'second.log'];
    for (const [i, name] of names.entries()) {
      folder.write(name, text(linesFrom(100 * i, 100 * i + 5)));
      const seen = following(name, { fromStart: true });
      await linesOf(seen, 5);
      saved.set(folder.path(name), seen.moment.progress);
      seen.subscription.unsubscribe();
      folder.append(name, text(linesFrom(100 * i + 5, 100 * i + 7)));
    }
    folder.move(LOG, 'third.log');
    folder.move('second.log', LOG);
    folder.move('third.log', 'second.log');
    folder.move('second.log', 'second.log.1');
    folder.write('second.log', text(linesFrom(200, 201)));
    for (const order of [names, [...names].reverse()]) {
      const followed = new FollowedLogs(saved);
      const seen = order.map((name) => following(name, { followed, resume: saved.get(folder.path(name)) }));
      await clock.until('all', () => seen.flatMap(({ lines }) => lines).length >= 5);
      await settle();
      expect(seen.flatMap(({ lines }) => lines).sort()).toEqual(
        [...linesFrom(5, 7), ...linesFrom(105, 107), ...linesFrom(200, 201)].sort(),
      );
      expect(seen.flatMap(({ notices }) => notices).filter((notice) => notice.includes('lost'))).toEqual([]);
      for (const { subscription } of seen) subscription.unsubscribe();
    }
  });

  it('leaves a file that another run read to the log that it belonged to, whichever looks first', async () => {
    folder.write(LOG, text(linesFrom(0, 20)));
    folder.write(OLD, text(linesFrom(100, 105)));
    const saved = new Map<string, Progress>();
    const before = new FollowedLogs();
    for (const [name, count] of [
      [LOG, 20],
      [OLD, 5],
    ] as const) {
      const seen = following(name, { fromStart: true, followed: before });
      await linesOf(seen, count);
      saved.set(folder.path(name), seen.moment.progress);
      seen.subscription.unsubscribe();
    }
    folder.append(LOG, text(linesFrom(20, 22)));
    rotate(text(linesFrom(200, 203)));
    const followed = new FollowedLogs(saved);
    const other = following(OLD, { followed, resume: saved.get(folder.path(OLD)) });
    const one = following(LOG, { followed, resume: saved.get(folder.path(LOG)) });
    await linesOf(one, 5);
    await settle();
    expect([...one.lines, ...other.lines].sort()).toEqual([...linesFrom(20, 22), ...linesFrom(200, 203)].sort());
  });
});

describe('FollowedLogs', () => {
  it('lets a log go on with a file that another had read which was renamed meanwhile, also without --from-start', async () => {
    folder.write(LOG, text(linesFrom(0, 20)));
    const first = following(LOG, { fromStart: true });
    await linesOf(first, 20);
    first.subscription.unsubscribe();
    folder.append(LOG, text(linesFrom(20, 22)));
    folder.move(LOG, 'other.log');
    const followed = new FollowedLogs(new Map([[folder.path(LOG), first.moment.progress]]), [folder.path('other.log')]);
    const seen = following('other.log', { followed });
    folder.append('other.log', text(linesFrom(22, 23)));
    await linesOf(seen, 3);
    expect(seen.lines).toEqual(linesFrom(20, 23));
  });

  it('knows what a log had read when it was packed meanwhile, and is followed by that name', async () => {
    folder.write(OLD, text(linesFrom(0, 20)));
    const first = following(OLD, { fromStart: true });
    await linesOf(first, 20);
    first.subscription.unsubscribe();
    folder.append(OLD, text(linesFrom(20, 22)));
    folder.pack(OLD);
    const packed = `${OLD}.gz`;
    const saved = new Map([[folder.path(OLD), first.moment.progress]]);
    const alone = collected(
      packedFile(folder.path(packed), { fromStart: true, followed: new FollowedLogs(saved, [folder.path(packed)]) }),
    );
    await linesOf(alone, 2);
    const beside = collected(packedFile(folder.path(packed), { fromStart: true, followed: new FollowedLogs(saved) }));
    await clock.until('the end', () => alone.isCaughtUp && beside.isCaughtUp);
    expect([alone.lines, beside.lines]).toEqual([linesFrom(20, 22), []]);
  });

  it('lets one log alone go on with a file that two had read in another run', async () => {
    folder.write(LOG, text(linesFrom(0, 20)));
    folder.link('link.log', LOG);
    const first = following(LOG, { fromStart: true });
    await linesOf(first, 20);
    first.subscription.unsubscribe();
    folder.append(LOG, text(linesFrom(20, 22)));
    const { progress } = first.moment;
    const followed = new FollowedLogs(new Map(['link.log', LOG].map((name) => [folder.path(name), progress])));
    const one = following('link.log', { followed, resume: progress });
    const other = following(LOG, { followed, resume: progress });
    await linesOf(one, 2);
    await settle();
    expect([one.lines, other.lines]).toEqual([linesFrom(20, 22), []]);
  });

  it('gives a file on that the log it belonged to could not find again', async () => {
    folder.write(LOG, text(linesFrom(0, 20)));
    const first = following(LOG, { fromStart: true });
    await linesOf(first, 20);
    first.subscription.unsubscribe();
    folder.move(LOG, 'moved.log');
    folder.append('moved.log', text(linesFrom(20, 22)));
    const saved = new Map([[folder.path(LOG), first.moment.progress]]);
    const followed = new FollowedLogs(saved);
    const other = following('moved.log', { followed, fromStart: true });
    const one = following(LOG, { followed, resume: saved.get(folder.path(LOG)) });
    await linesOf(other, 2);
    await settle();
    expect([one.lines, other.lines]).toEqual([[], linesFrom(20, 22)]);
  });

  it('gives a file on that a log had read which is not followed any more', async () => {
    folder.write(LOG, text(linesFrom(0, 20)));
    const first = following(LOG, { fromStart: true });
    await linesOf(first, 20);
    first.subscription.unsubscribe();
    folder.move(LOG, 'moved.log');
    folder.append('moved.log', text(linesFrom(20, 22)));
    const followed = new FollowedLogs(new Map([[folder.path(LOG), first.moment.progress]]), [folder.path('moved.log')]);
    const other = following('moved.log', { followed, fromStart: true });
    await linesOf(other, 2);
    await settle();
    expect(other.lines).toEqual(linesFrom(20, 22));
  });
});

describe('follow, of a log that is replaced by an edited copy', () => {
  const counted = linesFrom(0, 20);
  const added = linesFrom(20, 26);

  it.each([
    ['the same lines', counted],
    ['one line less', counted.filter((_, i) => i !== 3)],
    ['its first lines cut off', counted.slice(5)],
    ['one line changed', counted.map((one, i) => (i === 2 ? one.toUpperCase() : one))],
    ['every third line less', counted.filter((_, i) => i % 3 !== 1)],
    ['its first and its last lines less', counted.slice(4, -1)],
  ])('goes on behind what it had counted when that holds %s', async (_, lines) => {
    folder.write(LOG, text(counted));
    const seen = following(LOG, { fromStart: true });
    await linesOf(seen, 20);
    folder.replace(LOG, text([...lines, ...added]));
    await linesOf(seen, 26);
    await settle();
    expect(seen.lines).toEqual([...counted, ...added]);
    expect(seen.notices).toEqual(['was replaced by an edited copy; reading on after the lines already counted']);
  });

  it('waits for a copy that is written slowly, beside a backup that is deleted later, as some editors do', async () => {
    folder.write(LOG, text(counted));
    const seen = following(LOG, { fromStart: true });
    await linesOf(seen, 20);
    folder.move(LOG, `${LOG}~`);
    folder.write(LOG, '');
    for (const part of [counted.slice(0, 3), counted.slice(3, 15), counted.slice(15)]) {
      clock.step(600);
      await clock.until('a turn', () => true);
      folder.append(LOG, text(part));
    }
    folder.delete(`${LOG}~`);
    folder.append(LOG, text(added));
    await linesOf(seen, 26);
    await settle();
    expect(seen.lines).toEqual([...counted, ...added]);
  });

  it('reads a new file that stays like the beginning of the old one for a second', async () => {
    folder.write(LOG, text(counted));
    const seen = following(LOG, { fromStart: true });
    await linesOf(seen, 20);
    folder.delete(LOG);
    folder.write(LOG, text(counted.slice(0, 3)));
    await linesOf(seen, 23);
    expect(seen.lines).toEqual([...counted, ...counted.slice(0, 3)]);
  });

  it('goes on behind the last lines when only these were kept', async () => {
    folder.write(LOG, text(counted));
    const seen = following(LOG, { fromStart: true });
    await linesOf(seen, 20);
    folder.replace(LOG, text([...counted.slice(-4), ...added]));
    await linesOf(seen, 26);
    await settle();
    expect(seen.lines).toEqual([...counted, ...added]);
  });

  it('reads what neither file had given by then once, and a line that is not ended as a whole', async () => {
    folder.write(LOG, text(counted));
    const seen = following(LOG, { fromStart: true, poll: true });
    await linesOf(seen, 20);
    const [first = '', second = ''] = added;
    folder.append(LOG, `${first}\n${second.slice(0, 10)}`);
    folder.replace(LOG, text([...counted, ...added]));
    await linesOf(seen, 26);
    for (let seconds = 0; seconds < 40; seconds++) clock.step(1000);
    await settle();
    expect(seen.lines.sort()).toEqual([...counted, ...added].sort());
  });

  it('reads a new file from its first byte when the old one was renamed like a rotated one, however like they are', async () => {
    const same = Array.from({ length: 20 }, () => line(0));
    folder.write(LOG, text(same));
    const seen = following(LOG, { fromStart: true });
    await linesOf(seen, 20);
    rotate(text([...same, ...same]));
    await linesOf(seen, 60);
    expect(seen.lines).toHaveLength(60);
  });

  it('reads a new file from its first byte that begins with other lines', async () => {
    folder.write(LOG, text(counted));
    const seen = following(LOG, { fromStart: true });
    await linesOf(seen, 20);
    folder.replace(LOG, text(added));
    await linesOf(seen, 26);
    expect(seen.lines).toEqual([...counted, ...added]);
  });

  describe('reads a new file from its first byte that begins as the old one ended', () => {
    const alike = (count: number): string[] => Array.from({ length: count }, () => line(7));
    const timeless = Array.from(
      { length: 40 },
      (_, i) => `192.0.2.1 - - [-] "GET /page/${i % 7} HTTP/1.0" 200 100${i % 7}`,
    );

    it.each([
      [
        'was deleted',
        (): void => {
          folder.delete(LOG);
        },
      ],
      [
        'was moved to another folder',
        (): void => {
          folder.folder('archive');
          folder.move(LOG, 'archive/old');
        },
      ],
      [
        'got another name',
        (): void => {
          folder.move(LOG, 'saved-2018');
        },
      ],
      [
        'was replaced by an empty one',
        (): void => {
          folder.replace(LOG, '');
        },
      ],
    ])('when that %s', async (_, take) => {
      for (const [before, after] of [
        [
          [...counted, ...alike(5)],
          [...alike(6), ...added],
        ],
        [timeless, [...timeless, ...timeless]],
      ] as const) {
        folder.write(LOG, text(before));
        const seen = following(LOG, { fromStart: true });
        await linesOf(seen, before.length);
        take();
        folder.append(LOG, text(after));
        await linesOf(seen, before.length + after.length);
        expect(seen.lines).toEqual([...before, ...after]);
        seen.subscription.unsubscribe();
        for (const name of [LOG, 'archive', 'saved-2018']) if (fs.existsSync(folder.path(name))) folder.delete(name);
      }
    });
  });

  it('goes on behind what another run had counted', async () => {
    folder.write(LOG, text(counted));
    const first = following(LOG, { fromStart: true });
    await linesOf(first, 20);
    first.subscription.unsubscribe();
    folder.replace(LOG, text([...counted, ...added]));
    const seen = following(LOG, { resume: first.moment.progress });
    await linesOf(seen, 6);
    await settle();
    expect(seen.lines).toEqual(added);
  });
});

describe('follow, resumed beside files that were put there', () => {
  /** The number of the page, for a time. */
  const latestTime = (lines: Uint8Array): number | undefined => {
    const pages = [
      ...Buffer.from(lines)
        .toString()
        .matchAll(/page\/(\d+)/g),
    ].map(([, page]) => Number(page));
    return pages.length === 0 ? undefined : Math.max(...pages);
  };

  async function stopped(): Promise<Progress> {
    folder.write(LOG, text(linesFrom(100, 110)));
    const first = following(LOG, { fromStart: true });
    await linesOf(first, 10);
    first.subscription.unsubscribe();
    return first.moment.progress;
  }

  it('does not read one whose lines are older than those that were counted', async () => {
    const resume = await stopped();
    folder.write(`${LOG}.3`, text(linesFrom(0, 100)));
    folder.append(LOG, text(linesFrom(110, 112)));
    const seen = following(LOG, { resume, latestTime });
    await linesOf(seen, 2);
    rotate(text(linesFrom(112, 113)));
    await linesOf(seen, 3);
    await settle();
    expect(seen.lines).toEqual(linesFrom(110, 113));
  });

  it('reads one whose lines came after them', async () => {
    const resume = await stopped();
    folder.append(LOG, text(linesFrom(110, 112)));
    rotate(text(linesFrom(112, 115)));
    rotate(text(linesFrom(115, 117)));
    const seen = following(LOG, { resume, latestTime });
    await linesOf(seen, 7);
    expect(seen.lines).toEqual(linesFrom(110, 117));
  });
});
