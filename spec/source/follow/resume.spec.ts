import * as fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { MAX_LINE_BYTES } from '../../../src/source/source-event.js';
import type { Progress } from '../../../src/source/source-event.js';
import type { Collected } from '../../support/collected.js';
import { clock, folder, following, followInEach, linesOf, LOG, OLD } from '../../support/followed.js';

followInEach();

/** A run that reads the lines that it is given, and ends; gives what it would have saved. */
async function firstRun(...lines: string[]): Promise<Progress> {
  folder.write(LOG, 'old\n');
  const seen = following();
  write(...lines);
  await linesOf(seen, lines.length);
  seen.subscription.unsubscribe();
  expect(seen.lines).toEqual(lines);
  return seen.moment.progress;
}

/** A run that goes on; resolves when it has caught up, and has had the time to read what it should not. */
async function nextRun(resume: Progress): Promise<Collected> {
  const seen = following(LOG, { resume });
  await clock.until('the end', () => seen.isCaughtUp);
  clock.step(3000);
  await clock.until('a turn', () => true);
  return seen;
}

const write = (...lines: string[]): void => {
  folder.append(LOG, lines.map((line) => `${line}\n`).join(''));
};

/** Renames all as logrotate does, and makes a new file. */
function rotate(): void {
  folder.shift(LOG);
  folder.move(LOG, OLD);
  folder.write(LOG, '');
}

function copyAndTruncate(): void {
  folder.shift(LOG);
  fs.copyFileSync(folder.path(LOG), folder.path(OLD));
  fs.truncateSync(folder.path(LOG));
}

describe('follow, resumed', () => {
  it('gives nothing again when nothing has happened, and says that it has caught up', async () => {
    const seen = await nextRun(await firstRun('a', 'b'));
    expect([seen.lines, seen.notices]).toEqual([[], []]);
  });

  it('gives what was added, and what is added later', async () => {
    const progress = await firstRun('a');
    write('b', 'c');
    const seen = await nextRun(progress);
    write('d');
    await linesOf(seen, 3);
    expect([seen.lines, seen.notices]).toEqual([['b', 'c', 'd'], []]);
  });

  it('tells first which files it reads, from where on', async () => {
    const progress = await firstRun('a');
    write('b');
    const { moments } = await nextRun(progress);
    expect(moments[0]?.progress.positions).toEqual(progress.positions);
    expect(moments.at(-1)?.progress.positions[0]?.offset).toBe('old\na\nb\n'.length);
  });

  describe('when it was rotated meanwhile', () => {
    it.each([1, 2, 10])(
      '%i times, gives the rest of the old file, those between and the new one in order',
      async (n) => {
        const progress = await firstRun('a');
        write('rest');
        for (let i = 1; i <= n; i++) {
          rotate();
          write(`line of ${i}`);
          // Times are told in steps of some milliseconds.
          fs.utimesSync(folder.path(LOG), 1525881600 + i, 1525881600 + i);
        }
        fs.utimesSync(folder.path(`${LOG}.${n}`), 1525881600, 1525881600);
        const seen = await nextRun(progress);
        expect(seen.lines).toEqual(['rest', ...Array.from({ length: n }, (_, i) => `line of ${i + 1}`)]);
        expect(seen.notices[0]).toBe(`was rotated meanwhile; reading ${LOG}.${n} on from where the last run stopped`);
      },
    );

    it('and all files were packed, gives the same', async () => {
      const progress = await firstRun('a');
      write('rest');
      for (const line of ['b', 'c', 'd']) {
        rotate();
        write(line);
        folder.pack(OLD);
      }
      const seen = await nextRun(progress);
      expect(seen.lines.sort()).toEqual(['b', 'c', 'd', 'rest']);
    });

    it.each([
      ['the file that it was reading', `${LOG}.3`],
      ['one of those between', `${LOG}.2`],
    ])('and only %s was packed, gives the same', async (_, packed) => {
      const progress = await firstRun('a');
      write('rest');
      for (const line of ['b', 'c', 'd']) {
        rotate();
        write(line);
      }
      folder.pack(packed);
      const seen = await nextRun(progress);
      expect(seen.lines.sort()).toEqual(['b', 'c', 'd', 'rest']);
    });

    it.each([
      ['a dated copy', `${LOG}-20261128`, OLD, []],
      ['a numbered copy', `${LOG}.1`, `${LOG}.2`, []],
      ['a dated copy that is packed', `${LOG}-20261128`, OLD, [`${LOG}-20261128`]],
      ['a dated copy', `${LOG}-20261128`, OLD, [OLD]],
      ['a numbered copy that is packed', `${LOG}.1`, `${LOG}.2`, [`${LOG}.2`, `${LOG}.1`]],
    ])(
      'and %s (%s) had been made of it, gives each line once, rotated to %s, with %j packed',
      async (_, copy, to, packed) => {
        const progress = await firstRun('a', 'b');
        write('c');
        fs.copyFileSync(folder.path(LOG), folder.path(copy));
        write('d');
        folder.move(LOG, to);
        for (const name of packed) folder.pack(name);
        folder.write(LOG, 'e\n');
        const seen = await nextRun(progress);
        expect(seen.lines).toEqual(['c', 'd', 'e']);
      },
    );

    it('does not give what was rotated before it began, also when that is packed now', async () => {
      folder.write(OLD, 'older\n');
      folder.write(`${LOG}.2`, 'oldest\n');
      const progress = await firstRun('a');
      rotate();
      write('b');
      folder.pack(`${LOG}.2`);
      folder.pack(`${LOG}.3`);
      expect((await nextRun(progress)).lines).toEqual(['b']);
    });

    it('does not give a backup of it', async () => {
      const progress = await firstRun('a');
      write('rest');
      fs.copyFileSync(folder.path(LOG), folder.path(`${LOG}.bak`));
      write('more');
      rotate();
      write('b');
      expect((await nextRun(progress)).lines.sort()).toEqual(['b', 'more', 'rest']);
    });

    it('gives late lines of a file that was still being read when it ended', async () => {
      folder.write(LOG, '');
      const first = following();
      write('a');
      await linesOf(first, 1);
      rotate();
      write('b');
      await linesOf(first, 2);
      first.subscription.unsubscribe();
      folder.append(OLD, 'late\n');
      rotate();
      write('c');
      const seen = await nextRun(first.moment.progress);
      expect(seen.lines.sort()).toEqual(['c', 'late']);
    });

    it('gives a file in which nothing was when it ended', async () => {
      folder.write(LOG, 'a\n');
      const first = following(LOG, { fromStart: true });
      await linesOf(first, 1);
      rotate();
      await clock.until('the new file', () => first.moment.progress.positions.length === 2);
      first.subscription.unsubscribe();
      write('b');
      folder.pack(OLD);
      rotate();
      folder.pack(OLD);
      write('c');
      const seen = await nextRun(first.moment.progress);
      expect(seen.lines.sort()).toEqual(['b', 'c']);
      expect(seen.notices.join()).not.toContain('lost');
    });
  });

  describe('when it was truncated meanwhile', () => {
    it('gives what is there now', async () => {
      const progress = await firstRun('a', 'b', 'c');
      folder.write(LOG, 'new\n');
      const seen = await nextRun(progress);
      expect([seen.lines, seen.notices]).toEqual([['new'], ['was truncated meanwhile; reading it from the start']]);
    });

    it('gives what is there now, though it has grown past where it was', async () => {
      const progress = await firstRun('a');
      folder.write(LOG, 'new\nnewer\nnewest\n');
      expect((await nextRun(progress)).lines).toEqual(['new', 'newer', 'newest']);
    });

    it.each([1, 2])('after it was copied, %i times, gives the rest of the copies too', async (times) => {
      const progress = await firstRun('a');
      write('rest');
      for (let i = 1; i <= times; i++) {
        copyAndTruncate();
        write(`life ${i}`);
      }
      const seen = await nextRun(progress);
      expect(seen.lines.sort()).toEqual([...Array.from({ length: times }, (_, i) => `life ${i + 1}`), 'rest']);
    });

    it('after it was copied, and the copy was packed, gives the rest of that', async () => {
      const progress = await firstRun('a');
      write('rest');
      copyAndTruncate();
      folder.pack(OLD);
      write('new');
      expect((await nextRun(progress)).lines).toEqual(['rest', 'new']);
    });

    it('after it was copied, and rotated then, gives all of it', async () => {
      const progress = await firstRun('a');
      write('rest');
      copyAndTruncate();
      write('between');
      rotate();
      write('new');
      expect((await nextRun(progress)).lines.sort()).toEqual(['between', 'new', 'rest']);
    });

    it('does not give a copy of all that had been read', async () => {
      const progress = await firstRun('a');
      copyAndTruncate();
      write('new');
      expect((await nextRun(progress)).lines).toEqual(['new']);
    });

    it('goes on in a copy that it was reading when it ended', async () => {
      const lines = Array.from({ length: 60_000 }, (_, i) => `line ${i}`);
      folder.write(LOG, 'old\n');
      const first = following();
      write('a');
      await linesOf(first, 1);
      write(...lines);
      copyAndTruncate();
      write('new');
      await clock.until('some of the copy', () => first.chunks.length > 3, 1);
      first.subscription.unsubscribe();
      expect(first.has('new')).toBe(false);
      const seen = await nextRun(first.moment.progress);
      expect([...first.lines, ...seen.lines]).toEqual(['a', ...lines, 'new']);
    });
  });

  describe('when its file is gone', () => {
    it('says so, and reads the new one from its first byte', async () => {
      const progress = await firstRun('a');
      folder.delete(LOG);
      // Or it would be given the number of the one that was deleted.
      folder.write('other', '');
      folder.write(LOG, 'new\n');
      const seen = await nextRun(progress);
      expect(seen.lines).toEqual(['new']);
      expect(seen.notices[0]).toContain('cannot be read on where the last run stopped: that file is gone');
    });

    it('says so, and waits for a new one', async () => {
      const progress = await firstRun('a');
      folder.delete(LOG);
      const seen = await nextRun(progress);
      folder.write(LOG, 'new\n');
      await linesOf(seen, 1);
      expect(seen.lines).toEqual(['new']);
      expect(seen.notices[1]).toBe('is not there yet; waiting for it');
    });

    it('as another one was moved into its place, reads that', async () => {
      const progress = await firstRun('a');
      folder.replace(LOG, 'new\n');
      expect((await nextRun(progress)).lines).toEqual(['new']);
    });
  });

  it('finds the file that it was reading though the name has none, and then reads the new one', async () => {
    const progress = await firstRun('a');
    write('rest');
    folder.move(LOG, OLD);
    const seen = await nextRun(progress);
    expect(seen.lines).toEqual(['rest']);
    folder.write(LOG, 'new\n');
    await linesOf(seen, 2);
    expect(seen.lines).toEqual(['rest', 'new']);
  });

  it('reads files that came after a run that found none', async () => {
    const first = following();
    expect(first.notices.length).toBe(1);
    first.subscription.unsubscribe();
    folder.write(LOG, 'a\n');
    rotate();
    write('b');
    const seen = await nextRun(first.moment.progress);
    expect(seen.lines.sort()).toEqual(['a', 'b']);
  });

  describe('within a line', () => {
    it('gives it once, when it is ended', async () => {
      folder.write(LOG, '');
      const first = following();
      folder.append(LOG, 'a\nhalf');
      await linesOf(first, 1);
      first.subscription.unsubscribe();
      folder.append(LOG, ' a line\nb\n');
      expect((await nextRun(first.moment.progress)).lines).toEqual(['half a line', 'b']);
    });

    it('that is too long, does not count it again', async () => {
      folder.write(LOG, 'old\n');
      const first = following();
      folder.append(LOG, 'x'.repeat(2 * MAX_LINE_BYTES));
      await clock.until('it to be counted', () => first.overlong === 1);
      first.subscription.unsubscribe();
      folder.append(LOG, 'xxx\na\n');
      rotate();
      write('b');
      const seen = await nextRun(first.moment.progress);
      expect([seen.overlong, seen.lines]).toEqual([0, ['a', 'b']]);
    });
  });

  it('does not read a file again to which a link is pointed back', async () => {
    folder.write('a.log', '');
    folder.write('b.log', 'b\n');
    folder.link(LOG, 'a.log');
    const first = following();
    write('a');
    await linesOf(first, 1);
    folder.link(LOG, 'b.log');
    await linesOf(first, 2);
    // Until the first one is not read any more.
    clock.step(301_000);
    first.subscription.unsubscribe();
    const seen = await nextRun(first.moment.progress);
    folder.link(LOG, 'a.log');
    write('more of a');
    await linesOf(seen, 1);
    expect(seen.lines).toEqual(['more of a']);
  });

  it('may be so again and again', async () => {
    let progress = await firstRun('a');
    const lines: string[] = [];
    for (let i = 0; i < 8; i++) {
      write(`${i}`);
      if (i % 2 === 1) rotate();
      if (i % 4 === 3) folder.pack(OLD);
      const seen = await nextRun(progress);
      lines.push(...seen.lines);
      progress = seen.moment.progress;
      seen.subscription.unsubscribe();
    }
    expect(lines).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  });

  it('leaves nothing open when it is unsubscribed (as Linux lists descriptors)', async () => {
    const progress = await firstRun('a');
    for (const line of ['b', 'c']) {
      rotate();
      write(line);
    }
    following(LOG, { resume: progress }).subscription.unsubscribe();
    expect(folder.open()).toEqual([]);
    (await nextRun(progress)).subscription.unsubscribe();
    expect(folder.open()).toEqual([]);
  });
});
