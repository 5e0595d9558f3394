import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Subscription } from 'rxjs';
import { incarnations } from '../../src/source/incarnations.js';
import { LogFolder, watches } from '../support/log-folder.js';
import { SteppedClock } from '../support/stepped-clock.js';

jest.setTimeout(60_000);

const LOG = 'access.log';

let folder: LogFolder;
let clock: SteppedClock;
let said: string[];
let descriptors: number[];
let subscriptions: Subscription[];

beforeEach(() => {
  folder = new LogFolder();
  clock = new SteppedClock();
  said = [];
  descriptors = [];
  subscriptions = [];
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const subscription of subscriptions) subscription.unsubscribe();
  for (const fd of descriptors) fs.closeSync(fd);
  folder.remove();
});

/** Watches a name, and notes what is found out about it, with what stands in the files that are given. */
function watching(name = LOG, operator = incarnations): Subscription {
  const subscription = operator(folder.path(name), clock).subscribe((event) => {
    if (event.kind !== 'incarnation') {
      said.push(event.kind === 'fault' ? `fault: ${event.text}` : event.kind);
      return;
    }
    descriptors.push(event.fd);
    const kind = event.isFirst ? 'first' : event.isRotated ? 'rotated' : 'found';
    said.push(`${kind}: ${fs.readFileSync(event.fd, 'latin1')}`);
  });
  subscriptions.push(subscription);
  clock.step(0);
  return subscription;
}

const saying = (text: string): Promise<void> => clock.until(`"${text}"`, () => said.at(-1) === text);

describe('incarnations', () => {
  it('gives the file that the name refers to', () => {
    folder.write(LOG, 'a');
    watching();
    expect(said).toEqual(['first: a']);
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
    folder.move('other.log', `${LOG}.1`);
    folder.delete(`${LOG}.1`);
    folder.replace(LOG, 'end');
    await saying('rotated: end');
    expect(said).toEqual(['first: a', 'rotated: end']);
  });

  it('says once that there is no file yet, and gives it when it comes', async () => {
    watching();
    clock.step(5000);
    folder.write(LOG, 'a');
    await saying('found: a');
    expect(said).toEqual(['missing', 'found: a']);
  });

  it('says once that there is no file any more, when it has been so for a second', async () => {
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

  it('says that the same file is back under its name, when it was said to be gone', async () => {
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

  it('says once that what is there is no regular file', async () => {
    folder.folder(LOG);
    watching();
    clock.step(5000);
    folder.delete(LOG);
    folder.pipe(LOG);
    clock.step(5000);
    folder.replace(LOG, 'a');
    await saying('found: a');
    expect(said).toEqual([
      expect.stringContaining('fault: cannot be read: it is a folder'),
      'fault: cannot be read: not a regular file',
      'found: a',
    ]);
    expect(folder.open()).toEqual([LOG]);
  });

  it('looks at the name at once when the folder tells of it, also where the folder came later', async () => {
    watching(`logs/${LOG}`);
    folder.folder('logs');
    clock.step(1100);
    folder.write(`logs/${LOG}`, 'a');
    await clock.until('the file', () => said.length === 2, 0);
    expect(said).toEqual(['missing', 'found: a']);
  });

  it('looks twice in 50 ms at most', async () => {
    folder.write(LOG, 'a');
    watching();
    clock.step(500);
    for (const text of ['b', 'c', 'd']) {
      folder.replace(LOG, text);
      await clock.until('b', () => said.length > 1, 0);
    }
    clock.step(49);
    expect(said).toEqual(['first: a', 'rotated: b']);
    await clock.until('the event of the last one', () => {
      clock.step(1);
      return said.length > 2;
    });
    expect(said).toEqual(['first: a', 'rotated: b', 'rotated: d']);
  });

  it('watches a folder once for all of its files, and until the last of them is not followed any more', async () => {
    const watch = jest.spyOn(fs, 'watch');
    jest.resetModules();
    const { incarnations: freshIncarnations } = await import('../../src/source/incarnations.js');
    const before = watches();
    const [one, other] = [watching(LOG, freshIncarnations), watching('other.log', freshIncarnations)];
    expect([watch.mock.calls.length, watches()]).toEqual([1, before + 1]);
    one.unsubscribe();
    clock.step(100);
    folder.write('other.log', 'a');
    await clock.until('the file', () => said.at(-1) === 'found: a', 0);
    other.unsubscribe();
    expect(watches()).toBe(before);
    watching(LOG, freshIncarnations);
    expect(watch.mock.calls.length).toBe(2);
  });

  it('has nothing open, nor to do, when it is unsubscribed', () => {
    const before = watches();
    watching().unsubscribe();
    folder.write(LOG, 'a');
    clock.step(10_000);
    expect(said).toEqual(['missing']);
    expect(watches()).toBe(before);
    expect(clock.actions.length).toBe(0);
  });
});
