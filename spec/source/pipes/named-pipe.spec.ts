import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSource } from '../../../src/source/open-source.js';
import { Collected } from '../../support/collected.js';
import { LogFolder } from '../../support/log-folder.js';
import { SteppedClock } from '../../support/stepped-clock.js';

const NEXT = 'has no writer any more; waiting for the next one';

describe('A named pipe', () => {
  let folder: LogFolder;
  let clock: SteppedClock;
  let seen: Collected;

  beforeEach(() => {
    folder = new LogFolder();
    clock = new SteppedClock();
    folder.pipe('pipe');
    seen = new Collected(openSource(folder.path('pipe'), {}, clock));
  });

  afterEach(() => {
    seen.subscription.unsubscribe();
    folder.remove();
  });

  /** Into the pipe, which must have a reader: without one it throws rather than waits. */
  function write(...pieces: readonly (string | Uint8Array)[]): void {
    const fd = openSync(folder.path('pipe'), constants.O_WRONLY | constants.O_NONBLOCK);
    for (const piece of pieces) writeSync(fd, Buffer.from(piece));
    closeSync(fd);
  }

  const text = (text: string): Promise<void> => clock.until(JSON.stringify(text), () => seen.text === text);

  it('is waited for until somebody writes to it', () => {
    clock.step(5000);
    expect([seen.text, seen.isComplete, seen.error, seen.notices]).toEqual(['', false, undefined, []]);
  });

  it('is read for one writer after the other, and the last line of each is a line', async () => {
    write('a\nb');
    await text('a\nb');
    write('c\n');
    await text('a\nbc\n');
    expect(seen.chunks).toEqual(['a\n', 'b', 'c\n']);
    await clock.until('the message', () => seen.notices.length > 0);
    write('d\n');
    await text('a\nbc\nd\n');
    await clock.turn(10_000);
    expect([seen.notices, seen.isComplete]).toEqual([[NEXT], false]);
  });

  it('never lacks a reader, so nothing is lost between two writers', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => `${i}\n`);
    for (const line of lines) {
      write(line);
      if (line.endsWith('0\n')) await clock.turn(0);
    }
    await text(lines.join(''));
  });

  it('is unpacked anew for each writer that packs', async () => {
    write(gzipSync('a\n'), gzipSync('b\n'));
    await text('a\nb\n');
    await clock.until('its end', () => seen.notices.length === 1);
    write('c\n');
    await text('a\nb\nc\n');
    write(gzipSync('d\n'));
    await text('a\nb\nc\nd\n');
  });

  it('says what is packed otherwise or damaged, and waits for the next writer', async () => {
    write(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3]));
    await clock.until('two messages', () => seen.notices.length === 2);
    write(gzipSync('lost\n').subarray(0, 20));
    await clock.until('three messages', () => seen.notices.length === 3);
    write('a\n');
    await clock.until('the line', () => seen.text.endsWith('a\n'));
    expect(seen.notices).toEqual([
      'is packed by zstd; unpack it first, as with: zstdcat FILE | rxmon -',
      NEXT,
      'could not be read further: unexpected end of file',
    ]);
    expect(seen.isComplete).toBe(false);
  });

  it('that takes its place is read, and so is what is still written to it', async () => {
    const fd = openSync(folder.path('pipe'), constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(fd, 'a\n');
    await text('a\n');
    folder.delete('pipe');
    folder.pipe('pipe');
    await clock.until('it to be opened', () => folder.open().includes('pipe'));
    write('b\n');
    await text('a\nb\n');
    writeSync(fd, 'c\n');
    await text('a\nb\nc\n');
    closeSync(fd);
    for (let i = 0; i < 6; i++) await clock.turn(10_000);
    write('d\n');
    await text('a\nb\nc\nd\n');
    expect(folder.open().filter((name) => name.includes('deleted'))).toEqual([]);
  });

  it('is followed as a file when a file takes its place', async () => {
    write('a\n');
    await text('a\n');
    folder.delete('pipe');
    folder.write('pipe', 'b\n');
    await text('a\nb\n');
    folder.append('pipe', 'c\n');
    await text('a\nb\nc\n');
  });

  it('is closed when it is unsubscribed (as Linux lists descriptors)', async () => {
    expect(folder.open()).toContain('pipe');
    seen.subscription.unsubscribe();
    await clock.until('it to close', () => folder.open().length === 0);
  });
});
