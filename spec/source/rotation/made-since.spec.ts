import { gzipSync } from 'node:zlib';
import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isMadeSince } from '../../../src/source/rotation/made-since.js';
import { siblingsOf } from '../../../src/source/rotation/rotated-files.js';
import type { Sibling } from '../../../src/source/rotation/rotated-files.js';
import { LogFolder } from '../../support/log-folder.js';

let folder: LogFolder;

beforeEach(() => {
  folder = new LogFolder();
});

afterEach(() => {
  folder.remove();
});

/** In milliseconds and nanoseconds. */
const AT = 1_525_881_650_250;
const SAVED = BigInt(AT) * 1_000_000n;

/** Lines are seconds: the latest of them. */
const latestTime = (lines: Uint8Array): number | undefined => {
  const times = Buffer.from(lines).toString('latin1').split('\n').filter(Boolean).map(Number);
  return times.some(Number.isNaN) ? undefined : times.at(-1);
};

/** A file that holds the text, with these times, in nanoseconds after the state was saved; `undefined`: not told. */
function sibling(text: string, times: { mtime: bigint; birth: bigint | undefined }, isGzip = false): Sibling {
  const name = `access.log.1${isGzip ? '.gz' : ''}`;
  fs.writeFileSync(folder.path(name), isGzip ? gzipSync(text) : text);
  const [found] = siblingsOf(folder.path('access.log'));
  if (found === undefined) throw new Error('it is not found');
  return { ...found, mtime: SAVED + times.mtime, birth: times.birth === undefined ? 0n : SAVED + times.birth };
}

const BEFORE = '1525881649\n';
const SAME_SECOND = '1525881650\n';
const AFTER = '1525881651\n';

describe('isMadeSince', () => {
  it.each([
    ['made and written to later', AFTER, 2n, 1n, true],
    ['written to in the second of the save', SAME_SECOND, 2n, 1n, true],
    ['empty, and made later', '', 2n, 1n, true],
    ['of lines that state no time, and made later', 'a\n', 2n, 1n, true],
    ['made before', AFTER, 2n, -1n, false],
    ['made at the same time', AFTER, 2n, 0n, false],
    ['made later and last written to before, as an old one is that was unpacked', AFTER, -1n, 1n, false],
    ['made later of old lines, as a copy of an old one is', BEFORE, 2n, 1n, false],
    ['written to later, where nothing tells when it was made', AFTER, 2n, undefined, true],
    ['begun before, where only its lines tell', BEFORE, 2n, undefined, false],
    ['of lines that state no time, where nothing else tells', 'a\n', 2n, undefined, false],
  ])('of a file that is %s', (_, text, mtime, birth, isMade) => {
    for (const isGzip of [false, true]) {
      expect(isMadeSince(sibling(text, { mtime, birth }, isGzip), { at: AT, latestTime })).toBe(isMade);
      folder.delete(`access.log.1${isGzip ? '.gz' : ''}`);
    }
  });

  it('looks at more than one line, as the first may be of a request that took long', () => {
    const text = `${BEFORE}${AFTER}`;
    expect(isMadeSince(sibling(text, { mtime: 2n, birth: 1n }), { at: AT, latestTime })).toBe(true);
  });

  it('goes by when the file was made where lines tell nothing', () => {
    expect(isMadeSince(sibling(BEFORE, { mtime: 2n, birth: 1n }), { at: AT })).toBe(true);
    expect(isMadeSince(sibling(AFTER, { mtime: 2n, birth: undefined }), { at: AT })).toBe(false);
  });
});
