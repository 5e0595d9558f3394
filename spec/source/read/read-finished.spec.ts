import fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { finished } from '../../../src/source/read/read-finished.js';
import { unpackedHead, unpackedSize } from '../../../src/source/file/gzip.js';
import { headOf } from '../../../src/source/file/fingerprint.js';
import { LogFile } from '../../../src/source/file/log-file.js';
import type { Read } from '../../../src/source/read/read-event.js';
import { LogFolder } from '../../support/log-folder.js';
import { SteppedClock } from '../../support/stepped-clock.js';

const PLAIN = 'access.log.1';
const PACKED = 'access.log.1.gz';
const clock = new SteppedClock();

let folder: LogFolder;
let files: LogFile[];

beforeEach(() => {
  folder = new LogFolder();
  files = [];
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const file of files) file.close();
  folder.remove();
});

function pack(...parts: string[]): void {
  fs.writeFileSync(folder.path(PACKED), Buffer.concat(parts.map((text) => gzipSync(Buffer.from(text, 'latin1')))));
}

/** Opens a file to be read from an offset on. */
function open(name: string, offset = 0, isSkipping = false): LogFile {
  const file = LogFile.open(folder.path(name), name.endsWith('.gz'));
  file.offset = offset;
  file.isSkipping = isSkipping;
  files.push(file);
  return file;
}

async function read(file: LogFile): Promise<Read[]> {
  const events: Read[] = [];
  await finished(file, 'source').forEach((event) => {
    events.push(event);
  });
  return events;
}

const textOf = (events: readonly Read[]): string =>
  events.map((event) => (event.kind === 'chunk' ? Buffer.from(event.bytes).toString('latin1') : '')).join('');

describe('finished', () => {
  it.each([PLAIN, PACKED])(
    'gives the lines of %s, the last one also without an end, and then its end',
    async (name) => {
      folder.write(PLAIN, 'a\nb\xff\nc');
      pack('a\nb\xff\nc');
      const events = await read(open(name));
      expect(textOf(events)).toBe('a\nb\xff\nc');
      expect(events.at(-1)).toEqual({ kind: 'end' });
      expect(events.filter(({ kind }) => kind !== 'chunk').length).toBe(1);
    },
  );

  it.each([PLAIN, PACKED])('goes on with %s from an offset, and says how far it leads', async (name) => {
    const text = Array.from({ length: 50_000 }, (_, i) => `line ${i}\n`).join('');
    folder.write(PLAIN, text);
    pack(text);
    for (const offset of [0, 7, 400_000, text.length]) {
      const file = open(name, offset);
      const events = await read(file);
      expect(textOf(events) === text.slice(offset)).toBe(true);
      expect(file.offset).toBe(text.length);
      let at = offset;
      for (const event of events) {
        if (event.kind !== 'chunk') continue;
        at += event.bytes.length;
        expect(event.position?.offset).toBe(at);
      }
    }
  });

  it('goes on within a line that is passed over', async () => {
    pack('too long\na\n');
    expect(textOf(await read(open(PACKED, 3, true)))).toBe('a\n');
  });

  it('reads what was packed in several parts, as what is appended to a packed file is', async () => {
    pack('a\nb', '\nc\n');
    expect(textOf(await read(open(PACKED)))).toBe('a\nb\nc\n');
  });

  it.each([PLAIN, PACKED])('gives nothing of %s when it is empty, but its end', async (name) => {
    folder.write(PLAIN, '');
    pack('');
    expect(await read(open(name))).toEqual([{ kind: 'end' }]);
  });

  it('says of a damaged file what is wrong with it, gives what is whole, and ends', async () => {
    const text = Array.from({ length: 50_000 }, (_, i) => `${(i * 7919) % 10_007}\n`).join('');
    const bytes = gzipSync(text);
    fs.writeFileSync(folder.path(PACKED), bytes.subarray(0, bytes.length / 2));
    const events = await read(open(PACKED));
    const given = textOf(events);
    expect(given.length).toBeGreaterThan(0);
    expect(text.startsWith(given)).toBe(true);
    expect(given.endsWith('\n')).toBe(true);
    expect(events.slice(-2)).toEqual([
      { kind: 'notice', source: folder.path(PACKED), text: 'could not be read further: unexpected end of file' },
      { kind: 'end' },
    ]);
  });

  it('says of one that is not packed, though it is named so, what is wrong with it', async () => {
    folder.write(PACKED, 'not packed\n');
    const events = await read(open(PACKED));
    expect(events).toMatchObject([
      { kind: 'notice', text: 'could not be read further: incorrect header check' },
      { kind: 'end' },
    ]);
  });

  it('says why it could not be read further', async () => {
    folder.write(PLAIN, 'a\n');
    jest.spyOn(fs, 'read').mockImplementation((...args: unknown[]) => {
      (args.at(-1) as (error: Error) => void)(Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }));
    });
    jest.resetModules();
    const fresh = await import('../../../src/source/read/read-finished.js');
    const events: Read[] = [];
    await fresh.finished(open(PLAIN), 'source').forEach((event) => {
      events.push(event);
    });
    expect(events).toEqual([
      { kind: 'notice', source: folder.path(PLAIN), text: 'could not be read further: EIO: i/o error, read' },
      { kind: 'end' },
    ]);
  });

  it.each([PLAIN, PACKED])('leaves %s open for its owner when it ends, and when it is unsubscribed', async (name) => {
    const text = 'line\n'.repeat(400_000);
    folder.write(PLAIN, text);
    pack(text);
    const file = open(name);
    await read(file);
    expect(folder.open()).toEqual([name]);
    file.offset = 0;
    let bytes = 0;
    const subscription = finished(file, 'source').subscribe((event) => {
      if (event.kind === 'chunk') bytes += event.bytes.length;
    });
    await clock.until('the first chunk', () => bytes > 0, 0);
    subscription.unsubscribe();
    const before = bytes;
    // Another file that is read now has its turns, so this one would have had them too.
    await read(open(name));
    expect(bytes).toBe(before);
    expect(folder.open()).toEqual([name, name]);
  });
});

describe('of a packed file', () => {
  it('unpackedHead gives what it begins with, also of a long one and of one that is not whole', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `${(i * 7919) % 10_007}\n`).join('');
    pack(text);
    const head = headOf(unpackedHead(open(PACKED).fd));
    expect(head).toEqual(headOf(Buffer.from(text)));
    fs.truncateSync(folder.path(PACKED), 3000);
    expect(headOf(unpackedHead(open(PACKED).fd))).toEqual(head);
  });

  it('unpackedHead gives nothing of what is not packed', () => {
    folder.write(PACKED, 'not packed\n');
    expect(unpackedHead(open(PACKED).fd)).toEqual(new Uint8Array(0));
    folder.write(PACKED, '');
    expect(unpackedHead(open(PACKED).fd)).toEqual(new Uint8Array(0));
  });

  it('unpackedSize tells how much is packed in it', () => {
    pack('x'.repeat(123_456));
    expect(unpackedSize(open(PACKED).fd, fs.statSync(folder.path(PACKED)).size)).toBe(123_456);
  });

  it('unpackedSize is 0 of what is too short to be packed', () => {
    folder.write(PACKED, 'abc');
    expect(unpackedSize(open(PACKED).fd, 3)).toBe(0);
  });
});
