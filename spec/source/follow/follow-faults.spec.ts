import fs from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import type { follow } from '../../../src/source/follow/follow.js';
import type { FollowOptions } from '../../../src/source/follow/follow.js';
import type { Collected } from '../../support/collected.js';
import { clock, folder, following, followInEach, linesOf, LOG } from '../../support/followed.js';

followInEach();

type Call = 'openSync' | 'readdirSync' | 'readSync';

/** Lets a call fail for what a spec says, by the name of the file or folder, as long as it says so. */
class Fault {
  isOn = false;

  constructor(call: Call, code: string, isCandidate: (name: string) => boolean = () => true) {
    const real = fs[call].bind(fs) as (...args: unknown[]) => unknown;
    const failing = (...args: unknown[]): unknown => {
      const [what, how] = args;
      // A spec goes on writing; files are followed by descriptors that only read.
      const isWriting = call === 'openSync' && typeof how !== 'number';
      const path = typeof what === 'number' ? fs.readlinkSync(`/proc/self/fd/${what}`) : String(what);
      if (this.isOn && !isWriting && path.startsWith(folder.root) && isCandidate(basename(path)))
        throw Object.assign(new Error(`${code}: ${call}`), { code });
      return real(...args);
    };
    jest.spyOn(fs, call).mockImplementation(failing as never);
  }
}

/** Follows with the operator as it is when what is mocked of `node:fs` now is imported. */
async function freshlyFollowing(options: FollowOptions = {}): Promise<Collected> {
  jest.resetModules();
  const fresh: { follow: typeof follow } = await import('../../../src/source/follow/follow.js');
  return following(LOG, options, fresh.follow);
}

function rotate(text: string): void {
  if (fs.existsSync(folder.path(`${LOG}.1`))) folder.move(`${LOG}.1`, `${LOG}.2`);
  folder.move(LOG, `${LOG}.1`);
  folder.write(LOG, text);
}

const noticeOf = (seen: Collected, text: string): Promise<void> =>
  clock.until(`the notice "${text}"`, () => seen.notices.some((notice) => notice.includes(text)));

/** Follows a log whose first line has been read. */
async function followedFromStart(): Promise<Collected> {
  folder.write(LOG, 'a\n');
  const seen = await freshlyFollowing({ fromStart: true });
  await linesOf(seen, 1);
  return seen;
}

/** The same, rotated twice since the fault is on: what had the name between is not read yet. */
async function rotatedDuring(fault: Fault): Promise<Collected> {
  const seen = await followedFromStart();
  fault.isOn = true;
  rotate('b\n');
  rotate('c\n');
  await linesOf(seen, 2);
  return seen;
}

const EXHAUSTED = 'cannot be read: too many open files; raise the limit with ulimit -n, or follow fewer files';

describe('follow', () => {
  describe('when no more files can be opened', () => {
    it('says so once, and loses no line of those that were rotated meanwhile', async () => {
      const fault = new Fault('openSync', 'EMFILE');
      const seen = await followedFromStart();
      fault.isOn = true;
      rotate('b\n');
      await noticeOf(seen, 'too many open files');
      rotate('c\n');
      folder.append(`${LOG}.2`, 'late\n');
      await linesOf(seen, 2);
      clock.step(5000);
      fault.isOn = false;
      await linesOf(seen, 4);
      clock.step(5000);
      expect(seen.lines.sort()).toEqual(['a', 'b', 'c', 'late']);
      expect(seen.notices.filter((text) => text === EXHAUSTED).length).toBe(1);
    });

    it('loses none of those between either, when only they could not be opened', async () => {
      const fault = new Fault('openSync', 'EMFILE', (name) => name !== LOG);
      const seen = await rotatedDuring(fault);
      clock.step(5000);
      expect(seen.lines).toEqual(['a', 'c']);
      fault.isOn = false;
      await linesOf(seen, 3);
      expect(seen.lines.sort()).toEqual(['a', 'b', 'c']);
      expect(seen.notices.filter((text) => text.includes('too many open files'))).toEqual([
        `was rotated; what was between ${EXHAUSTED}; trying again`,
      ]);
    });

    it('loses none of those either that had been made before, and were moved into place', async () => {
      const fault = new Fault('openSync', 'EMFILE', (name) => name !== LOG);
      folder.write('prepared', 'b\n');
      folder.outlive('prepared');
      const seen = await followedFromStart();
      fault.isOn = true;
      folder.move(LOG, `${LOG}.2`);
      folder.move('prepared', `${LOG}.1`);
      folder.write(LOG, 'c\n');
      await linesOf(seen, 2);
      clock.step(5000);
      fault.isOn = false;
      await linesOf(seen, 3);
      expect(seen.lines.sort()).toEqual(['a', 'b', 'c']);
    });

    it('loses none when the folder could not be listed for that', async () => {
      const fault = new Fault('readdirSync', 'EMFILE');
      const seen = await rotatedDuring(fault);
      fault.isOn = false;
      await linesOf(seen, 3);
      expect(seen.lines.sort()).toEqual(['a', 'b', 'c']);
    });

    it.each(['begins', 'goes on where another run stopped'])(
      'errors when it %s, with nothing left open',
      async (how) => {
        const fault = new Fault('openSync', 'EMFILE');
        folder.write(LOG, 'a\n');
        const first = await freshlyFollowing();
        first.subscription.unsubscribe();
        rotate('b\n');
        fault.isOn = true;
        const seen = await freshlyFollowing(how === 'begins' ? {} : { resume: first.moment.progress });
        expect(seen.error).toBe(`${folder.path(LOG)} ${EXHAUSTED}`);
        expect(folder.open()).toEqual([]);
      },
    );
  });

  describe('when a rotated file may not be read', () => {
    it('says which and why, and goes on with the others', async () => {
      const fault = new Fault('openSync', 'EACCES', (name) => name === `${LOG}.1`);
      const seen = await rotatedDuring(fault);
      clock.step(5000);
      expect(seen.lines).toEqual(['a', 'c']);
      expect(seen.notices.filter((text) => text.includes('permission'))).toEqual([
        `was rotated before it was seen; ${LOG}.1 cannot be read: permission denied; run as a user who may read it ` +
          '(often one of the group adm), or change its mode',
      ]);
    });
  });

  describe('when the folder may not be listed', () => {
    it('follows the name all the same', async () => {
      const fault = new Fault('readdirSync', 'EACCES');
      fault.isOn = true;
      folder.write(LOG, 'old\n');
      const seen = await freshlyFollowing();
      folder.append(LOG, 'a\n');
      rotate('b\n');
      await linesOf(seen, 2);
      expect(seen.lines.sort()).toEqual(['a', 'b']);
      expect(seen.error).toBeUndefined();
    });

    it('does not read what was there at the start when it may be later', async () => {
      const fault = new Fault('readdirSync', 'EACCES');
      fault.isOn = true;
      for (const n of [3, 4, 5]) folder.write(`${LOG}.${n}`, 'old\n');
      folder.outlive(`${LOG}.5`);
      const seen = await followedFromStart();
      fault.isOn = false;
      rotate('b\n');
      await linesOf(seen, 2);
      clock.step(5000);
      expect(seen.lines).toEqual(['a', 'b']);
    });

    it('forgets none of those that it knows', async () => {
      const fault = new Fault('readdirSync', 'EACCES');
      for (let n = 3; n < 100; n++) folder.write(`${LOG}.${n}`, 'old\n');
      const seen = await followedFromStart();
      fault.isOn = true;
      for (const line of ['b', 'c']) {
        folder.replace(LOG, `${line}\n`);
        await clock.until(line, () => seen.has(line));
        clock.step(3000);
      }
      fault.isOn = false;
      folder.replace(LOG, 'd\n');
      await clock.until('d', () => seen.has('d'));
      clock.step(3000);
      expect(seen.lines).toEqual(['a', 'b', 'c', 'd']);
    });
  });

  it('reads neither too much nor too little where the file system knows no time of birth', async () => {
    for (const call of ['statSync', 'fstatSync'] as const) {
      const real = fs[call].bind(fs) as (...args: unknown[]) => object | undefined;
      jest.spyOn(fs, call).mockImplementation(((...args: unknown[]) => {
        const stat = real(...args);
        return stat === undefined ? undefined : Object.assign(stat, { birthtimeNs: 0n });
      }) as never);
    }
    folder.write(`${LOG}.7`, 'old\n');
    const seen = await followedFromStart();
    folder.write(`${LOG}.9`, 'restored\n');
    await clock.until('it to be noted', () => seen.moment.progress.known.length === 2);
    rotate('b\n');
    rotate('c\n');
    await linesOf(seen, 3);
    clock.step(5000);
    expect(seen.lines.sort()).toEqual(['a', 'b', 'c']);
  });

  it('goes on when the beginnings of rotated files cannot be read', async () => {
    const fault = new Fault('readSync', 'EIO', (name) => name !== LOG);
    const seen = await followedFromStart();
    fault.isOn = true;
    folder.write(`${LOG}.old`, 'other\n');
    rotate('b\n');
    rotate('c\n');
    await clock.until('c', () => seen.has('c'));
    fault.isOn = false;
    await clock.until('b', () => seen.has('b'));
    expect(seen.error).toBeUndefined();
  });

  it.each(['EACCES', 'ESTALE', 'EIO'])(
    'waits, and says so, while the name cannot be looked at for %s',
    async (code) => {
      folder.write(LOG, 'a\n');
      const { statSync } = fs;
      let isBroken = false;
      jest.spyOn(fs, 'statSync').mockImplementation((...args: Parameters<typeof statSync>) => {
        if (isBroken) throw Object.assign(new Error(code), { code });
        return statSync(...args);
      });
      const seen = await freshlyFollowing({ fromStart: true, poll: true });
      await linesOf(seen, 1);
      isBroken = true;
      rotate('b\n');
      await clock.until('a notice', () => seen.notices.length > 0);
      clock.step(5000);
      folder.append(`${LOG}.1`, 'late\n');
      await linesOf(seen, 2);
      isBroken = false;
      await linesOf(seen, 3);
      expect(seen.lines).toEqual(['a', 'late', 'b']);
      expect(seen.error).toBeUndefined();
      expect(seen.notices.filter((text) => text.startsWith('cannot be read')).length).toBe(1);
    },
  );
});
