import fs from 'node:fs';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { filter, take } from 'rxjs';
import { follow } from '../../../src/source/follow/follow.js';
import { PinnedTail } from '../../../src/source/read/pinned-tail.js';
import { Collected } from '../../support/collected.js';
import { clock, collected, folder, following, followInEach, LOG, OLD } from '../../support/followed.js';
import { watches } from '../../support/log-folder.js';
import { asNobody } from '../../support/nobody.js';
import { StagedReads } from '../../support/staged-reads.js';

const WAITING = 'is not there yet; waiting for it';
const FOUND = 'appeared; reading from the start';
const GONE = 'is gone; waiting for it to come back';
const ROTATED = 'was rotated; reading the new file from the start';
const TRUNCATED = 'was truncated; reading it from the start';

followInEach();

const lineOf = (seen: Collected, line: string): Promise<void> =>
  clock.until(`the line "${line}"`, () => seen.has(line));
const noticeOf = (seen: Collected, text: string): Promise<void> =>
  clock.until(`the notice "${text}"`, () => seen.notices.at(-1) === text);

/** Renames all as logrotate does, and makes a new file. */
function shift(): void {
  folder.shift(LOG);
  folder.move(LOG, OLD);
  folder.write(LOG, '');
}

/** Copies the file and truncates it, as logrotate does where it is told to. */
function copyAndTruncate(to = OLD): void {
  fs.copyFileSync(folder.path(LOG), folder.path(to));
  fs.truncateSync(folder.path(LOG));
}

/** Packs a copy right before it is opened, once that is due: it has been listed then. */
function packingAtOpening(copy: string): { isDue: boolean } {
  const packing = { isDue: false };
  const { openSync } = fs;
  jest.spyOn(fs, 'openSync').mockImplementation((...args) => {
    if (packing.isDue && args[0] === folder.path(copy)) {
      packing.isDue = false;
      folder.pack(copy);
    }
    return openSync(...args);
  });
  return packing;
}

/** Renames the file, and another one takes its name. */
function rotate(firstText = ''): void {
  folder.move(LOG, OLD);
  folder.write(LOG, firstText);
}

describe('follow', () => {
  it('emits nothing while it is being subscribed to', () => {
    folder.write(LOG, 'old\n');
    const seen = collected(follow(folder.path('nothing'), {}, clock));
    expect(seen.notices).toEqual([]);
  });

  describe('a file that stays', () => {
    it('is read from its end on', async () => {
      folder.write(LOG, 'old\n');
      const seen = following();
      folder.append(LOG, 'new\n');
      await lineOf(seen, 'new');
      expect(seen.text).toBe('new\n');
    });

    it('is read from its start when told so', async () => {
      folder.write(LOG, 'old\n');
      const seen = following(LOG, { fromStart: true });
      folder.append(LOG, 'new\n');
      await lineOf(seen, 'new');
      expect(seen.text).toBe('old\nnew\n');
    });

    it('gives what is added, in order', async () => {
      folder.write(LOG, '');
      const seen = following();
      for (const line of ['first', 'second', 'third']) {
        folder.append(LOG, `${line}\n`);
        await lineOf(seen, line);
      }
      expect(seen.chunks).toEqual(['first\n', 'second\n', 'third\n']);
      expect(seen.notices).toEqual([]);
    });

    it('gives a line when it is ended, however it was written', async () => {
      folder.write(LOG, '');
      const seen = following();
      folder.append(LOG, 'first\nsecond, to');
      await lineOf(seen, 'first');
      folder.append(LOG, ' be con');
      folder.append(LOG, 'tinued\nthird');
      await lineOf(seen, 'second, to be continued');
      expect(seen.text).toBe('first\nsecond, to be continued\n');
    });

    it('gives its bytes unchanged where they are not UTF-8', async () => {
      const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('');
      folder.write(LOG, '');
      const seen = following();
      folder.append(LOG, `${bytes}\xc3\n\xe2\x82\nend\n`);
      await lineOf(seen, 'end');
      expect(seen.text).toBe(`${bytes}\xc3\n\xe2\x82\nend\n`);
    });

    it('gives 1,000 lines byte for byte when they are written in pieces of any size', async () => {
      const text = Array.from({ length: 1000 }, (_, i) => `${i} ${'\xfe'.repeat((i * 37) % 211)}\n`).join('');
      folder.write(LOG, '');
      const seen = following();
      let state = 7;
      for (let at = 0; at < text.length;) {
        state = (state * 1103515245 + 12345) % 2 ** 31;
        const end = at + 1 + (state % 997);
        folder.append(LOG, text.slice(at, end));
        if (state % 3 === 0) await clock.until('a turn', () => Math.random() < 0.7);
        at = end;
      }
      folder.append(LOG, 'end\n');
      await lineOf(seen, 'end');
      expect(seen.text).toBe(`${text}end\n`);
    });

    it('gives as much as is there, in order, when it is large', async () => {
      const text = Array.from({ length: 300_000 }, (_, i) => `line ${i}\n`).join('');
      folder.write(LOG, text);
      const seen = following(LOG, { fromStart: true });
      folder.append(LOG, 'end\n');
      await clock.until('all of it', () => seen.chunks.at(-1)?.endsWith('end\n') === true);
      expect(seen.text === `${text}end\n`).toBe(true);
    });

    it('is given to each subscriber of one operator value', async () => {
      folder.write(LOG, '');
      const source$ = follow(folder.path(LOG), {}, clock);
      const [one, other] = [collected(source$), collected(source$)];
      clock.step(0);
      folder.append(LOG, 'both\n');
      await lineOf(one, 'both');
      await lineOf(other, 'both');
      one.subscription.unsubscribe();
      folder.append(LOG, 'other\n');
      await lineOf(other, 'other');
      expect([one.text, other.text]).toEqual(['both\n', 'both\nother\n']);
    });
  });

  describe('a file that is rotated', () => {
    it('is read to its end, and so is the new one, though lines were unread and others come late', async () => {
      folder.write(LOG, '');
      const seen = following();
      folder.append(LOG, 'read\n');
      await lineOf(seen, 'read');
      folder.append(LOG, 'unread\n');
      rotate('new\n');
      folder.append(OLD, 'late\n');
      await lineOf(seen, 'new');
      await lineOf(seen, 'late');
      folder.append(OLD, 'later\n');
      folder.append(LOG, 'newer\n');
      await lineOf(seen, 'later');
      await lineOf(seen, 'newer');
      expect(seen.lines.sort()).toEqual(['late', 'later', 'new', 'newer', 'read', 'unread']);
      expect(seen.notices).toEqual([ROTATED]);
    });

    it('is read to its end when the new one comes 3 s later', async () => {
      folder.write(LOG, '');
      const seen = following();
      folder.append(LOG, 'unread\n');
      folder.move(LOG, OLD);
      await noticeOf(seen, GONE);
      clock.step(3000);
      folder.append(OLD, 'late\n');
      await lineOf(seen, 'late');
      folder.write(LOG, 'new\n');
      await lineOf(seen, 'new');
      folder.append(OLD, 'later\n');
      await lineOf(seen, 'later');
      expect(seen.lines).toEqual(['unread', 'late', 'new', 'later']);
      expect(seen.notices).toEqual([GONE, FOUND]);
    });

    it('is not said to be gone when the new one comes within a second', async () => {
      folder.write(LOG, '');
      const seen = following();
      folder.move(LOG, OLD);
      clock.step(950);
      folder.write(LOG, 'new\n');
      await lineOf(seen, 'new');
      expect(seen.notices).toEqual([ROTATED]);
    });

    it('is read to its end each time, where there is time between', async () => {
      folder.write(LOG, '');
      const seen = following();
      for (const day of [1, 2, 3]) {
        folder.append(LOG, `last of ${day}\n`);
        folder.move(LOG, `${LOG}.${day}`);
        folder.write(LOG, `first after ${day}\n`);
        await lineOf(seen, `last of ${day}`);
        await lineOf(seen, `first after ${day}`);
      }
      expect(seen.lines.length).toBe(6);
      expect(seen.notices).toEqual([ROTATED, ROTATED, ROTATED]);
    });

    it('gives the line that it breaks off with', async () => {
      folder.write(LOG, '');
      const seen = following();
      folder.append(LOG, 'whole\nbroken o');
      rotate('new\n');
      await lineOf(seen, 'whole');
      await lineOf(seen, 'new');
      clock.step(301_000);
      expect(seen.chunks).toContain('broken o');
    });

    it('is closed when it has been quiet for 5 minutes (as Linux lists descriptors)', async () => {
      folder.write(LOG, '');
      const seen = following();
      folder.append(LOG, 'first\n');
      await lineOf(seen, 'first');
      rotate('new\n');
      await lineOf(seen, 'new');
      clock.step(290_000);
      folder.append(OLD, 'late\n');
      await lineOf(seen, 'late');
      clock.step(297_000);
      expect(folder.open()).toEqual([LOG, OLD]);

      clock.step(4000);
      expect(folder.open()).toEqual([LOG]);
      folder.append(OLD, 'too late\n');
      folder.append(LOG, 'newer\n');
      await lineOf(seen, 'newer');
      expect(seen.lines.sort()).toEqual(['first', 'late', 'new', 'newer']);
    });

    it('is closed when it has been quiet for 30 s and was deleted, as it takes up room until then', async () => {
      folder.write(LOG, '');
      const seen = following();
      folder.append(LOG, 'unread\n');
      rotate('new\n');
      folder.delete(OLD);
      await lineOf(seen, 'unread');
      await lineOf(seen, 'new');
      clock.step(29_000);
      expect(folder.open().length).toBe(2);
      clock.step(2000);
      expect(folder.open()).toEqual([LOG]);
    });

    it.each([2, 10])('%i times before it is looked at, loses no line of any of the files', async (times) => {
      folder.write(LOG, 'old\n');
      const seen = following();
      const lines: string[] = [];
      for (let i = 0; i <= times; i++) {
        if (i > 0) shift();
        lines.push(`a${i}`, `b${i}`);
        folder.append(LOG, `a${i}\nb${i}\n`);
      }
      await clock.until('all lines', () => seen.lines.length >= lines.length);
      clock.step(5000);
      expect(seen.lines.sort()).toEqual(lines.sort());
    });

    it('and packed before it is looked at, loses no line, and gives none twice', async () => {
      folder.write(LOG, 'old\n');
      const seen = following();
      folder.append(LOG, 'a\n');
      for (const line of ['b', 'c', 'd']) {
        shift();
        folder.append(LOG, `${line}\n`);
        folder.pack(OLD);
      }
      await clock.until('all lines', () => seen.lines.length >= 4);
      clock.step(5000);
      expect(seen.lines.sort()).toEqual(['a', 'b', 'c', 'd']);
    });

    it('and copied to a backup before it is looked at, is not read twice', async () => {
      folder.write(LOG, 'old\n');
      const seen = following(LOG, { fromStart: true });
      folder.append(LOG, 'a\n');
      fs.copyFileSync(folder.path(LOG), folder.path(`${LOG}.bak`));
      rotate('b\n');
      fs.copyFileSync(folder.path(LOG), folder.path(`${LOG}.orig`));
      await lineOf(seen, 'a');
      await lineOf(seen, 'b');
      clock.step(5000);
      expect(seen.lines.sort()).toEqual(['a', 'b', 'old']);
    });

    it('never leads to older ones being read', async () => {
      folder.write(`${LOG}.2`, 'older\n');
      folder.pack(`${LOG}.2`);
      folder.write(OLD, 'old\n');
      folder.write(LOG, 'not read\n');
      const seen = following();
      shift();
      folder.append(LOG, 'a\n');
      await lineOf(seen, 'a');
      clock.step(5000);
      folder.pack(`${LOG}.2`);
      shift();
      folder.append(LOG, 'b\n');
      await lineOf(seen, 'b');
      clock.step(5000);
      expect(seen.lines).toEqual(['a', 'b']);
    });

    it('by another file that is moved into its place, is followed by that file from its first byte', async () => {
      folder.write(LOG, '');
      const seen = following();
      folder.append(LOG, 'unread\n');
      folder.replace(LOG, 'new\n');
      await lineOf(seen, 'unread');
      await lineOf(seen, 'new');
      folder.append(LOG, 'newer\n');
      await lineOf(seen, 'newer');
      expect(seen.lines.sort()).toEqual(['new', 'newer', 'unread']);
      expect(seen.notices).toEqual([ROTATED]);
    });

    it('by a symbolic link that is pointed elsewhere, is followed by that file from its first byte', async () => {
      folder.write('monday.log', '');
      folder.link(LOG, 'monday.log');
      const seen = following();
      folder.append('monday.log', 'monday\n');
      await lineOf(seen, 'monday');
      folder.write('tuesday.log', 'tuesday\n');
      folder.link(LOG, 'tuesday.log');
      await lineOf(seen, 'tuesday');
      folder.append('monday.log', 'still monday\n');
      await lineOf(seen, 'still monday');
      expect(seen.lines).toEqual(['monday', 'tuesday', 'still monday']);
      expect(seen.notices).toEqual([ROTATED]);
    });
  });

  describe('a file that is truncated', () => {
    it('is read from its start again', async () => {
      folder.write(LOG, 'old old old\n');
      const seen = following(LOG, { fromStart: true });
      await lineOf(seen, 'old old old');
      folder.write('copy', 'old old old\n');
      folder.write(LOG, 'new\n');
      await lineOf(seen, 'new');
      folder.append(LOG, 'newer\n');
      await lineOf(seen, 'newer');
      expect(seen.lines).toEqual(['old old old', 'new', 'newer']);
      expect(seen.notices).toEqual([TRUNCATED]);
    });

    it('gives the line that it broke off with, and does not put the next one behind it', async () => {
      folder.write(LOG, '');
      const seen = following();
      folder.append(LOG, 'whole\nbroken o');
      await lineOf(seen, 'whole');
      folder.write(LOG, '');
      await noticeOf(seen, TRUNCATED);
      folder.append(LOG, 'new\n');
      await clock.until('the new line', () => seen.text.endsWith('new\n'));
      expect(seen.chunks).toEqual(['whole\n', 'broken o', 'new\n']);
    });

    it('is read from its start again when it has grown past its old size at once', async () => {
      folder.write(LOG, 'old\n');
      const seen = following(LOG, { fromStart: true });
      await lineOf(seen, 'old');
      folder.write(LOG, 'new\nnewer\nnewest\n');
      await lineOf(seen, 'newest');
      expect(seen.lines).toEqual(['old', 'new', 'newer', 'newest']);
      expect(seen.notices).toEqual([TRUNCATED]);
    });

    it('is read from its start again when it was rewritten with the same size', async () => {
      folder.write(LOG, 'old\n');
      const seen = following(LOG, { fromStart: true });
      await lineOf(seen, 'old');
      folder.write(LOG, 'new\n');
      await lineOf(seen, 'new');
      expect(seen.lines).toEqual(['old', 'new']);
      expect(seen.notices).toEqual([TRUNCATED]);
    });

    it('says how much was seen that was never read', async () => {
      const { follow: fresh, reads } = await stagedFollow(1);
      folder.write(LOG, 'unread 1\nunread 2\n');
      const seen = following(LOG, { fromStart: true }, fresh);
      folder.write(LOG, '');
      reads.release(0);
      await clock.until('a notice', () => seen.notices.length > 0);
      expect(seen.notices).toEqual(['was truncated: up to 18 bytes written before were never read']);
    });

    it('is read to the end in the copy that was made of it before', async () => {
      folder.write(LOG, '');
      const seen = following();
      folder.append(LOG, 'read\nhalf');
      await lineOf(seen, 'read');
      folder.append(LOG, ' a line\nunread\n');
      copyAndTruncate();
      folder.append(LOG, 'new\n');
      await lineOf(seen, 'new');
      clock.step(5000);
      expect(seen.lines).toEqual(['read', 'half a line', 'unread', 'new']);
      expect(seen.notices).toEqual([
        'was truncated; reading its copy access.log.1 to the end, and then it from the start',
      ]);
    });

    it('is not read in the copy when all of it had been read', async () => {
      folder.write(LOG, 'old\n');
      const seen = following(LOG, { fromStart: true });
      for (const line of ['a', 'b', 'c']) {
        folder.append(LOG, `${line}\n`);
        await lineOf(seen, line);
        copyAndTruncate();
        await clock.until('the notice', () => seen.notices.length === 'abc'.indexOf(line) + 1);
      }
      clock.step(5000);
      expect(seen.lines).toEqual(['old', 'a', 'b', 'c']);
      expect(seen.notices).toEqual([TRUNCATED, TRUNCATED, TRUNCATED]);
    });

    it('twice before it is looked at, is read in both copies', async () => {
      folder.write(LOG, 'read\n');
      const seen = following(LOG, { fromStart: true });
      await lineOf(seen, 'read');
      folder.append(LOG, 'a\n');
      copyAndTruncate(`${LOG}.2`);
      folder.append(LOG, 'b\n');
      copyAndTruncate(`${LOG}.1`);
      folder.append(LOG, 'c\n');
      await lineOf(seen, 'c');
      clock.step(5000);
      expect(seen.lines).toEqual(['read', 'a', 'b', 'c']);
    });

    it('and packed between being listed and being opened, is read in the packed copy', async () => {
      const packing = packingAtOpening(OLD);
      const { follow: fresh } = await freshFollow();
      folder.write(LOG, 'first\n');
      const seen = following(LOG, { fromStart: true }, fresh);
      await lineOf(seen, 'first');
      folder.append(LOG, 'unread\n');
      packing.isDue = true;
      copyAndTruncate();
      folder.append(LOG, 'new\n');
      await lineOf(seen, 'new');
      expect(seen.text).toBe('first\nunread\nnew\n');
    });

    it('twice, and the older copy packed between being listed and being opened, is read in both', async () => {
      const older = 'access.log.2';
      const packing = packingAtOpening(older);
      const { follow: fresh } = await freshFollow();
      folder.write(LOG, 'first\n');
      const seen = following(LOG, { fromStart: true }, fresh);
      await lineOf(seen, 'first');
      folder.append(LOG, 'unread\n');
      copyAndTruncate();
      folder.append(LOG, 'between\n');
      folder.move(OLD, older);
      // Times are told in steps of some milliseconds.
      fs.utimesSync(folder.path(older), 1525881600, 1525881600);
      packing.isDue = true;
      copyAndTruncate();
      folder.append(LOG, 'new\n');
      await lineOf(seen, 'new');
      expect(packing.isDue).toBe(false);
      expect(seen.text).toBe('first\nunread\nbetween\nnew\n');
    });

    it('and packed at once, is read in the packed copy', async () => {
      folder.write(LOG, 'read\n');
      const seen = following(LOG, { fromStart: true });
      await lineOf(seen, 'read');
      folder.append(LOG, 'unread\n');
      copyAndTruncate();
      folder.pack(OLD);
      folder.append(LOG, 'new\n');
      await lineOf(seen, 'new');
      clock.step(5000);
      expect(seen.lines).toEqual(['read', 'unread', 'new']);
    });

    it('says so each time', async () => {
      folder.write(LOG, 'old\n');
      const seen = following();
      for (const line of ['a', 'b']) {
        folder.write(LOG, '');
        await clock.until('a notice', () => seen.notices.length === (line === 'a' ? 1 : 2));
        folder.append(LOG, `${line}\n`);
        await lineOf(seen, line);
      }
      expect(seen.notices).toEqual([TRUNCATED, TRUNCATED]);
    });
  });

  describe('a name without a file', () => {
    it('is waited for, which is said once, and read from its first byte', async () => {
      const seen = following();
      clock.step(5000);
      folder.write(LOG, 'first\n');
      await lineOf(seen, 'first');
      expect(seen.text).toBe('first\n');
      expect(seen.notices).toEqual([WAITING, FOUND]);
    });

    it('is waited for when its folder is not there either', async () => {
      const seen = following(`deep/down/${LOG}`);
      clock.step(2000);
      folder.folder('deep');
      clock.step(2000);
      folder.folder('deep/down');
      clock.step(2000);
      folder.write(`deep/down/${LOG}`, 'first\n');
      await lineOf(seen, 'first');
      folder.append(`deep/down/${LOG}`, 'second\n');
      await lineOf(seen, 'second');
      expect(seen.notices).toEqual([WAITING, FOUND]);
    });

    it('is waited for when the file was deleted, which is said once', async () => {
      folder.write(LOG, 'old\n');
      const seen = following();
      folder.append(LOG, 'unread\n');
      folder.delete(LOG);
      await noticeOf(seen, GONE);
      await lineOf(seen, 'unread');
      clock.step(5000);
      folder.write(LOG, 'back\n');
      await lineOf(seen, 'back');
      expect(seen.text).toBe('unread\nback\n');
      expect(seen.notices).toEqual([GONE, FOUND]);
    });

    it('is waited for when the whole folder is moved away', async () => {
      folder.folder('logs');
      folder.write(`logs/${LOG}`, '');
      const seen = following(`logs/${LOG}`);
      folder.move('logs', 'logs.old');
      await noticeOf(seen, GONE);
      folder.append(`logs.old/${LOG}`, 'late\n');
      await lineOf(seen, 'late');
      folder.folder('logs');
      folder.write(`logs/${LOG}`, 'new\n');
      await lineOf(seen, 'new');
      expect(seen.text).toBe('late\nnew\n');
      expect(seen.notices).toEqual([GONE, FOUND]);
    });

    it('goes on where it was when the same file is moved back', async () => {
      folder.write(LOG, 'old\n');
      const seen = following();
      folder.move(LOG, OLD);
      await noticeOf(seen, GONE);
      folder.append(OLD, 'away\n');
      folder.move(OLD, LOG);
      await lineOf(seen, 'away');
      folder.append(LOG, 'back\n');
      await lineOf(seen, 'back');
      expect(seen.text).toBe('away\nback\n');
    });
  });

  describe('what cannot be followed', () => {
    it('errors when it is a folder', () => {
      folder.folder(LOG);
      expect(following().error).toBe(
        `${folder.path(LOG)} cannot be read: it is a folder; name a file in it, or all of them with a glob such as "FOLDER/*.log"`,
      );
    });

    it('errors when a part of the path is a file', () => {
      folder.write('file', '');
      expect(following(`file/${LOG}`).error).toBe(
        `${folder.path('file')}/${LOG} cannot be read: a part of the path is not a folder; check the path`,
      );
    });

    it('errors when symbolic links go in a circle', () => {
      folder.link(LOG, LOG);
      expect(following().error).toContain('cannot be read: its symbolic links go in a circle');
    });

    it('errors when it may not be read (root cannot be refused, and becomes nobody for this look)', async () => {
      folder.write(LOG, '');
      fs.chmodSync(folder.path(LOG), 0);
      await asNobody(folder.root, () => {
        expect(following().error).toBe(
          `${folder.path(LOG)} cannot be read: permission denied; ` +
            'run as a user who may read it (often one of the group adm), or change its mode',
        );
      });
    });

    it('leaves nothing open', () => {
      const before = watches();
      folder.folder(LOG);
      following();
      expect([folder.open(), watches()]).toEqual([[], before]);
    });

    it('is said, and waited for, when it comes to be so later', async () => {
      folder.write(LOG, '');
      const seen = following();
      folder.delete(LOG);
      folder.folder(LOG);
      await clock.until('a notice', () => seen.notices.at(-1)?.includes('it is a folder') === true);
      clock.step(5000);
      folder.delete(LOG);
      folder.write(LOG, 'back\n');
      await lineOf(seen, 'back');
      expect(seen.error).toBeUndefined();
      expect(seen.notices.filter((text) => text.includes('it is a folder')).length).toBe(1);
    });
  });

  describe('a read that fails', () => {
    it('is said, and no byte is lost or doubled', async () => {
      const { follow: fresh, reads } = await stagedFollow(2);
      folder.write(LOG, 'first\n');
      const seen = following(LOG, { fromStart: true }, fresh);
      reads.release(0);
      await lineOf(seen, 'first');
      folder.append(LOG, 'second\n');
      await clock.until('the next read', () => reads.asked.length === 2);
      reads.fail(1);
      folder.append(LOG, 'third\n');
      await lineOf(seen, 'third');
      expect(seen.text).toBe('first\nsecond\nthird\n');
      expect(seen.notices).toEqual(['could not be read further: i/o error; trying again']);
    });

    it('is said once when it fails again and again', async () => {
      const { follow: fresh, reads } = await stagedFollow(5);
      folder.write(LOG, 'first\nsecond\n');
      const seen = following(LOG, { fromStart: true }, fresh);
      for (let i = 0; i < 5; i++) {
        await clock.until('the next read', () => reads.asked.length > i);
        reads.fail(i);
      }
      await lineOf(seen, 'second');
      expect(seen.text).toBe('first\nsecond\n');
      expect(seen.notices).toEqual(['could not be read further: i/o error; trying again']);
    });

    it('is tried again when the size of the file cannot be told', async () => {
      let isStale = false;
      const realStat = fs.fstatSync;
      jest.spyOn(fs, 'fstatSync').mockImplementation((...args: Parameters<typeof fs.fstatSync>) => {
        if (isStale) throw Object.assign(new Error('ESTALE: stale file handle, fstat'), { code: 'ESTALE' });
        return realStat(...args);
      });
      const { follow: freshlyFollow } = await freshFollow();
      folder.write(LOG, '');
      const seen = following(LOG, {}, freshlyFollow);
      isStale = true;
      folder.append(LOG, 'first\n');
      await clock.until('a notice', () => seen.notices.length > 0 || seen.error !== undefined);
      clock.step(3000);
      isStale = false;
      folder.append(LOG, 'second\n');
      await lineOf(seen, 'second');
      expect(seen.text).toBe('first\nsecond\n');
      expect(seen.notices).toEqual(['could not be read further: ESTALE: stale file handle, fstat; trying again']);
    });
  });

  describe('without events', () => {
    it('regular looks suffice', async () => {
      jest.spyOn(fs, 'watch').mockImplementation(() => {
        throw Object.assign(new Error('no space left on device, watch'), { code: 'ENOSPC' });
      });
      const { follow: blindFollow } = await freshFollow();
      folder.write(LOG, 'old\n');
      const before = watches();
      const seen = following(LOG, { fromStart: true }, blindFollow);
      folder.append(LOG, 'appended\n');
      await lineOf(seen, 'appended');
      expect(watches()).toBe(before);
      rotate('new\n');
      folder.append(OLD, 'late\n');
      await lineOf(seen, 'new');
      await lineOf(seen, 'late');
      folder.write(LOG, '');
      await noticeOf(seen, TRUNCATED);
      folder.append(LOG, 'newer\n');
      await lineOf(seen, 'newer');
      expect(seen.lines.sort()).toEqual(['appended', 'late', 'new', 'newer', 'old']);
    });
  });

  describe('a file that is written to more than a hundred times a second', () => {
    let seen: Collected;
    let written: string;

    beforeEach(async () => {
      const before = watches();
      folder.write(LOG, '');
      seen = following();
      written = '';
      const write = (): boolean => {
        const line = `line ${written.length}\n`;
        folder.append(LOG, line);
        written += line;
        return watches() === before;
      };
      await clock.until('the end of all watching', write, 1);
    });

    it('is looked at five times in each second', async () => {
      await clock.until('the end of a second', () => clock.now() % 1000 === 0, 1);
      const look = jest.spyOn(PinnedTail.prototype, 'look');
      for (let second = 0; second < 4; second++) {
        look.mockClear();
        clock.step(999);
        expect(look).toHaveBeenCalledTimes(5);
        clock.step(1);
      }
      await clock.until('all that was written', () => seen.text === written);
    });

    it('loses no line when it is rotated twice at once, nor late ones', async () => {
      folder.append(LOG, 'last\n');
      shift();
      folder.append(LOG, 'between\n');
      shift();
      folder.append(OLD, 'late\n');
      folder.append(LOG, 'new\n');
      for (const line of ['last', 'between', 'late', 'new']) await lineOf(seen, line);
      expect(seen.lines.length).toBe(written.split('\n').length - 1 + 4);
    });

    it('is read to its end, with the copy, when it is truncated', async () => {
      await clock.until('all that was written', () => seen.text === written);
      folder.append(LOG, 'unread\n');
      copyAndTruncate();
      folder.append(LOG, 'new\n');
      await lineOf(seen, 'new');
      expect(seen.text).toBe(`${written}unread\nnew\n`);
    });
  });

  it('is looked at as often as it is told to, where it keeps changing', async () => {
    folder.write(LOG, '');
    const before = watches();
    following(LOG, { lookMs: 20 });
    const write = (): boolean => {
      folder.append(LOG, 'line\n');
      return watches() === before;
    };
    await clock.until('the end of all watching', write, 1);
    await clock.until('the end of a second', () => clock.now() % 1000 === 0, 1);
    const look = jest.spyOn(PinnedTail.prototype, 'look');
    clock.step(999);
    expect(look).toHaveBeenCalledTimes(50);
  });

  it('is looked at as often as it is told to without events, whether it changes or not', async () => {
    folder.write(LOG, 'line\n');
    clock.step(7);
    const seen = following(LOG, { lookMs: 20, poll: true, fromStart: true });
    await lineOf(seen, 'line');
    await clock.until('the end of a second', () => clock.now() % 1000 === 0, 1);
    const look = jest.spyOn(PinnedTail.prototype, 'look');
    clock.step(9);
    expect(look).not.toHaveBeenCalled();
    clock.step(1);
    expect(look).toHaveBeenCalledTimes(1);
    clock.step(989);
    expect(look).toHaveBeenCalledTimes(50);
  });

  it.each([0, -1, NaN, Infinity, 1001])('refuses to look every %d ms', (lookMs) => {
    expect(() => follow(folder.path(LOG), { lookMs }, clock)).toThrow(`lookMs is ${lookMs}: use 1 to 1000`);
  });

  describe('a file that cannot be listened to for a while', () => {
    /** Refuses to watch the file, as when no watches are left. */
    function refusing(): { isRefused: boolean; refused: number } {
      const state = { isRefused: false, refused: 0 };
      const { watch } = fs;
      jest.spyOn(fs, 'watch').mockImplementation((...args: Parameters<typeof watch>) => {
        if (!state.isRefused || !String(args[0]).startsWith('/dev/fd/')) return watch(...args);
        state.refused++;
        throw Object.assign(new Error('no space left on device, watch'), { code: 'ENOSPC' });
      });
      return state;
    }

    it('is listened to when it can be', async () => {
      const refusal = refusing();
      refusal.isRefused = true;
      const { follow: fresh } = await freshFollow();
      folder.write(LOG, '');
      const before = watches();
      const seen = following(LOG, {}, fresh);
      clock.step(3000);
      folder.append(LOG, 'looked at\n');
      await lineOf(seen, 'looked at');
      // The folder's alone.
      expect([refusal.refused > 1, watches()]).toEqual([true, before + 1]);
      refusal.isRefused = false;
      clock.step(1000);
      expect(watches()).toBe(before + 2);
    });

    it('is listened to again when the system ends that', async () => {
      const watch = jest.spyOn(fs, 'watch');
      const { follow: fresh } = await freshFollow();
      folder.write(LOG, '');
      const before = watches();
      following(LOG, {}, fresh);
      const ofFile = watch.mock.calls.findIndex(([path]) => String(path).startsWith('/dev/fd/'));
      (watch.mock.results[ofFile]?.value as fs.FSWatcher).emit('error', new Error('gone'));
      expect(watches()).toBe(before + 1);
      clock.step(1000);
      expect(watches()).toBe(before + 2);
    });

    it('is looked at as often as before where it was busy, and then listened to again', async () => {
      const refusal = refusing();
      const { follow: fresh } = await freshFollow();
      folder.write(LOG, '');
      const before = watches();
      const seen = following(LOG, {}, fresh);
      const write = (): boolean => {
        folder.append(LOG, 'line\n');
        return watches() === before;
      };
      await clock.until('the end of all watching', write, 1);
      refusal.isRefused = true;
      clock.step(12_000);
      expect(refusal.refused).toBe(1);
      folder.append(LOG, 'still\n');
      clock.step(200);
      await clock.until('the line', () => seen.has('still'), 0);
      refusal.isRefused = false;
      clock.step(10_000);
      expect(watches()).toBe(before + 2);
    });
  });

  describe('unsubscribing (as Linux lists descriptors and watches)', () => {
    let before: number;

    beforeEach(() => {
      before = watches();
    });

    const allClosed = async (seen: Collected): Promise<void> => {
      seen.subscription.unsubscribe();
      await clock.until('everything to close', () => folder.open().length === 0, 0);
      expect(watches()).toBe(before);
    };

    it('before the first look opens nothing', async () => {
      folder.write(LOG, '');
      const seen = new Collected(follow(folder.path(LOG), {}, clock));
      await allClosed(seen);
      clock.step(10_000);
      expect(folder.open()).toEqual([]);
    });

    it('closes the file and stops watching', async () => {
      folder.write(LOG, '');
      const seen = following();
      folder.append(LOG, 'first\n');
      await lineOf(seen, 'first');
      expect(watches()).toBeGreaterThan(before);
      await allClosed(seen);
    });

    it('stops watching a name without a file', async () => {
      const seen = following();
      clock.step(3000);
      await allClosed(seen);
    });

    it('closes the rotated file too', async () => {
      folder.write(LOG, '');
      const seen = following();
      rotate('new\n');
      await lineOf(seen, 'new');
      await allClosed(seen);
    });

    it('while a stream is being opened harms neither it nor the file that gets its descriptor', async () => {
      folder.write(LOG, 'old\n');
      folder.write('other.log', 'other\n');
      const seen = following(LOG, { fromStart: true });
      seen.subscription.unsubscribe();
      const other = following('other.log', { fromStart: true });
      await lineOf(other, 'other');
      expect([seen.text, other.text]).toEqual(['', 'other\n']);
      await allClosed(other);
    });

    it('while much is still to be read does not read on', async () => {
      const read = jest.spyOn(fs, 'read');
      const { follow: fresh } = await freshFollow();
      folder.write(LOG, 'line\n'.repeat(400_000));
      const seen = following(LOG, { fromStart: true }, fresh);
      await clock.until('some of it', () => seen.chunks.length > 0, 0);
      await allClosed(seen);
      const before = read.mock.calls.length;
      clock.step(5000);
      expect(read.mock.calls.length).toBe(before);
      expect(before).toBeLessThan(20);
    });

    it('closes files that wait for their turn', async () => {
      const { follow: fresh, reads } = await stagedFollow(1);
      folder.write(LOG, 'unread\n');
      const seen = following(LOG, { fromStart: true }, fresh);
      for (let i = 0; i < 5; i++) {
        shift();
        folder.append(LOG, `${i}\n`);
      }
      await noticeOf(seen, ROTATED);
      expect(folder.open().length).toBe(6);
      await allClosed(seen);
      reads.release(0);
      clock.step(5000);
      expect(seen.text).toBe('');
    });

    it('closes a packed file while it is read', async () => {
      folder.write(LOG, '');
      const seen = following();
      shift();
      folder.append(LOG, 'line\n'.repeat(400_000));
      shift();
      folder.pack(OLD);
      await clock.until('some of it', () => seen.chunks.length > 0);
      await allClosed(seen);
    });

    it('closes copies, those that wait too', async () => {
      folder.write(LOG, 'read\n');
      const seen = following(LOG, { fromStart: true });
      await lineOf(seen, 'read');
      folder.append(LOG, 'line\n'.repeat(400_000));
      copyAndTruncate(`${LOG}.2`);
      folder.append(LOG, 'more\n'.repeat(1000));
      copyAndTruncate(`${LOG}.1`);
      await clock.until('some of the first one', () => seen.chunks.length > 1);
      expect(folder.open()).toEqual([LOG, `${LOG}.1`, `${LOG}.2`]);
      await allClosed(seen);
    });

    it('on a notice closes the file that the notice is about', async () => {
      folder.write(LOG, '');
      const notice$ = follow(folder.path(LOG), {}, clock).pipe(
        filter(({ kind }) => kind === 'notice'),
        take(1),
      );
      const seen = collected(notice$);
      clock.step(0);
      rotate('new\n');
      await noticeOf(seen, ROTATED);
      expect(seen.isComplete).toBe(true);
      await allClosed(seen);
    });
  });
});

/** The operator as it is when what is mocked of `node:fs` now is imported. */
async function freshFollow(): Promise<{ follow: typeof follow }> {
  jest.resetModules();
  return import('../../../src/source/follow/follow.js');
}

/** The same, with reads of files that wait for a spec to let them. */
async function stagedFollow(count: number): Promise<{ follow: typeof follow; reads: StagedReads }> {
  const reads = new StagedReads(count);
  return { ...(await freshFollow()), reads };
}
