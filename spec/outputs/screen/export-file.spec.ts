import * as fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exportFile } from '../../../src/outputs/screen/export-file.js';
import { LogFolder } from '../../support/log-folder.js';

describe('exportFile', () => {
  const before = process.cwd();
  const at = Date.parse('2018-05-09T16:00:39Z');
  let folder: LogFolder;
  beforeEach(() => {
    folder = new LogFolder();
    process.chdir(folder.root);
  });
  afterEach(() => {
    process.chdir(before);
    folder.remove();
  });

  it('makes a file of the time, for this user alone', () => {
    const path = folder.path('rxmon-20180509T160039Z.json');
    expect(exportFile('{}', at)).toBe(`exported to ${path}`);
    expect(fs.readFileSync(path, 'utf8')).toBe('{}');
    expect(fs.statSync(path).mode & 0o777).toBe(0o600);
  });

  it('writes to nothing that is there, nor through a planted link, however many names are taken', () => {
    folder.write('victim', 'precious');
    folder.link('rxmon-20180509T160039Z.json', 'victim');
    for (let i = 1; i < 150; i++) folder.link(`rxmon-20180509T160039Z-${i}.json`, 'nothing');
    expect(exportFile('{}', at)).toMatch(/^exported to .*rxmon-20180509T160039Z-[0-9a-f]{16}\.json$/);
    expect(fs.readFileSync(folder.path('victim'), 'utf8')).toBe('precious');
    expect(fs.existsSync(folder.path('nothing'))).toBe(false);
  });
});
