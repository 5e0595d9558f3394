import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LogLocation } from '../../../src/source/rotation/log-location.js';
import { LogFolder } from '../../support/log-folder.js';

let folder: LogFolder;

beforeEach(() => {
  folder = new LogFolder();
});

afterEach(() => {
  folder.remove();
});

describe('LogLocation', () => {
  it('is where the log lies, links left aside', () => {
    folder.folder('logs');
    folder.write('logs/a.log', '');
    folder.link('access.log', 'logs/a.log');
    folder.link('folder', 'logs');
    expect(new LogLocation(folder.path('access.log')).path).toBe(folder.path('logs/a.log'));
    expect(new LogLocation(folder.path('folder/a.log')).path).toBe(folder.path('logs/a.log'));
  });

  it('is where a log would lie that is not there yet', () => {
    folder.folder('logs');
    folder.link('access.log', 'other.log');
    folder.link('other.log', 'logs/a.log');
    expect(new LogLocation(folder.path('access.log')).path).toBe(folder.path('logs/a.log'));
    expect(new LogLocation(folder.path('no/such.log')).path).toBe(folder.path('no/such.log'));
  });

  it('is the path itself where links go in a circle', () => {
    folder.link('access.log', 'access.log');
    expect(new LogLocation(folder.path('access.log')).path).toBe(folder.path('access.log'));
  });

  it('says whether the links lead elsewhere than before', () => {
    folder.write('a.log', '');
    folder.write('b.log', '');
    folder.link('access.log', 'a.log');
    const home = new LogLocation(folder.path('access.log'));
    const moves = ['a.log', 'b.log', 'b.log'].map((name) => {
      folder.link('access.log', name);
      return home.find();
    });
    expect(moves).toEqual([false, true, false]);
    expect(home.path).toBe(folder.path('b.log'));
  });

  it('shows no siblings where the folder cannot be listed, and tells that apart from where there are none', () => {
    const home = new LogLocation(folder.path(join('no', 'access.log')));
    expect([home.list(), home.tryToList()]).toEqual([[], undefined]);
    folder.folder('no');
    expect(home.tryToList()).toEqual([]);
  });

  it('is touched when a name comes or goes, at three looks, as its time is told in steps; and not when a file is written to', () => {
    folder.write('access.log', '');
    const home = new LogLocation(folder.path('access.log'));
    const looks = (): boolean[] => [0, 1, 2, 3].map(() => home.isTouched());
    let times = 0;
    // Between two changes the file system may tell the same time.
    const change = (act: () => void): void => {
      act();
      fs.utimesSync(folder.root, 1, ++times);
    };
    change(() => undefined);
    expect(looks()).toEqual([true, true, true, false]);
    folder.append('access.log', 'line\n');
    expect(home.isTouched()).toBe(false);
    change(() => {
      folder.move('access.log', 'access.log.1');
    });
    expect(looks()).toEqual([true, true, true, false]);
  });

  it('is touched when its folder has gone, and not for ever', () => {
    folder.folder('logs');
    const home = new LogLocation(folder.path('logs/access.log'));
    folder.delete('logs');
    expect([0, 1, 2, 3].map(() => home.isTouched())).toEqual([true, true, true, false]);
  });
});
