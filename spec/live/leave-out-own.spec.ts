import { linkSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withoutOpenTwice, withoutState } from '../../src/live/leave-out-own.js';
import { LogFolder } from '../support/log-folder.js';

let folder: LogFolder;

beforeEach(() => {
  folder = new LogFolder();
});

afterEach(() => {
  folder.remove();
});

const paths = (...names: readonly string[]): string[] => names.map((name) => folder.path(name));

describe('withoutState', () => {
  const STATE = 'rxms, and what follows';
  const LOCK = 'rxmon lock\nid 1\n';
  /** Of the names, those that are still followed when a glob gave them all. */
  const followed = (state: string, ...names: readonly string[]): ReturnType<typeof withoutState> =>
    withoutState(paths(...names), [], folder.path(state));

  beforeEach(() => {
    folder.write('a.log', 'a line\n');
  });

  it('keeps all paths where no state is kept, or none that is matched', () => {
    const names = paths('a.log', 'st', 'st.lock');
    expect(withoutState(names, [], undefined)).toEqual({ paths: names, faults: [] });
    expect(followed('other', 'a.log')).toEqual({ paths: paths('a.log'), faults: [] });
  });

  it('leaves out a state and its lock, by whatever names', () => {
    folder.write('st', STATE);
    folder.write('st.lock', LOCK);
    symlinkSync('st', folder.path('link'));
    linkSync(folder.path('st'), folder.path('hard'));
    for (const state of ['st', 'hard'])
      expect(followed(state, 'a.log', 'hard', 'link', 'st').paths).toEqual(paths('a.log'));
    expect(followed('st', 'a.log', 'st', 'st.lock')).toEqual({ paths: paths('a.log'), faults: [] });
  });

  it('leaves out the name of a state that is not made yet, as a link to nothing has it', () => {
    symlinkSync('later', folder.path('st'));
    expect(followed('st', 'a.log', 'st')).toEqual({ paths: paths('a.log'), faults: [] });
  });

  it('keeps a log that has the name of the state or of its lock, which are refused for that', () => {
    folder.write('a.log.lock', 'a line\n');
    const names = ['a.log', 'a.log.lock'];
    expect(followed('a.log', ...names)).toEqual({ paths: paths(...names), faults: [] });
  });

  it('keeps a state that is given by name, which is refused for that', () => {
    folder.write('st', STATE);
    const st = folder.path('st');
    expect(withoutState([st], [st], st)).toEqual({ paths: [st], faults: [] });
  });

  describe('finds fault with an empty file, which may be a log that was just rotated,', () => {
    const because = (subject: string): string[] => [
      `${folder.path('st')} cannot keep the state: ${subject} is empty, and matched as a log; ` +
        'delete it if it is none, or name another file',
    ];

    it('as the state itself', () => {
      folder.write('st', '');
      expect(followed('st', 'a.log', 'st')).toEqual({ paths: paths('a.log'), faults: because('it') });
    });

    it.each([
      ['a link', symlinkSync],
      ['a hard link', linkSync],
    ])('as the file of which the state is %s', (_, make) => {
      folder.write('e.log', '');
      make(folder.path('e.log'), folder.path('st'));
      expect(followed('st', 'a.log', 'e.log')).toEqual({
        paths: paths('a.log'),
        faults: because(folder.path('e.log')),
      });
    });
  });
});

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
