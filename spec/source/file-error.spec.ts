import { once } from 'node:events';
import fs from 'node:fs';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { codeOf, openFault, readFault, startFault } from '../../src/source/file-error.js';
import { LogFolder } from '../support/log-folder.js';
import { asNobody } from '../support/nobody.js';

describe('startFault', () => {
  let folder: LogFolder;

  beforeEach(() => {
    folder = new LogFolder();
  });

  afterEach(() => {
    jest.restoreAllMocks();
    folder.remove();
  });

  it('has nothing to say of a file', () => {
    folder.write('access.log', '');
    expect(startFault(folder.path('access.log'))).toBeUndefined();
  });

  it('has nothing to say where nothing is yet', () => {
    expect(startFault(folder.path('access.log'))).toBeUndefined();
    expect(startFault(folder.path('no/folder/access.log'))).toBeUndefined();
  });

  it('has nothing to say of a symbolic link to a file, nor of one that leads nowhere yet', () => {
    folder.write('file', '');
    folder.link('good', 'file');
    folder.link('bad', 'nothing');
    expect([startFault(folder.path('good')), startFault(folder.path('bad'))]).toEqual([undefined, undefined]);
  });

  it('names a folder, and a symbolic link to one', () => {
    const text = 'cannot be read: it is a folder; name a file in it, or all of them with a glob such as "FOLDER/*.log"';
    folder.link('link', '.');
    expect([startFault(folder.root), startFault(folder.path('link'))]).toEqual([text, text]);
  });

  it('names a path that leads through a file', () => {
    folder.write('file', '');
    expect(startFault(folder.path('file/access.log'))).toBe(
      'cannot be read: a part of the path is not a folder; check the path',
    );
  });

  it('names symbolic links that go in a circle', () => {
    folder.link('loop', 'loop');
    expect(startFault(folder.path('loop'))).toBe(
      'cannot be read: its symbolic links go in a circle; check where they point',
    );
  });

  it('names a path that is too long', () => {
    expect(startFault(folder.path('x'.repeat(5000)))).toBe('cannot be read: the path is too long; check it');
  });

  it.each(['/dev/zero', '/dev/full', '/dev/tty'])('names the device %s', (path) => {
    expect(startFault(path)).toBe('cannot be read: it is a device, which holds no log; name a file or a pipe');
  });

  it('has nothing to say of the null device, which is as good as an empty file', () => {
    expect(startFault('/dev/null')).toBeUndefined();
  });

  it('names a socket', async () => {
    const server = createServer().listen(folder.path('socket'));
    await once(server, 'listening');
    expect(startFault(folder.path('socket'))).toBe(
      'cannot be read: it is a socket; let a program read it and give the lines on standard input, named -',
    );
    server.close();
  });

  it('says how to read a file that is packed in another way than by gzip', () => {
    fs.writeFileSync(folder.path('a.log'), gzipSync('a\n'));
    expect(startFault(folder.path('a.log'))).toBeUndefined();
    folder.write('b.log', '\xfd7zXZ\0…');
    expect(startFault(folder.path('b.log'))).toBe('is packed by xz; unpack it first, as with: xzcat FILE | rxmon -');
  });

  it('opens a file, but no named pipe: its writers would take that for a reader', async () => {
    folder.write('access.log', '');
    folder.pipe('pipe');
    const open = jest.spyOn(fs, 'openSync');
    jest.resetModules();
    const fresh: { startFault: typeof startFault } = await import('../../src/source/file-error.js');
    // Jest has opened what is imported.
    open.mockClear();
    expect(fresh.startFault(folder.path('pipe'))).toBeUndefined();
    expect(open).not.toHaveBeenCalled();
    expect(fresh.startFault(folder.path('access.log'))).toBeUndefined();
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('names a file that may not be read (root cannot be refused, and becomes nobody for this look)', async () => {
    folder.write('access.log', '');
    fs.chmodSync(folder.path('access.log'), 0);
    await asNobody(folder.root, () => {
      expect(startFault(folder.path('access.log'))).toBe(openFault('EACCES'));
    });
  });

  it('leaves nothing open', () => {
    folder.write('access.log', '');
    startFault(folder.path('access.log'));
    expect(folder.open()).toEqual([]);
  });
});

describe('openFault', () => {
  it.each([
    ['EACCES', 'permission denied; run as a user who may read it (often one of the group adm), or change its mode'],
    ['EPERM', 'permission denied; run as a user who may read it'],
    ['EMFILE', 'too many open files; raise the limit with ulimit -n, or follow fewer files'],
    ['EIO', 'EIO'],
    ['not a regular file', 'not a regular file'],
  ])('says of %s what to do, where it knows', (code, text) => {
    expect(openFault(code)).toBe(`cannot be read: ${text}`);
  });
});

describe('readFault', () => {
  it('says what to do where it knows, and what the system said where it does not', () => {
    const error = (code: string): Error => Object.assign(new Error('i/o error, read'), { code });
    expect(readFault(error('EMFILE'))).toBe(
      'could not be read further: too many open files; raise the limit with ulimit -n, or follow fewer files',
    );
    expect(readFault(error('EIO'))).toBe('could not be read further: i/o error, read');
    expect(readFault(new Error('odd'))).toBe('could not be read further: odd');
  });
});

describe('codeOf', () => {
  it("gives the system's code, or what the error says of itself", () => {
    expect(codeOf(Object.assign(new Error('no'), { code: 'ENOENT' }))).toBe('ENOENT');
    expect(codeOf(new Error('odd'))).toBe('Error: odd');
    expect(codeOf('odd')).toBe('odd');
  });
});
