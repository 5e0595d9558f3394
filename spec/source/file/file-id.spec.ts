import * as fs from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LogFolder } from '../../support/log-folder.js';
import { withoutStatx } from '../../support/stat-mocks.js';

let folder: LogFolder;

beforeEach(() => {
  folder = new LogFolder();
  jest.resetModules();
});

afterEach(() => {
  jest.restoreAllMocks();
  folder.remove();
});

const statOf = (name: string): BigIntStats => fs.statSync(folder.path(name), { bigint: true });

describe('fileId', () => {
  it('stays the same when the file is written to, renamed or touched', async () => {
    const { fileId } = await import('../../../src/source/file/file-id.js');
    folder.write('a', '');
    const id = fileId(statOf('a'));
    folder.append('a', 'text');
    folder.move('a', 'b');
    fs.utimesSync(folder.path('b'), 1, 1);
    fs.chmodSync(folder.path('b'), 0o600);
    expect(fileId(statOf('b'))).toBe(id);
  });

  it('is another one for the file that comes after it, also when that has the same number', async () => {
    const { birthOfId, fileId } = await import('../../../src/source/file/file-id.js');
    const ids = Array.from({ length: 50 }, () => {
      folder.write('a', '');
      const id = fileId(statOf('a'));
      folder.delete('a');
      return id;
    });
    expect(new Set(ids).size).toBeGreaterThan(1);
    expect(ids.every((id) => birthOfId(id) > 0n)).toBe(true);
  });

  it('has no time of birth where the system gives that of the last change for it', async () => {
    withoutStatx();
    const { birthOfId, fileId, inoOfId } = await import('../../../src/source/file/file-id.js');
    folder.write('a', '');
    const id = fileId(statOf('a'));
    folder.append('a', 'text');
    expect(fileId(statOf('a'))).toBe(id);
    expect([inoOfId(id), birthOfId(id)]).toEqual([statOf('a').ino.toString(), 0n]);
  });
});
