import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { tap } from 'rxjs';
import type { Files } from '../../../src/source/source-event.js';
import { follow } from '../../../src/source/follow/follow.js';
import type { FollowOptions } from '../../../src/source/follow/follow.js';
import type { Collected } from '../../support/collected.js';
import { clock, folder, following, followInEach, LOG, OLD } from '../../support/followed.js';

followInEach();

/** A name that is followed, and what its source has told of its files. */
class Waited {
  readonly told: Files[] = [];
  readonly seen: Collected;

  constructor(options: FollowOptions = {}, name = LOG) {
    this.seen = following(name, options, (path, given, clock) =>
      follow(path, given, clock).pipe(
        tap((event) => {
          if (event.kind === 'files') this.told.push(event);
        }),
      ),
    );
  }

  /** Whether it was waited for, whenever that has changed. */
  get changes(): boolean[] {
    const all = this.told.map((files) => files.isWaiting ?? false);
    return all.filter((isWaiting, i) => isWaiting !== all[i - 1]);
  }

  async comesTo(isWaiting: boolean): Promise<void> {
    const isThere = () => (this.told.at(-1)?.isWaiting ?? false) === isWaiting && this.told.length > 0;
    await clock.until(isWaiting ? 'it to be waited for' : 'it to be there', isThere);
  }

  async comesToRead(line: string): Promise<void> {
    await clock.until(`the line "${line}"`, () => this.seen.has(line));
  }
}

/** Lets looks pass, and with them what must not come. */
const letPass = (ms: number): void => {
  for (let i = 0; i < ms / 100; i++) clock.step(100);
};

describe('follow', () => {
  describe.each([{ poll: false }, { poll: true }])('with %j', (options) => {
    it('does not say that it waits for a file that is there', async () => {
      folder.write(LOG, 'old\n');
      const waited = new Waited(options);
      folder.append(LOG, 'a\n');
      await waited.comesToRead('a');
      letPass(3000);
      expect(waited.changes).toEqual([false]);
      expect(waited.told[0]).not.toHaveProperty('isWaiting');
    });

    it('waits for a file that is not there yet, until it is', async () => {
      const waited = new Waited(options);
      await waited.comesTo(true);
      expect(waited.told).toMatchObject([{ isWaiting: true, positions: [] }]);
      letPass(3000);
      expect(waited.changes).toEqual([true]);
      folder.write(LOG, 'a\n');
      await waited.comesTo(false);
      await waited.comesToRead('a');
      expect(waited.changes).toEqual([true, false]);
      expect(waited.told.at(-1)?.positions).toHaveLength(1);
    });

    it('waits for a file that is gone, until another has the name', async () => {
      folder.write(LOG, 'old\n');
      const waited = new Waited(options);
      folder.delete(LOG);
      await waited.comesTo(true);
      folder.write(LOG, 'a\n');
      await waited.comesTo(false);
      await waited.comesToRead('a');
      expect(waited.changes).toEqual([false, true, false]);
    });

    it('waits for a file that was renamed, until it has the name again', async () => {
      folder.write(LOG, 'old\n');
      const waited = new Waited(options);
      folder.move(LOG, OLD);
      await waited.comesTo(true);
      folder.append(OLD, 'a\n');
      await waited.comesToRead('a');
      expect(waited.changes).toEqual([false, true]);
      folder.move(OLD, LOG);
      await waited.comesTo(false);
      expect(waited.changes).toEqual([false, true, false]);
    });

    it('waits while something else has the name, then while nothing has it, until there is a file', async () => {
      folder.write(LOG, 'old\n');
      const waited = new Waited(options);
      folder.move(LOG, OLD);
      folder.folder(LOG);
      await waited.comesTo(true);
      folder.delete(LOG);
      letPass(3000);
      expect(waited.seen.notices.at(-1)).toBe('is gone; waiting for it to come back');
      expect(waited.changes).toEqual([false, true]);
      folder.write(LOG, 'a\n');
      await waited.comesTo(false);
      await waited.comesToRead('a');
      expect(waited.changes).toEqual([false, true, false]);
    });

    it('does not say that it waits when the file is rotated', async () => {
      folder.write(LOG, 'old\n');
      const waited = new Waited(options);
      folder.move(LOG, OLD);
      clock.step(300);
      folder.write(LOG, 'a\n');
      await waited.comesToRead('a');
      letPass(3000);
      expect(waited.changes).toEqual([false]);
    });
  });

  it('does not say that it waits while a rotation has taken the name for a moment, and files are told of', async () => {
    folder.write(LOG, 'old\n');
    const waited = new Waited();
    const before = waited.told.length;
    folder.move(LOG, `${LOG}.2`);
    folder.write(OLD, 'a\n');
    // A millisecond a turn: it is over before the name has been missing for a second.
    await clock.until('the line "a"', () => waited.seen.has('a'), 1);
    expect(waited.told.length).toBeGreaterThan(before);
    expect(waited.changes).toEqual([false]);
    await waited.comesTo(true);
  });

  it('goes on to say that it waits when files are told of meanwhile', async () => {
    folder.write(LOG, 'a\n');
    const waited = new Waited({ fromStart: true });
    await waited.comesToRead('a');
    folder.delete(LOG);
    await waited.comesTo(true);
    const before = waited.told.length;
    // What is deleted and quiet is read no more.
    await clock.until('the file to be left', () => waited.told.length > before, 1000);
    expect(waited.told.at(-1)).toMatchObject({ isWaiting: true, positions: [] });
  });

  it('says that it waits when it goes on where another run stopped, and the file is gone', async () => {
    folder.write(LOG, 'a\n');
    const first = new Waited({ fromStart: true });
    await first.comesToRead('a');
    first.seen.subscription.unsubscribe();
    folder.delete(LOG);
    const waited = new Waited({ resume: first.seen.moment.progress });
    await waited.comesTo(true);
    expect(waited.seen.isCaughtUp).toBe(true);
    folder.write(LOG, 'b\n');
    await waited.comesTo(false);
    await waited.comesToRead('b');
    expect(waited.changes).toEqual([true, false]);
  });

  it('waits where a link leads to nothing, until it leads to a file', async () => {
    folder.write('today', 'old\n');
    folder.link(LOG, 'today');
    const waited = new Waited();
    folder.link(LOG, 'tomorrow');
    await waited.comesTo(true);
    fs.writeFileSync(folder.path('tomorrow'), 'a\n');
    await waited.comesTo(false);
    await waited.comesToRead('a');
    expect(waited.changes).toEqual([false, true, false]);
  });

  it('tells each of its subscribers apart', async () => {
    const [missing, other] = [new Waited(), new Waited({}, 'other.log')];
    folder.write('other.log', 'a\n');
    await other.comesTo(false);
    await other.comesToRead('a');
    expect(missing.changes).toEqual([true]);
  });
});
