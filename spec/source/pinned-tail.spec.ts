import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PinnedTail } from '../../src/source/pinned-tail.js';
import { LogFolder, watches } from '../support/log-folder.js';
import { StagedReads } from '../support/staged-reads.js';
import { SteppedClock } from '../support/stepped-clock.js';

jest.setTimeout(60_000);

const LOG = 'access.log';
const clock = new SteppedClock();

let folder: LogFolder;
let tails: PinnedTail[];
let text: string;
let failures: string[];

beforeEach(() => {
  folder = new LogFolder();
  tails = [];
  text = '';
  failures = [];
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const tail of tails) tail.unsubscribe();
  folder.remove();
});

function pin(fromStart = false): PinnedTail {
  const tail = new PinnedTail(fs.openSync(folder.path(LOG), 'r'), fromStart);
  tail.on('bytes', (bytes: Uint8Array) => {
    text += Buffer.from(bytes).toString('latin1');
  });
  tail.on('failed', (error: Error) => {
    failures.push(error.message);
  });
  tails.push(tail);
  return tail;
}

const reading = (expected: string): Promise<void> => clock.until(`"${expected}"`, () => text.length >= expected.length);

const failing = (count: number): Promise<void> => clock.until('the failure', () => failures.length === count, 0);

describe('PinnedTail', () => {
  it('reads what is added, when it is looked at', async () => {
    folder.write(LOG, 'old\n');
    const tail = pin();
    folder.append(LOG, 'new\n');
    expect(tail.look()).toBe(false);
    await reading('new\n');
    expect(text).toBe('new\n');
  });

  it('reads what is there when told so', async () => {
    folder.write(LOG, 'old\n');
    pin(true);
    await reading('old\n');
    expect(text).toBe('old\n');
  });

  it('says that the file may have changed, and leaves it at that', async () => {
    folder.write(LOG, '');
    const tail = pin();
    let changes = 0;
    tail.on('changed', () => changes++);
    folder.append(LOG, 'new\n');
    await clock.until('the event', () => changes > 0, 0);
    expect([text, folder.open()]).toEqual(['', [LOG]]);
    tail.look();
    await reading('new\n');
    expect(text).toBe('new\n');
  });

  it('goes on with the same file when it is renamed, replaced and deleted', async () => {
    folder.write(LOG, '');
    const tail = pin();
    const fd = fs.openSync(folder.path(LOG), 'a');
    for (const change of [
      () => undefined,
      () => {
        folder.move(LOG, 'moved');
      },
      () => {
        folder.write(LOG, 'another file\n');
      },
      () => {
        folder.delete('moved');
      },
    ]) {
      change();
      fs.writeSync(fd, 'line\n');
      tail.look();
    }
    fs.closeSync(fd);
    await reading('line\n'.repeat(4));
    expect(text).toBe('line\n'.repeat(4));
  });

  it('asks for what is there in blocks of 1 MiB, each when the one before it has been read', async () => {
    folder.write(LOG, 'x'.repeat(2.5 * 2 ** 20));
    const streams = new StagedReads(3);
    pin(true);
    expect(streams.asked.length).toBe(1);
    for (const i of [0, 1, 2]) {
      streams.end(i);
      await clock.until('its end', () => streams.isOver(i), 0);
    }
    expect(streams.asked.map(({ start, end }) => [start, end])).toEqual([
      [0, 2 ** 20 - 1],
      [2 ** 20, 2 ** 21 - 1],
      [2 ** 21, 2.5 * 2 ** 20 - 1],
    ]);
  });

  it('starts over after a truncation', async () => {
    folder.write(LOG, 'old old\n');
    const tail = pin();
    folder.write(LOG, 'new\n');
    expect(tail.look()).toBe(true);
    expect(tail.look()).toBe(false);
    await reading('new\n');
    expect(text).toBe('new\n');
  });

  it('does not give what a block still reads that was asked for before a truncation', async () => {
    folder.write(LOG, 'first\nsecond\n');
    const streams = new StagedReads(1);
    const tail = pin(true);
    streams.give(0, 'first\n');
    await reading('first\n');
    folder.write(LOG, 'new\n');
    expect(tail.look()).toBe(true);
    streams.give(0, 'what is there now');
    streams.end(0);
    await reading('first\nnew\n');
    folder.append(LOG, 'end\n');
    tail.look();
    await reading('first\nnew\nend\n');
    expect(text).toBe('first\nnew\nend\n');
  });

  it('starts over from the last of two truncations', async () => {
    folder.write(LOG, 'first\nsecond\n');
    const streams = new StagedReads(1);
    const tail = pin(true);
    folder.write(LOG, 'between\n');
    expect(tail.look()).toBe(true);
    folder.write(LOG, 'new\n');
    expect(tail.look()).toBe(true);
    streams.give(0, 'stale');
    streams.end(0);
    await reading('new\n');
    expect(text).toBe('new\n');
  });

  it('reads again what a block failed to read, from the byte where it failed', async () => {
    folder.write(LOG, 'first\nsecond\n');
    const streams = new StagedReads(2);
    const tail = pin(true);
    streams.give(0, 'first\nse');
    streams.fail(0, 'broken');
    await failing(1);
    folder.append(LOG, 'third\n');
    tail.look();
    streams.fail(1, 'broken again');
    await failing(2);
    tail.look();
    await reading('first\nsecond\nthird\n');
    expect(text).toBe('first\nsecond\nthird\n');
    expect(failures).toEqual(['broken', 'broken again']);
    expect(streams.asked.map(({ start }) => start)).toEqual([0, 8]);
  });

  it('asks again for the blocks that waited behind one that failed', async () => {
    folder.write(LOG, `${'x'.repeat(2 ** 20)}end\n`);
    const streams = new StagedReads(1);
    const tail = pin(true);
    streams.fail(0, 'broken');
    await failing(1);
    tail.look();
    await clock.until('all of it', () => text.endsWith('end\n'));
    expect(text.length).toBe(2 ** 20 + 4);
  });

  it('reads from the start when a block fails that was asked for before a truncation', async () => {
    folder.write(LOG, 'first\nsecond\n');
    const streams = new StagedReads(1);
    const tail = pin(true);
    streams.give(0, 'first\n');
    await reading('first\n');
    folder.write(LOG, 'new\n');
    tail.look();
    streams.fail(0, 'broken');
    await failing(1);
    tail.look();
    await reading('first\nnew\n');
    expect(text).toBe('first\nnew\n');
  });

  it('closes the file and stops watching, and what was being opened fails unseen (as Linux lists descriptors)', async () => {
    const before = watches();
    folder.write(LOG, 'old\n');
    pin(true);
    expect(watches()).toBe(before + 1);
    tails.pop()?.unsubscribe();
    await clock.until('everything to close', () => folder.open().length === 0, 0);
    expect(watches()).toBe(before);
  });
});
