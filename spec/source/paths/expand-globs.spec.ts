import { symlinkSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { expandGlobs, presentName } from '../../../src/source/paths/expand-globs.js';
import { LogFolder } from '../../support/log-folder.js';

let folder: LogFolder;

beforeEach(() => {
  folder = new LogFolder();
  for (const name of ['b.log', 'a.log', '.hidden.log', 'c.txt', 'site[1].log']) folder.write(name, '');
  folder.folder('sub');
  folder.write('sub/d.log', '');
});

afterEach(() => {
  folder.remove();
});

const expand = (...names: string[]): string[] => expandGlobs(names.map((name) => folder.path(name))).paths;
const paths = (...names: string[]): string[] => names.map((name) => folder.path(name));

describe('expandGlobs', () => {
  it('gives nothing for nothing', () => {
    expect(expandGlobs([])).toEqual({ paths: [], matches: new Map(), unmatched: [], repeated: [] });
  });

  it('keeps paths without a wildcard, in their order, whether they exist or not', () => {
    expect(expandGlobs(['z.log', '-', './a.log']).paths).toEqual(['z.log', '-', './a.log']);
  });

  it('replaces a glob by the files it matches, in the order of their names', () => {
    expect(expand('[ab].log')).toEqual(paths('a.log', 'b.log'));
    expect(expand('{b,a}.*')).toEqual(paths('a.log', 'b.log'));
    expect(expand('?.txt')).toEqual(paths('c.txt'));
  });

  it('matches hidden files, and no folders', () => {
    expect(expand('*')).toEqual(paths('.hidden.log', 'a.log', 'b.log', 'c.txt', 'site[1].log'));
  });

  it('matches in folders below when told so', () => {
    expect(expand('**/d.log', '*/*.log')).toEqual(paths('sub/d.log'));
  });

  it('gives relative paths for a relative glob', () => {
    const root = relative('', folder.root);
    expect(expandGlobs([`${root}/[ab].log`]).paths).toEqual([`${root}/a.log`, `${root}/b.log`]);
  });

  it('gives a file once that is named twice', () => {
    expect(expand('b.log', '[ab].log', 'a.log')).toEqual(paths('b.log', 'a.log'));
  });

  it('gives a name once that is written in several ways, also of a file that is not there yet', () => {
    for (const name of ['d.log', 'later.log'])
      expect(
        expandGlobs(
          [`sub/${name}`, `./sub/${name}`, `sub/../sub/.//${name}`, `../${basename(folder.root)}/sub/${name}`].map(
            (path) => `${folder.root}/${path}`,
          ),
        ),
      ).toMatchObject({ paths: [`${folder.root}/sub/${name}`], repeated: { length: 3 } });
    expect(expandGlobs(['a.log', './a.log', join(process.cwd(), 'a.log')]).paths).toEqual(['a.log']);
  });

  describe('given names that lead through a link to a folder', () => {
    beforeEach(() => {
      folder.folder('sub/below');
      symlinkSync('sub', folder.path('link'));
      symlinkSync('sub/below', folder.path('deep'));
    });

    it.each([
      [['sub/d.log', 'link/d.log']],
      [['link/d.log', 'sub/d.log']],
      [['sub/later.log', 'link/later.log']],
      [['d.log', 'deep/../d.log']],
      [['d.log', 'deep/.././d.log', 'link/below/../../d.log']],
    ])('keeps %j, as the link may be pointed elsewhere', (names) => {
      expect(expandGlobs(names.map((name) => `${folder.root}/${name}`))).toMatchObject({
        paths: names.map((name) => `${folder.root}/${name}`),
        repeated: [],
      });
    });

    it('keeps those that a glob matches', () => {
      expect(expand('sub/d.log', 'link/*.log')).toEqual(paths('sub/d.log', 'link/d.log'));
      expect(expand('*/d.log')).toEqual(paths('link/d.log', 'sub/d.log'));
    });

    it('gives them once by `presentName`, of a file that is to be read now', () => {
      for (const name of ['d.log', 'later.log']) {
        const names = [`sub/${name}`, `link/${name}`, `deep/../${name}`].map((path) => `${folder.root}/${path}`);
        expect(expandGlobs(names, presentName).paths).toEqual([`${folder.root}/sub/${name}`]);
      }
    });
  });

  it('gives two names of one file, as the link may be pointed elsewhere', () => {
    symlinkSync(folder.path('a.log'), folder.path('link.log'));
    expect(expand('link.log', 'a.log')).toEqual(paths('link.log', 'a.log'));
  });

  it('keeps names apart in folders that are not there yet', () => {
    expect(expandGlobs([`${folder.root}/none/../a.log`, folder.path('a.log')]).paths).toHaveLength(2);
  });

  it('tells what each glob matched', () => {
    expect(expandGlobs(paths('b.log', '[ab].log')).matches).toEqual(
      new Map([[folder.path('[ab].log'), paths('a.log', 'b.log')]]),
    );
  });

  it('takes a file that exists for itself, though its name looks like a glob', () => {
    expect(expand('site[1].log')).toEqual(paths('site[1].log'));
  });

  it('says which globs match nothing', () => {
    expect(expandGlobs(paths('a.log', '*.gz', 'none/*'))).toMatchObject({
      paths: paths('a.log'),
      unmatched: paths('*.gz', 'none/*'),
    });
  });
});
