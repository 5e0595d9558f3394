import { linkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { UnreadContents } from '../../../src/source/rotation/unread-contents.js';
import { LogFolder } from '../../support/log-folder.js';

let folder: LogFolder;
let contents: UnreadContents;

beforeEach(() => {
  folder = new LogFolder();
  contents = new UnreadContents(undefined);
});

afterEach(() => {
  folder.remove();
});

/** Adds a log that holds the text; gives the offset at which it begins. */
function offsetOf(name: string, text: string, isFromStart?: boolean): number | undefined {
  folder.write(name, text);
  return contents.add(folder.path(name), isFromStart)?.offset;
}

describe('UnreadContents', () => {
  it('begins each log behind what those before it hold', () => {
    expect(offsetOf('a.log', 'a\nb\n')).toBeUndefined();
    expect(offsetOf('other.log', 'x\ny\n')).toBeUndefined();
    expect(offsetOf('same.log', 'a\nb\n')).toBe(4);
    expect(offsetOf('longer.log', 'a\nb\nc\nd\n')).toBe(4);
    expect(offsetOf('longest.log', 'a\nb\nc\nd\ne\n')).toBe(8);
  });

  it('begins one at its first byte that is to be read from there, and others behind it', () => {
    expect(offsetOf('a.log', 'a\nb\n')).toBeUndefined();
    expect(offsetOf('b.log', 'a\nb\nc\n', true)).toBeUndefined();
    expect(offsetOf('c.log', 'a\nb\nc\n')).toBe(6);
  });

  it('takes another name of a file for no copy of it, as only one of the two is read', () => {
    expect(offsetOf('a.log', 'a\nb\n')).toBeUndefined();
    linkSync(folder.path('a.log'), folder.path('b.log'));
    expect(contents.add(folder.path('b.log'))).toBeUndefined();
  });

  it('does not add a copy of which others hold each line', () => {
    folder.write('a.log', 'a\nb\nc\n');
    for (const name of ['same.1', 'packed.1']) folder.write(name, 'a\nb\nc\n');
    folder.write('more.1', 'a\nb\nc\nd\n');
    folder.pack('packed.1');
    expect(contents.addUnlessWhole(folder.path('a.log'), false)).toBe(false);
    expect(contents.addUnlessWhole(folder.path('same.1'), false)).toBe(true);
    expect(contents.addUnlessWhole(folder.path('more.1'), false)).toBe(false);
    expect(offsetOf('b.log', 'a\nb\nc\nd\ne\n')).toBe(8);
  });

  it('passes over what is empty, gone or a folder', () => {
    expect(offsetOf('a.log', '')).toBeUndefined();
    expect(offsetOf('b.log', '')).toBeUndefined();
    expect(contents.add(folder.path('gone.log'))).toBeUndefined();
    expect(contents.add(folder.root)).toBeUndefined();
    expect(contents.addUnlessWhole(folder.path('gone.log'), false)).toBe(false);
  });
});
