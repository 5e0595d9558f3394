import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LogFile } from '../../../src/source/file/log-file.js';
import { PinnedTail } from '../../../src/source/read/pinned-tail.js';
import { LogFolder, watches } from '../../support/log-folder.js';
import { StagedReads } from '../../support/staged-reads.js';
import { SteppedClock } from '../../support/stepped-clock.js';

const LOG = 'access.log';
const BLOCK = 64 * 1024;
const clock = new SteppedClock();

let folder: LogFolder;
let opened: { readonly tail: PinnedTail; readonly file: LogFile }[];
let text: string;
/** All that happened, `bytes` and `changed` left out. */
let events: string[];

beforeEach(() => {
  folder = new LogFolder();
  opened = [];
  text = '';
  events = [];
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const { tail, file } of opened) {
    tail.unsubscribe();
    file.close();
  }
  folder.remove();
});

function pin(file = LogFile.open(folder.path(LOG)), Pinned = PinnedTail): PinnedTail {
  const tail = new Pinned(file);
  tail.on('bytes', (bytes: Uint8Array) => {
    text += Buffer.from(bytes).toString('latin1');
  });
  tail.on('end', () => events.push('end'));
  tail.on('truncated', (unread: number) => events.push(`truncated ${unread}`));
  tail.on('failed', (error: Error) => events.push(`failed: ${error.message}`));
  opened.push({ tail, file });
  return tail;
}

/** The file that was pinned last. */
const theFile = (): LogFile => opened.at(-1)?.file ?? LogFile.open(folder.path(LOG));

/** The class as it is when what is mocked of `node:fs` now is imported. */
async function freshPin(file = LogFile.open(folder.path(LOG))): Promise<PinnedTail> {
  jest.resetModules();
  const { PinnedTail: Fresh } = await import('../../../src/source/read/pinned-tail.js');
  return pin(file, Fresh);
}

const happening = (event: string, times = 1): Promise<void> =>
  clock.until(event, () => events.filter((other) => other === event).length === times, 0);

/** Looks, and waits until all has been read that is there. */
async function reading(tail: PinnedTail): Promise<string> {
  const times = events.filter((event) => event === 'end').length;
  tail.look();
  await happening('end', times + 1);
  return text;
}

describe('PinnedTail', () => {
  it('reads what is there from the offset of the file on, and what is added, when it is looked at', async () => {
    folder.write(LOG, 'old\nnew\n');
    const file = LogFile.open(folder.path(LOG));
    file.offset = 4;
    const tail = pin(file);
    expect(await reading(tail)).toBe('new\n');
    folder.append(LOG, 'newer\n');
    expect(await reading(tail)).toBe('new\nnewer\n');
    expect(events).toEqual(['end', 'end']);
  });

  it('says at once that an empty file has ended', () => {
    folder.write(LOG, '');
    pin().look();
    expect(events).toEqual(['end']);
  });

  it('says that the file may have changed, and leaves it at that', async () => {
    folder.write(LOG, '');
    const tail = pin();
    let changes = 0;
    tail.on('changed', () => changes++);
    tail.listen();
    folder.append(LOG, 'new\n');
    await clock.until('the event', () => changes > 0, 0);
    expect([text, folder.open()]).toEqual(['', [LOG]]);
    expect(await reading(tail)).toBe('new\n');
  });

  it('listens to the file only when and as long as it is told to', async () => {
    folder.write(LOG, '');
    const before = watches();
    const tail = pin();
    expect(watches()).toBe(before);
    tail.listen();
    expect(watches()).toBe(before + 1);
    tail.rest();
    expect(watches()).toBe(before);
    let changes = 0;
    tail.on('changed', () => changes++);
    tail.listen();
    folder.append(LOG, 'new\n');
    await clock.until('the event', () => changes > 0, 0);
  });

  it('does not listen any more when it was truncated', async () => {
    folder.write(LOG, 'line\n');
    const before = watches();
    const tail = pin();
    tail.listen();
    await reading(tail);
    folder.write(LOG, '');
    tail.look();
    expect(events.at(-1)).toBe('truncated 0');
    tail.listen();
    expect(watches()).toBe(before);
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
      await reading(tail);
    }
    fs.closeSync(fd);
    expect(text).toBe('line\n'.repeat(4));
  });

  it('asks for what is there in blocks of 64 KiB, each when the one before it has been read', async () => {
    folder.write(LOG, 'x'.repeat(2.5 * BLOCK));
    const reads = new StagedReads(3);
    (await freshPin()).look();
    for (const i of [0, 1, 2]) {
      await clock.until('the next one', () => reads.asked.length > i, 0);
      expect(reads.asked.length).toBe(i + 1);
      reads.release(i);
    }
    await happening('end');
    expect(reads.asked.map(({ position, length }) => [position, length])).toEqual([
      [0, BLOCK],
      [BLOCK, BLOCK],
      [2 * BLOCK, BLOCK / 2],
    ]);
  });

  it('does not read twice at once, however often it is looked at', async () => {
    folder.write(LOG, 'line\n');
    const reads = new StagedReads(1);
    const tail = await freshPin();
    for (let i = 0; i < 5; i++) tail.look();
    expect(reads.asked.length).toBe(1);
    reads.release(0);
    await happening('end');
    expect(text).toBe('line\n');
  });

  it('keeps account of how the file begins, and of how much is still behind', async () => {
    folder.write(LOG, 'a'.repeat(700));
    const tail = pin();
    const file = theFile();
    await reading(tail);
    folder.append(LOG, 'b'.repeat(BLOCK));
    const lags: number[] = [];
    tail.on('bytes', () => lags.push(file.lag));
    folder.append(LOG, 'c'.repeat(10));
    await reading(tail);
    expect(file.head).toEqual(file.headUpTo(1024));
    expect(lags).toEqual([10, 0]);
  });

  describe('when the file was', () => {
    const old = `${'old '.repeat(500)}\n`;

    async function readOld(): Promise<PinnedTail> {
      folder.write(LOG, old);
      const tail = pin();
      await reading(tail);
      // The time of the last write is not news any more.
      for (let i = 0; i < 3; i++) tail.look();
      events = [];
      text = '';
      return tail;
    }

    it.each([
      ['truncated', ''],
      ['truncated and written to again', 'new\n'],
      ['rewritten with the same size', old.replaceAll('old', 'new')],
      ['rewritten with the same size, but for its last bytes', old.replace(/old \n$/, 'new \n')],
      ['truncated and grown past the old size', old.replaceAll('old', 'new').repeat(3)],
      ['rewritten, so that it only begins as it did', `${old.slice(0, 1500)}${'x'.repeat(2000)}`],
      ['rewritten, so that only the last bytes before the offset are the same', `new${old.slice(3)}more\n`],
    ])('%s, says so once and rests', async (_, content) => {
      const tail = await readOld();
      folder.write(LOG, content);
      tail.look();
      await happening('truncated 0');
      tail.look();
      expect([events, text]).toEqual([['truncated 0'], '']);
    });

    it('rewritten with the same size within the step of its time stamp, says so at the second look', async () => {
      folder.write(LOG, 'old\n');
      const time = new Date(1_500_000_000_000);
      fs.utimesSync(folder.path(LOG), time, time);
      const tail = pin();
      await reading(tail);
      events = [];
      folder.write(LOG, 'new\n');
      fs.utimesSync(folder.path(LOG), time, time);
      tail.look();
      expect(events).toEqual(['truncated 0']);
    });

    it('appended to, does not take it for rewritten', async () => {
      const tail = await readOld();
      folder.append(LOG, 'new\n');
      await reading(tail);
      expect([events, text]).toEqual([['end'], 'new\n']);
    });

    it('touched only, does not take it for rewritten', async () => {
      const tail = await readOld();
      fs.utimesSync(folder.path(LOG), 1, 1);
      tail.look();
      tail.look();
      expect(events).toEqual(['end', 'end']);
    });

    it('truncated before a block of it could be read, says how much was seen', async () => {
      folder.write(LOG, 'first\nsecond\n');
      const reads = new StagedReads(1);
      const tail = await freshPin();
      tail.look();
      folder.write(LOG, 'new\n');
      reads.release(0);
      await happening('truncated 13');
      expect([events, text]).toEqual([['truncated 13'], '']);
    });

    it('truncated before anything of it could be read, and nothing came since, says how much was seen', async () => {
      folder.write(LOG, 'first\nsecond\n');
      const reads = new StagedReads(1);
      const tail = await freshPin();
      tail.look();
      folder.write(LOG, '');
      reads.release(0);
      await happening('end');
      tail.look();
      expect([events, text]).toEqual([['end', 'truncated 13'], '']);
    });

    it('rewritten while a block behind what was read is under way, does not give that block', async () => {
      const tail = await readOld();
      const reads = new StagedReads(1);
      const file = theFile();
      tail.unsubscribe();
      file.offset = old.length;
      const fresh = await freshPin(file);
      folder.append(LOG, 'unread\n');
      fresh.look();
      folder.write(LOG, `${'new '.repeat(500)}\nnew`);
      reads.release(0);
      await happening('truncated 7');
      expect(text).toBe('');
    });

    it('read by another run, tells whether it still begins as it did then', async () => {
      folder.write(LOG, old);
      const file = LogFile.open(folder.path(LOG));
      file.resume({ file: file.id, offset: 100, isSkipping: false, head: file.headUpTo(100) });
      folder.write(LOG, old.replaceAll('old', 'new'));
      pin(file).look();
      await happening('truncated 0');
      expect(text).toBe('');
    });
  });

  describe('when it cannot be read', () => {
    it('says so, and reads it from there at the next look', async () => {
      folder.write(LOG, 'first\n');
      const reads = new StagedReads(3);
      const tail = await freshPin();
      tail.look();
      reads.release(0);
      await happening('end');
      folder.append(LOG, 'second\n');
      for (const i of [1, 2]) {
        tail.look();
        reads.fail(i);
      }
      expect(await reading(tail)).toBe('first\nsecond\n');
      expect(events).toEqual(['end', 'failed: i/o error', 'failed: i/o error', 'end']);
      expect(reads.asked.map(({ position }) => position)).toEqual([0, 6, 6]);
    });

    it('says so when its size cannot be told', async () => {
      folder.write(LOG, 'first\n');
      const tail = pin();
      await reading(tail);
      const file = theFile();
      const stat = jest.spyOn(file, 'stat').mockImplementation(() => {
        throw new Error('ESTALE: stale file handle');
      });
      folder.append(LOG, 'second\n');
      tail.look();
      stat.mockRestore();
      expect(await reading(tail)).toBe('first\nsecond\n');
      expect(events).toEqual(['end', 'failed: ESTALE: stale file handle', 'end']);
    });

    it('says so, and does not throw, when it cannot be told what stands before its offset', async () => {
      folder.write(LOG, 'old\nnew\n');
      const file = LogFile.open(folder.path(LOG));
      file.offset = 4;
      let isBroken = false;
      const readSync = fs.readSync as (...args: unknown[]) => number;
      jest.spyOn(fs, 'readSync').mockImplementation((...args) => {
        if (isBroken) throw new Error('i/o error');
        return readSync(...args);
      });
      const tail = await freshPin(file);
      isBroken = true;
      tail.look();
      expect(events).toEqual(['failed: i/o error']);
      isBroken = false;
      expect(await reading(tail)).toBe('new\n');
    });
  });

  describe('unsubscribed', () => {
    it('stops watching, and leaves the file to its owner', () => {
      const before = watches();
      folder.write(LOG, 'old\n');
      const tail = pin();
      tail.listen();
      expect(watches()).toBe(before + 1);
      tail.unsubscribe();
      tail.listen();
      expect([watches(), folder.open()]).toEqual([before, [LOG]]);
    });

    it('gives nothing of a block that was asked for, though another file has got its descriptor', async () => {
      folder.write(LOG, 'old\n');
      folder.write('other.log', 'other\n');
      const reads = new StagedReads(1);
      const tail = await freshPin();
      const file = theFile();
      tail.look();
      tail.unsubscribe();
      file.close();
      const other = LogFile.open(folder.path('other.log'));
      expect(other.fd).toBe(file.fd);
      reads.release(0);
      expect(await reading(pin(other))).toBe('other\n');
    });

    it('does not read on when it is told so by whoever gets the bytes', async () => {
      folder.write(LOG, 'x'.repeat(3 * BLOCK));
      const tail = pin();
      tail.on('bytes', () => {
        tail.unsubscribe();
      });
      tail.look();
      await clock.until('the first block', () => text !== '', 0);
      tail.look();
      expect([text.length, events]).toEqual([BLOCK, []]);
    });
  });
});
