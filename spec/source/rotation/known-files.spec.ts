import * as fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { headOf } from '../../../src/source/file/fingerprint.js';
import { KnownFiles } from '../../../src/source/rotation/known-files.js';
import { LogFile } from '../../../src/source/file/log-file.js';
import { siblingsOf } from '../../../src/source/rotation/rotated-files.js';
import type { Sibling } from '../../../src/source/rotation/rotated-files.js';
import { LogFolder } from '../../support/log-folder.js';

const LOG = 'access.log';

let folder: LogFolder;
let known: KnownFiles;
let files: LogFile[];

beforeEach(() => {
  folder = new LogFolder();
  known = new KnownFiles();
  files = [];
});

afterEach(() => {
  for (const file of files) file.close();
  folder.remove();
});

function sibling(name: string): Sibling {
  const found = siblingsOf(folder.path(LOG)).find(({ path }) => path === folder.path(name));
  if (found === undefined) throw new Error(name);
  return found;
}

function open(name: string): LogFile {
  const file = LogFile.open(folder.path(name), name.endsWith('.gz'));
  file.rank = known.begin();
  files.push(file);
  return file;
}

const pack = (name: string, text: string): void => {
  fs.writeFileSync(folder.path(name), gzipSync(text));
};

describe('KnownFiles', () => {
  it('tells of each by what it is known again', () => {
    folder.write(`${LOG}.1`, 'a\nb\n');
    pack(`${LOG}.2.gz`, 'c\n');
    for (const name of [`${LOG}.1`, `${LOG}.2.gz`]) known.note(sibling(name));
    expect(known.list).toEqual([
      { file: sibling(`${LOG}.1`).file, head: headOf(Buffer.from('a\nb\n')), size: 4 },
      { file: sibling(`${LOG}.2.gz`).file, head: headOf(Buffer.from('c\n')), size: 2 },
    ]);
  });

  it('says which are new, and keeps account of how large they are', () => {
    folder.write(`${LOG}.1`, '');
    expect(known.note(sibling(`${LOG}.1`))).toBe(true);
    folder.append(`${LOG}.1`, 'late\n');
    expect(known.note(sibling(`${LOG}.1`))).toBe(false);
    expect(known.list).toMatchObject([{ head: headOf(Buffer.from('late\n')), size: 5 }]);
  });

  it('knows where to go on with a file that was left, but not with one that was deleted', () => {
    folder.write('a.log', 'line\nmore\n');
    folder.write('b.log', 'line\n');
    const [a, b] = [open('a.log'), open('b.log')];
    a.offset = 5;
    folder.delete('b.log');
    known.leave(a);
    known.leave(b);
    expect(known.placeIn(a.id)).toMatchObject({ file: a.id, offset: 5 });
    expect(known.placeIn(b.id)).toBeUndefined();
  });

  it('knows in another run what it knew in this one', () => {
    folder.write(`${LOG}.1`, 'a\n');
    folder.write('b.log', 'b\n');
    known.note(sibling(`${LOG}.1`));
    known.leave(open('b.log'));
    const other = new KnownFiles();
    other.addAll(known.list);
    expect(other.list).toEqual(known.list);
    expect(other.placeIn(files[0]?.id ?? '')).toEqual(known.placeIn(files[0]?.id ?? ''));
  });

  it('remembers all that are there, and 64 of those that are gone, the last ones', () => {
    known.addAll(Array.from({ length: 200 }, (_, i) => ({ file: String(i), head: { length: 0, crc: 0 } })));
    known.forgetGone(new Set(['0', '1']));
    expect(known.list.map(({ file }) => Number(file))).toEqual([
      0,
      1,
      ...Array.from({ length: 64 }, (_, i) => 136 + i),
    ]);
  });

  describe('says that a file has an original among them', () => {
    const isCopy = (name: string, isNumbered = true): boolean => known.hasOriginalOf(open(name), isNumbered);

    beforeEach(() => {
      folder.write(`${LOG}.1`, 'a\nb\n');
      known.note(sibling(`${LOG}.1`));
    });

    it('when it is packed and begins as that does, and is as large', () => {
      pack('same.gz', 'a\nb\n');
      pack('other.gz', 'a\nc\n');
      expect([isCopy('same.gz'), isCopy('other.gz')]).toEqual([true, false]);
    });

    it('not when it only begins as that does, as two logs of the same second may', () => {
      pack('larger.gz', 'a\nb\nc\n');
      expect(isCopy('larger.gz')).toBe(false);
    });

    it('when it begins so and nobody knows how large that was', () => {
      known = new KnownFiles();
      known.addAll([{ file: '1', head: headOf(Buffer.from('a\n')) }]);
      pack('larger.gz', 'a\nb\nc\n');
      expect(isCopy('larger.gz')).toBe(true);
    });

    it('not when that is named like a copy, and it is not', () => {
      known = new KnownFiles();
      folder.write(`${LOG}.bak`, 'a\nb\n');
      known.note(sibling(`${LOG}.bak`));
      pack('same.gz', 'a\nb\n');
      expect([isCopy('same.gz'), isCopy('same.gz', false)]).toEqual([false, true]);
    });
  });

  describe('says that a file may be younger than another one', () => {
    it('when it was noted later, or is not known', () => {
      for (const n of [1, 2, 3]) folder.write(`${LOG}.${n}`, '');
      known.note(sibling(`${LOG}.1`));
      const file = open(`${LOG}.3`);
      known.note(sibling(`${LOG}.2`));
      const areYounger = [`${LOG}.1`, `${LOG}.2`].map((name) => known.mayBeYounger(sibling(name).file, file));
      expect([...areYounger, known.mayBeYounger('unknown', file)]).toEqual([false, true, true]);
    });

    it('not when it has been read, whenever that was', () => {
      for (const n of [1, 2]) folder.write(`${LOG}.${n}`, '');
      const [file, copy] = [open(`${LOG}.1`), open(`${LOG}.2`)];
      known.leave(copy);
      expect(known.mayBeYounger(copy.id, file)).toBe(false);
    });
  });
});
