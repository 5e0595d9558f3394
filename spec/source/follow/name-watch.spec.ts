import fs from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Subscription } from 'rxjs';
import { incarnations } from '../../../src/source/follow/name-watch.js';
import type { WatchOptions } from '../../../src/source/follow/name-watch.js';
import { Lineage } from '../../../src/source/rotation/lineage.js';
import { LogFolder, watches } from '../../support/log-folder.js';
import { asNobody } from '../../support/nobody.js';
import { SteppedClock } from '../../support/stepped-clock.js';

const LOG = 'access.log';
const FROM_START: WatchOptions = { fromStart: true, resume: undefined, poll: false };

let folder: LogFolder;
let clock: SteppedClock;
/** What was found out, `settled` left out. */
let said: string[];
let settled: number;
let writes: number;
let lineages: Lineage[];
let subscriptions: Subscription[];

beforeEach(() => {
  folder = new LogFolder();
  clock = new SteppedClock();
  said = [];
  settled = 0;
  writes = 1525881600;
  lineages = [];
  subscriptions = [];
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const subscription of subscriptions) subscription.unsubscribe();
  for (const lineage of lineages) lineage.close();
  folder.remove();
});

/** Watches a name, and notes what is found out about it, with what stands in the files that are opened. */
function watching(name = LOG, options: Partial<WatchOptions> = {}): Subscription {
  const lineage = new Lineage(folder.path(name));
  lineages.push(lineage);
  const subscription = incarnations(lineage, { ...FROM_START, ...options }, clock).subscribe((event) => {
    if (event.kind === 'settled') settled++;
    else if (event.kind === 'fault') said.push(`fault: ${event.text}`);
    else if (event.kind === 'refused') said.push(`refused: ${basename(event.path)} ${event.code}`);
    else if (event.kind === 'opened') said.push(`${event.how}: ${fs.readFileSync(event.file.fd, 'latin1')}`);
    else said.push(event.kind);
  });
  subscriptions.push(subscription);
  clock.step(0);
  return subscription;
}

const saying = (text: string): Promise<void> => clock.until(`"${text}"`, () => said.at(-1) === text);

/** Renames the file as logrotate does; each new one was written to a second after the one before it. */
function rotate(text: string, ...to: string[]): void {
  const names = [LOG, ...to];
  for (let i = to.length; i > 0; i--) {
    const [from, name] = [names[i - 1] ?? LOG, names[i] ?? LOG];
    if (fs.existsSync(folder.path(from))) folder.move(from, name);
  }
  folder.write(LOG, text);
  // Times are told in steps of some milliseconds.
  fs.utimesSync(folder.path(LOG), ++writes, writes);
}

describe('incarnations', () => {
  it('gives the file that the name refers to', () => {
    folder.write(LOG, 'a');
    watching();
    expect([said, settled]).toEqual([['first: a'], 1]);
  });

  it('does not give it again, however often it is looked at or written to', async () => {
    folder.write(LOG, 'a');
    watching();
    folder.write(LOG, 'b');
    fs.chmodSync(folder.path(LOG), 0o600);
    fs.linkSync(folder.path(LOG), folder.path('another name'));
    clock.step(10_000);
    folder.replace(LOG, 'end');
    await saying('rotated: end');
    expect(said).toEqual(['first: a', 'rotated: end']);
  });

  it('gives each file that takes its place', async () => {
    folder.write(LOG, 'a');
    watching();
    for (const text of ['b', 'c', 'd']) {
      folder.replace(LOG, text);
      await saying(`rotated: ${text}`);
    }
    expect(said).toEqual(['first: a', 'rotated: b', 'rotated: c', 'rotated: d']);
  });

  it('takes no notice of other names in the folder', async () => {
    folder.write(LOG, 'a');
    watching();
    folder.write('other.log', 'b');
    folder.move('other.log', 'other.log.1');
    folder.delete('other.log.1');
    folder.replace(LOG, 'end');
    await saying('rotated: end');
    expect(said).toEqual(['first: a', 'rotated: end']);
  });

  describe('of files that had the name for a moment', () => {
    it('gives each, the oldest first, and then the one that has it', async () => {
      folder.write(LOG, 'a');
      watching();
      for (const text of ['b', 'c', 'd']) rotate(text, `${LOG}.1`, `${LOG}.2`, `${LOG}.3`);
      await saying('rotated: d');
      expect(said).toEqual(['first: a', 'between: b', 'between: c', 'rotated: d']);
    });

    it('gives those that were there while the name had no file', async () => {
      watching();
      folder.write(LOG, 'a');
      folder.move(LOG, `${LOG}.1`);
      await saying('between: a');
      folder.write(LOG, 'b');
      await saying('found: b');
      expect(said).toEqual(['missing', 'between: a', 'found: b']);
    });

    it('does not give those that were there before it began', async () => {
      folder.write(`${LOG}.1`, 'old');
      folder.write(`${LOG}.2.gz`, 'older');
      folder.write(LOG, 'a');
      watching();
      rotate('b', `${LOG}.1`, `${LOG}.2`);
      await saying('rotated: b');
      expect(said).toEqual(['first: a', 'rotated: b']);
    });

    it('does not give those that come while the name keeps its file', async () => {
      folder.write(LOG, 'a');
      watching();
      clock.step(100);
      const before = settled;
      folder.outlive(LOG);
      folder.write(`${LOG}.20180509`, 'restored');
      await clock.until('it to be noted', () => settled > before);
      rotate('b', `${LOG}.1`);
      await saying('rotated: b');
      expect(said).toEqual(['first: a', 'rotated: b']);
    });

    it('says which of them may not be read, and why (root cannot be refused, and becomes nobody for this look)', async () => {
      folder.write(LOG, 'a');
      watching();
      rotate('b', `${LOG}.1`);
      rotate('c', `${LOG}.1`, `${LOG}.2`);
      fs.chmodSync(folder.path(`${LOG}.1`), 0);
      await asNobody(folder.root, () => saying('rotated: c'));
      expect(said).toEqual(['first: a', `refused: ${LOG}.1 EACCES`, 'rotated: c']);
    });
  });

  describe('of a name without a file', () => {
    it('says once that there is none yet, and gives it when it comes', async () => {
      watching();
      clock.step(5000);
      folder.write(LOG, 'a');
      await saying('found: a');
      expect(said).toEqual(['missing', 'found: a']);
    });

    it('says once that there is none any more, when it has been so for a second', async () => {
      folder.write(LOG, 'a');
      watching();
      folder.delete(LOG);
      clock.step(1999);
      expect(said).toEqual(['first: a']);
      clock.step(1);
      expect(said).toEqual(['first: a', 'vanished']);
      clock.step(5000);
      folder.write(LOG, 'b');
      await saying('found: b');
      expect(said).toEqual(['first: a', 'vanished', 'found: b']);
    });

    it('says that the same file is back, when it was said to be gone', async () => {
      folder.write(LOG, 'a');
      watching();
      folder.move(LOG, 'elsewhere');
      clock.step(2000);
      expect(said).toEqual(['first: a', 'vanished']);
      folder.move('elsewhere', LOG);
      await saying('returned');
      clock.step(5000);
      expect(said).toEqual(['first: a', 'vanished', 'returned']);
    });
  });

  it('says once that what is there is no regular file, and does not open a pipe, as its writers would take that for a reader', async () => {
    folder.folder(LOG);
    watching();
    clock.step(5000);
    folder.delete(LOG);
    folder.pipe(LOG);
    const open = jest.spyOn(fs, 'openSync');
    clock.step(5000);
    expect(open).not.toHaveBeenCalled();
    folder.replace(LOG, 'a');
    await saying('found: a');
    expect(said).toEqual([
      expect.stringContaining('fault: cannot be read: it is a folder'),
      'fault: cannot be read: not a regular file',
      'found: a',
    ]);
    expect(folder.open()).toEqual([LOG]);
  });

  describe('of a symbolic link', () => {
    it('gives the file that it is pointed at, and none twice when it is pointed back', async () => {
      folder.write('a.log', 'a');
      folder.write('b.log', 'b');
      folder.link(LOG, 'a.log');
      watching();
      folder.link(LOG, 'b.log');
      await saying('rotated: b');
      folder.link(LOG, 'a.log');
      await saying('returned');
      expect(said).toEqual(['first: a', 'rotated: b', 'returned']);
    });

    it('finds rotated files beside the file that it leads to', async () => {
      folder.folder('logs');
      folder.write('logs/a.log', 'a');
      folder.link(LOG, 'logs/a.log');
      watching();
      folder.move('logs/a.log', 'logs/a.log.2');
      folder.write('logs/a.log', 'b');
      folder.move('logs/a.log', 'logs/a.log.1');
      folder.write('logs/a.log', 'c');
      await saying('rotated: c');
      expect(said).toEqual(['first: a', 'between: b', 'rotated: c']);
    });

    it('does not give what lies beside a file that it is pointed at later', async () => {
      for (const name of ['one', 'other']) {
        folder.folder(name);
        folder.write(join(name, 'a.log'), name);
        folder.write(join(name, 'a.log.1'), `old of ${name}`);
      }
      folder.link(LOG, 'one/a.log');
      watching();
      folder.link(LOG, 'other/a.log');
      await saying('rotated: other');
      clock.step(5000);
      expect(said).toEqual(['first: one', 'rotated: other']);
    });
  });

  describe('as to when it looks', () => {
    it('looks at once when the folder tells of the name, also where the folder came later', async () => {
      watching(`logs/${LOG}`);
      folder.folder('logs');
      clock.step(1100);
      folder.write(`logs/${LOG}`, 'a');
      await clock.until('the file', () => said.length === 2, 0);
      expect(said).toEqual(['missing', 'found: a']);
    });

    it('looks each second where nothing tells', () => {
      folder.write(LOG, 'a');
      watching();
      clock.step(500);
      folder.replace(LOG, 'b');
      clock.step(499);
      expect(said).toEqual(['first: a']);
      clock.step(1);
      expect(said).toEqual(['first: a', 'rotated: b']);
    });

    it('looks five times a second, and watches nothing, when it is to do without events', () => {
      const before = watches();
      folder.write(LOG, 'a');
      watching(LOG, { poll: true });
      expect(watches()).toBe(before);
      folder.replace(LOG, 'b');
      clock.step(199);
      expect(said).toEqual(['first: a']);
      clock.step(1);
      expect(said).toEqual(['first: a', 'rotated: b']);
    });

    it('looks twice in 20 ms at most, and gives all files all the same', async () => {
      folder.write(LOG, 'a');
      watching();
      clock.step(500);
      for (const text of ['b', 'c', 'd']) {
        rotate(text, `${LOG}.1`, `${LOG}.2`, `${LOG}.3`);
        await clock.until('b', () => said.length > 1, 0);
      }
      const first = said.at(-1);
      clock.step(19);
      expect(said.at(-1)).toBe(first);
      await saying('rotated: d');
      expect(said.map((text) => text.slice(-1))).toEqual(['a', 'b', 'c', 'd']);
    });
  });

  it('has nothing watched, nor to do, when it is unsubscribed', () => {
    const before = watches();
    watching().unsubscribe();
    folder.write(LOG, 'a');
    clock.step(10_000);
    expect(said).toEqual(['missing']);
    expect(watches()).toBe(before);
    expect(clock.actions.length).toBe(0);
  });
});
