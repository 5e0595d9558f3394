import { chmodSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { codeOf, openFault, readFault, startFault } from '../../src/source/fault.js';
import { LogFolder } from '../support/log-folder.js';

describe('startFault', () => {
  let folder: LogFolder;

  beforeEach(() => {
    folder = new LogFolder();
  });

  afterEach(() => {
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

  // access(2) asks for the real user, who cannot be put off and taken back within a process. Where the specs run as root,
  // spec/cli/monitor.spec.ts has the same case with the program run as another user, so it is never untested.
  const asUser = process.getuid?.() === 0 ? it.skip : it;
  asUser('names a file that may not be read (skipped as root, who may; the text is compared below)', () => {
    folder.write('access.log', '');
    chmodSync(folder.path('access.log'), 0);
    expect(startFault(folder.path('access.log'))).toBe(openFault('EACCES'));
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
