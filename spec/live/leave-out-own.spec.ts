import { linkSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withoutOpenTwice } from '../../src/live/leave-out-own.js';
import { LogFolder } from '../support/log-folder.js';

let folder: LogFolder;

beforeEach(() => {
  folder = new LogFolder();
});

afterEach(() => {
  folder.remove();
});

const paths = (...names: readonly string[]): string[] => names.map((name) => folder.path(name));

describe('withoutOpenTwice', () => {
  it('keeps one name of a pipe, whatever makes the others, and says so', () => {
    folder.folder('r');
    folder.pipe('r/pipe');
    folder.pipe('other');
    symlinkSync('r', folder.path('cur'));
    symlinkSync('r/pipe', folder.path('link'));
    linkSync(folder.path('r/pipe'), folder.path('hard'));
    const [first, other, ...others] = paths('r/pipe', 'other', 'cur/pipe', 'link', 'hard') as [string, ...string[]];
    expect(withoutOpenTwice([first, other ?? '', ...others])).toEqual({
      paths: [first, other],
      remarks: others.map((path) => `${path} is the same file as ${first}, and is not counted twice`),
    });
  });

  it('keeps all names of a file, which may come to refer to others', () => {
    folder.write('a.log', '');
    symlinkSync('a.log', folder.path('link'));
    linkSync(folder.path('a.log'), folder.path('hard'));
    const names = paths('a.log', 'link', 'hard', 'later.log');
    expect(withoutOpenTwice(names)).toEqual({ paths: names, remarks: [] });
  });
});
