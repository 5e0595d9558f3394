import * as fs from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Lineage } from '../../../src/source/rotation/lineage.js';
import type { LogFile } from '../../../src/source/file/log-file.js';
import { LogFolder } from '../../support/log-folder.js';

const LOG = 'access.log';

let folder: LogFolder;
let lineage: Lineage;

beforeEach(() => {
  folder = new LogFolder();
  lineage = new Lineage(folder.path(LOG));
});

afterEach(() => {
  lineage.close();
  folder.remove();
});

/** Follows the log that holds the text, of which so much has been read. */
function followed(text: string, offset = text.length): LogFile {
  folder.write(LOG, text);
  lineage.noteSiblings();
  folder.outlive(LOG);
  const { file } = lineage.openCurrent();
  file.offset = offset;
  file.head = file.headUpTo(offset);
  return file;
}

const namesOf = (files: readonly LogFile[]): string[] => files.map(({ path }) => basename(path));

describe('Lineage', () => {
  it('gives the files that are read in the order in which they had the name, and those that are not to be read', () => {
    folder.write(`${LOG}.9`, 'old\n');
    const first = followed('a\n');
    folder.move(LOG, `${LOG}.2`);
    folder.write(`${LOG}.1`, 'b\n');
    folder.write(LOG, 'c\n');
    const { file } = lineage.openCurrent();
    const { files } = lineage.openUnread();
    const { home, positions, known } = lineage.progress;
    expect(home).toBe(folder.path(LOG));
    expect(positions.map((position) => position.file)).toEqual([first.id, files[0]?.id, file.id]);
    expect(positions.map(({ offset }) => offset)).toEqual([2, 0, 0]);
    expect(known.length).toBe(1);
  });

  it('knows a file also by what it begins with when nothing of it has been read', () => {
    const file = followed('a\nb\n', 0);
    expect(lineage.progress.positions).toEqual([{ ...file.position, offset: 0, head: file.headUpTo(4) }]);
  });

  it('goes on with a file that had been left when it gets its name back', () => {
    const file = followed('a\n');
    folder.move(LOG, `${LOG}.1`);
    lineage.leave(file);
    folder.move(`${LOG}.1`, LOG);
    expect(lineage.openCurrent().file.offset).toBe(2);
  });

  it('begins anew with one that had been left and was rewritten since', () => {
    const file = followed('a\n');
    lineage.leave(file);
    folder.write(LOG, 'b\nc\n');
    expect(lineage.openCurrent().file.offset).toBe(0);
  });

  describe('of a file that was truncated', () => {
    it('opens the copy where it was read up to, before the file', () => {
      const file = followed('read\nunread\n', 5);
      fs.copyFileSync(folder.path(LOG), folder.path(`${LOG}.1`));
      folder.write(LOG, '');
      const [copy] = lineage.openCopies(file);
      expect([copy?.path, copy?.offset]).toEqual([folder.path(`${LOG}.1`), 5]);
      expect(lineage.progress.positions.map((position) => position.file)).toEqual([copy?.id, file.id]);
    });

    it('does not open a copy of what it holds now, which it may be truncated after', () => {
      const file = followed('read\nunread\n', 5);
      fs.copyFileSync(folder.path(LOG), folder.path(`${LOG}.2`));
      folder.write(LOG, 'new\n');
      fs.copyFileSync(folder.path(LOG), folder.path(`${LOG}.1`));
      fs.utimesSync(folder.path(`${LOG}.2`), 1, 1);
      folder.append(LOG, 'newer\n');
      expect(namesOf(lineage.openCopies(file))).toEqual([`${LOG}.2`]);
    });

    it('does not open one again that has been read', () => {
      const file = followed('read\nunread\n', 5);
      fs.copyFileSync(folder.path(LOG), folder.path(`${LOG}.1`));
      folder.write(LOG, '');
      for (const copy of lineage.openCopies(file)) lineage.leave(copy);
      expect(lineage.openCopies(file)).toEqual([]);
    });

    it('does not open what is no copy of it', () => {
      const file = followed('read\nunread\n', 5);
      folder.write(`${LOG}.1`, 'another\n');
      folder.write(LOG, '');
      expect(lineage.openCopies(file)).toEqual([]);
    });

    it('notes nothing as not to be read as long as its copies have not been looked for', () => {
      const file = followed('read\nunread\n', 5);
      fs.copyFileSync(folder.path(LOG), folder.path(`${LOG}.1`));
      folder.write(LOG, '');
      expect(lineage.noteSiblings()).toEqual({ hasChanged: false, areMissed: false });
      expect(lineage.progress.known).toEqual([]);
      lineage.openCopies(file);
      lineage.restart(file);
      folder.write(`${LOG}.2`, 'restored\n');
      expect(lineage.noteSiblings()).toEqual({ hasChanged: true, areMissed: false });
    });
  });

  it('opens later what was left out of the list of a folder that was being changed', () => {
    followed('a\n');
    folder.write('moving', 'b\n');
    folder.outlive('moving');
    folder.replace(LOG, 'c\n');
    folder.outlive(LOG);
    lineage.openCurrent();
    expect(lineage.openUnread().files).toEqual([]);
    folder.move('moving', `${LOG}.1`);
    folder.write(`${LOG}.2`, 'restored\n');
    expect(lineage.noteSiblings()).toEqual({ hasChanged: true, areMissed: true });
    expect(namesOf(lineage.openMissed().files)).toEqual([`${LOG}.1`]);
  });

  it('opens what an empty file held before it was truncated, and nothing when it was not', () => {
    followed('');
    folder.write(`${LOG}.1`, 'restored\n');
    expect(lineage.openCopiesOfBlank()).toEqual([]);
    folder.append(LOG, 'a\n');
    fs.copyFileSync(folder.path(LOG), folder.path(`${LOG}.2`));
    folder.write(LOG, '');
    fs.utimesSync(folder.path(LOG), 1, 1);
    lineage.noteSiblings();
    folder.delete(`${LOG}.1`);
    expect(namesOf(lineage.openCopiesOfBlank())).toEqual([`${LOG}.2`]);
  });

  it('reads a packed file that was never seen, though it begins as one that is known', () => {
    folder.write(`${LOG}.1`, 'same\n'.repeat(300));
    followed('a\n');
    folder.move(`${LOG}.1`, `${LOG}.3`);
    fs.writeFileSync(folder.path(`${LOG}.3.gz`), gzipSync('same\n'.repeat(300)));
    folder.delete(`${LOG}.3`);
    fs.writeFileSync(folder.path(`${LOG}.2.gz`), gzipSync('same\n'.repeat(400)));
    folder.move(LOG, `${LOG}.1`);
    folder.write(LOG, '');
    lineage.openCurrent();
    expect(namesOf(lineage.openUnread().files)).toEqual([`${LOG}.2.gz`]);
  });
});
