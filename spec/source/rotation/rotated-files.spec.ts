import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { isSiblingName, siblingsOf } from '../../../src/source/rotation/rotated-files.js';
import { LogFolder } from '../../support/log-folder.js';

describe('isSiblingName', () => {
  it.each([
    ['access.log.1', 'access.log'],
    ['access.log.12', 'access.log'],
    ['access.log.1.gz', 'access.log'],
    ['access.log-20180509', 'access.log'],
    ['access.log-20180509.gz', 'access.log'],
    ['access.log-20180509-1525881600', 'access.log'],
    ['access.log-1525881600', 'access.log'],
    ['access.log-2018050916', 'access.log'],
    ['access.log-20180509.2', 'access.log'],
    ['access.log-09052018', 'access.log'],
    ['access.log-180509', 'access.log'],
    ['access.log-201805', 'access.log'],
    ['access.log-2018-W19', 'access.log'],
    ['access.log.2018-05-09-16_00_39', 'access.log'],
    ['access.log.2018-05-09', 'access.log'],
    ['access.log.2018-05-09_16', 'access.log'],
    ['access.log.2018-05-09T16:00:39', 'access.log'],
    ['access.log_1', 'access.log'],
    ['access.log.old', 'access.log'],
    ['access.log.old.gz', 'access.log'],
    ['access.log.bak', 'access.log'],
    ['access-20180509.log', 'access.log'],
    ['access-20180509.log.gz', 'access.log'],
    ['access-2018-05-09.log', 'access.log'],
    ['access-2018-05-09T16-00-39.000.log', 'access.log'],
    ['access.1.log', 'access.log'],
    ['access.1.log.gz', 'access.log'],
    ['access_log.1', 'access_log'],
    ['access.1', 'access'],
    ['.log.1', '.log'],
  ])('takes %s for what may have become of %s', (name, log) => {
    expect(isSiblingName(name, log)).toBe(true);
  });

  it.each([
    ['access.log', 'access.log'],
    ['error.log.1', 'access.log'],
    ['access.log1', 'access.log'],
    ['access.log.gz', 'access.log'],
    ['access.log.tmp', 'access.log'],
    ['access.log.swp', 'access.log'],
    ['access.log.1.bak', 'access.log'],
    ['access.log.1.zst', 'access.log'],
    ['access.log~', 'access.log'],
    ['my-access.log.1', 'access.log'],
    ['access.login.1', 'access.log'],
    ['access-2.log', 'access.log'],
    ['access-8443.log', 'access.log'],
    ['access.log-8080', 'access.log'],
    ['access.log.8080', 'access.log'],
    ['access.log-443', 'access.log'],
    ['access.log-1', 'access.log'],
    ['access.log.192.168.0.1', 'access.log'],
    ['access.log-10.0.0.1', 'access.log'],
    ['access.log-20189999', 'access.log'],
    ['access.log-99999999', 'access.log'],
    ['access.log.65535', 'access.log'],
    ['access.log.old8080', 'access.log'],
    ['access2.log', 'access.log'],
    ['access-old.log', 'access.log'],
    ['access-2.log.1', 'access.log'],
    ['other_access.log.1', 'access.log'],
    ['', 'access.log'],
  ])('does not take %s for that of %s', (name, log) => {
    expect(isSiblingName(name, log)).toBe(false);
  });
});

describe('siblingsOf', () => {
  let folder: LogFolder;

  beforeEach(() => {
    folder = new LogFolder();
  });

  afterEach(() => {
    jest.restoreAllMocks();
    folder.remove();
  });

  const names = (): string[] =>
    siblingsOf(folder.path('access.log')).map(({ path }) => path.slice(folder.root.length + 1));

  /** A file that was last written to so many seconds after 2018-05-09T16:00:00Z. */
  function write(name: string, seconds: number, text = name): void {
    folder.write(name, text);
    fs.utimesSync(folder.path(name), 1525881600 + seconds, 1525881600 + seconds);
  }

  it('gives the files beside a log that are named like rotated ones, the one that was last written to last', () => {
    write('access.log', 40);
    write('access.log.1', 30);
    write('access.log.3.gz', 10);
    write('access.log.2', 20);
    write('error.log.1', 15);
    expect(names()).toEqual(['access.log.3.gz', 'access.log.2', 'access.log.1']);
  });

  it('gives those that were last written to in the same moment in the order in which they were made', () => {
    for (const name of ['access.log.3', 'access.log.1', 'access.log.2']) {
      write(name, 0);
      folder.outlive(name);
    }
    expect(names()).toEqual(['access.log.3', 'access.log.1', 'access.log.2']);
  });

  it('tells of each what it is', () => {
    write('access.log.1.gz', 0, 'four');
    write('access.log.old', 10, 'other');
    expect(siblingsOf(folder.path('access.log'))).toMatchObject([
      { size: 4, mtime: 1525881600_000_000_000n, isGzip: true, isNumbered: true },
      { size: 5, mtime: 1525881610_000_000_000n, isGzip: false, isNumbered: false },
    ]);
  });

  it('leaves out what is packed as long as the file itself is there, as it is not whole by then', () => {
    write('access.log.1', 0);
    write('access.log.1.gz', 1);
    expect(names()).toEqual(['access.log.1']);
    folder.delete('access.log.1');
    expect(names()).toEqual(['access.log.1.gz']);
  });

  it('gives what has been packed while the folder was listed', async () => {
    write('access.log.1.gz', 1);
    // As it was listed, the file itself was still there.
    const { readdirSync } = fs;
    jest
      .spyOn(fs, 'readdirSync')
      .mockImplementationOnce((...args) => ['access.log.1', ...readdirSync(...args)] as never);
    jest.resetModules();
    const { siblingsOf: fresh } = await import('../../../src/source/rotation/rotated-files.js');
    const found = fresh(folder.path('access.log')).map(({ path }) => path);
    expect(found).toEqual([folder.path('access.log.1.gz')]);
  });

  it('lists once where a link to nothing lies beside what is packed', async () => {
    folder.link('access.log.1', 'nothing');
    write('access.log.1.gz', 1);
    const list = jest.spyOn(fs, 'readdirSync');
    jest.resetModules();
    const { siblingsOf: fresh } = await import('../../../src/source/rotation/rotated-files.js');
    list.mockClear();
    fresh(folder.path('access.log'));
    expect(list.mock.calls.map(([path]) => path)).toEqual([folder.root]);
  });

  it('leaves out only what cannot be looked at', async () => {
    write('access.log.1', 1);
    write('access.log.1.gz', 1);
    write('access.log.2', 0);
    const { statSync, lstatSync } = fs;
    const refuse = (path: fs.PathLike): void => {
      if (path === folder.path('access.log.1')) throw Object.assign(new Error('stale'), { code: 'ESTALE' });
    };
    jest.spyOn(fs, 'statSync').mockImplementation((...args: Parameters<typeof statSync>) => {
      refuse(args[0]);
      return statSync(...args);
    });
    jest.spyOn(fs, 'lstatSync').mockImplementation((...args: Parameters<typeof lstatSync>) => {
      refuse(args[0]);
      return lstatSync(...args);
    });
    jest.resetModules();
    const { siblingsOf: fresh } = await import('../../../src/source/rotation/rotated-files.js');
    expect(fresh(folder.path('access.log')).map(({ path }) => path)).toEqual([folder.path('access.log.2')]);
  });

  it('leaves out folders, pipes and links that lead to nothing', () => {
    folder.folder('access.log.1');
    folder.pipe('access.log.2');
    folder.link('access.log.3', 'nothing');
    write('access.log.4', 0);
    expect(names()).toEqual(['access.log.4']);
  });

  it('leaves out a link that leads to itself', () => {
    folder.link('access.log.1', 'access.log.1');
    write('access.log.2', 0);
    expect(names()).toEqual(['access.log.2']);
  });

  it('gives the log itself by its other name, where it has one', () => {
    write('access.log', 0);
    fs.linkSync(folder.path('access.log'), folder.path('access.log.1'));
    expect(names()).toEqual(['access.log.1']);
  });

  it('throws when the folder cannot be listed', () => {
    expect(() => siblingsOf(folder.path('no/access.log'))).toThrow('ENOENT');
  });
});
