import * as fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { primed } from '../../../src/live/start/prime-file.js';
import { recentEngines } from '../../../src/live/start/read-recent.js';
import type { Position } from '../../../src/source/source-event.js';
import { LogFile } from '../../../src/source/file/log-file.js';
import { commonLine } from '../../support/log.js';
import { LogFolder } from '../../support/log-folder.js';

/** The second that lines state, and that the files are of. */
const SECOND = Date.UTC(2018, 4, 9, 16, 0, 39) / 1000;
const BOUNDS = { from: SECOND - 10, to: SECOND + 1 };
const LINE = `${commonLine()}\n`;
/** What is read at once. */
const BLOCK_BYTES = 1024 * 1024;

describe('primed', () => {
  let folder: LogFolder;
  const engines = recentEngines();
  const hitsIn = async (name: string, position: Position): Promise<number> =>
    (await primed(folder.path(name), position, 'auto', BOUNDS, engines, () => false)).hits;

  /** Where a file is followed from, when it begins to be now. */
  function endOf(name: string): Position {
    const file = LogFile.open(folder.path(name));
    file.startAtEnd();
    file.close();
    return file.position;
  }

  beforeEach(() => {
    folder = new LogFolder();
    folder.write('a.log', LINE.repeat(3));
  });
  afterEach(() => {
    folder.remove();
  });

  it('gives the lines of these times', async () => {
    folder.append('a.log', `${commonLine({ time: '09/May/2018:16:00:28 +0000' })}\n`);
    expect(await hitsIn('a.log', endOf('a.log'))).toBe(3);
  });

  it('gives those before the place where the file begins to be followed, and not those behind it', async () => {
    const end = endOf('a.log');
    folder.append('a.log', LINE);
    expect(await hitsIn('a.log', end)).toBe(3);
    expect(await hitsIn('a.log', { ...end, offset: LINE.length })).toBe(1);
  });

  it('gives nothing of a line that has not ended: it will be read when it has', async () => {
    folder.append('a.log', LINE.slice(0, -1));
    expect(await hitsIn('a.log', endOf('a.log'))).toBe(3);
  });

  it('gives nothing when another file has the name by now', async () => {
    const end = endOf('a.log');
    folder.move('a.log', 'a.log.1');
    folder.write('a.log', LINE.repeat(5));
    expect(await hitsIn('a.log', end)).toBe(0);
  });

  it('gives nothing when the file is gone, or is a folder by now', async () => {
    const end = endOf('a.log');
    folder.delete('a.log');
    expect(await hitsIn('a.log', end)).toBe(0);
    folder.folder('a.log');
    expect(await hitsIn('a.log', end)).toBe(0);
  });

  it.each<[string, (end: Position) => void]>([
    [
      'truncated and written to again',
      () => {
        folder.write('a.log', LINE.replace('/', '/new').repeat(100_000));
      },
    ],
    [
      'truncated',
      () => {
        folder.write('a.log', '');
      },
    ],
    [
      'written over before the place',
      ({ offset }) => {
        const fd = fs.openSync(folder.path('a.log'), 'r+');
        fs.writeSync(fd, LINE.replace('GET', 'PUT'), offset - LINE.length);
        fs.closeSync(fd);
      },
    ],
  ])('gives nothing of a file that is %s while it is read', async (_, change) => {
    const lines = 3 * Math.ceil(BLOCK_BYTES / LINE.length);
    folder.write('a.log', LINE.repeat(lines));
    const end = endOf('a.log');
    let isFirst = true;
    const changed = (): boolean => {
      if (isFirst) change(end);
      isFirst = false;
      return false;
    };
    const found = await primed(folder.path('a.log'), end, 'auto', BOUNDS, engines, changed);
    expect(found.hits).toBe(0);
  });

  it('does not wait for the writer of a pipe that has taken the name', async () => {
    const end = endOf('a.log');
    folder.delete('a.log');
    folder.pipe('a.log');
    expect(await hitsIn('a.log', end)).toBe(0);
  });

  it('gives nothing of a file that was not written to in these times', async () => {
    fs.utimesSync(folder.path('a.log'), SECOND - 11, SECOND - 11);
    expect(await hitsIn('a.log', endOf('a.log'))).toBe(0);
    fs.utimesSync(folder.path('a.log'), SECOND - 10, SECOND - 10);
    expect(await hitsIn('a.log', endOf('a.log'))).toBe(3);
  });

  it('stops when it is told to', async () => {
    const lines = 3 * Math.ceil(BLOCK_BYTES / LINE.length);
    folder.write('a.log', LINE.repeat(lines));
    const hits = async (isStopped: () => boolean): Promise<number> =>
      (await primed(folder.path('a.log'), endOf('a.log'), 'auto', BOUNDS, engines, isStopped)).hits;
    expect(await hits(() => false)).toBe(lines);
    expect(await hits(() => true)).toBeLessThan(lines / 2);
  });

  it('leaves no file open', async () => {
    await hitsIn('a.log', endOf('a.log'));
    await hitsIn('a.log', { ...endOf('a.log'), file: 'another' });
    expect(folder.open()).toEqual([]);
  });
});
