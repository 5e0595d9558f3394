import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withAppeared } from '../../../src/live/start/appeared-logs.js';
import { emptyDigest } from '../../../src/digest/digest.js';
import type { Checkpoint } from '../../../src/monitor/checkpoint/checkpoint.js';
import { expandGlobs } from '../../../src/source/paths/expand-globs.js';
import { LogFolder } from '../../support/log-folder.js';

let folder: LogFolder;

beforeEach(() => {
  folder = new LogFolder();
});

afterEach(() => {
  folder.remove();
});

const LONG_AGO = 1525881600_000;
const TOMORROW = Date.now() + 86_400_000;

function savedAt(at: number, ...names: readonly string[]): Checkpoint {
  return {
    at,
    sources: new Map(names.map((name) => [folder.path(name), { positions: [], known: [] }])),
    interval: { from: at, digest: emptyDigest(), previous: undefined, previousLength: 0 },
    run: { from: at, digest: emptyDigest() },
    watches: [],
  };
}

/** The names that are read from their first byte, those that the checkpoint knows among them. */
function namesIn(checkpoint: Checkpoint, ...patterns: readonly string[]): string[] {
  const expanded = expandGlobs(patterns.map((pattern) => folder.path(pattern)));
  const { sources } = withAppeared(checkpoint, expanded.paths, expanded);
  return [...sources.keys()].map((path) => path.slice(folder.root.length + 1));
}

describe('withAppeared', () => {
  beforeEach(() => {
    for (const name of ['access-0508.log', 'access-0509.log', 'other.log']) folder.write(name, 'a\n');
  });

  it('adds what a glob matches of which others were followed, whenever it was made', () => {
    expect(namesIn(savedAt(TOMORROW, 'access-0508.log'), 'access-*.log', 'other.log')).toEqual([
      'access-0508.log',
      'access-0509.log',
    ]);
  });

  it('adds what was made after the checkpoint was saved, however it is named', () => {
    expect(namesIn(savedAt(LONG_AGO, 'gone.log'), 'access-*.log', 'other.log')).toEqual([
      'gone.log',
      'access-0508.log',
      'access-0509.log',
      'other.log',
    ]);
  });

  it('adds nothing that was there before and is named for the first time', () => {
    expect(namesIn(savedAt(TOMORROW, 'gone.log'), 'access-*.log', 'other.log', 'none.log')).toEqual(['gone.log']);
  });

  it('knows what lies beside a log that is added, and does not read it', () => {
    folder.write('access-0509.log.1', 'older\n');
    const expanded = expandGlobs([folder.path('access-*.log')]);
    const { sources } = withAppeared(savedAt(TOMORROW, 'access-0508.log'), expanded.paths, expanded);
    expect(sources.get(folder.path('access-0509.log'))).toMatchObject({ positions: [], known: [{ size: 6 }] });
  });

  it('reads what lies beside a log that is added and was made after the checkpoint was saved', () => {
    folder.write('access-0509.log.1', 'rotated\n');
    const expanded = expandGlobs([folder.path('access-*.log')]);
    const { sources } = withAppeared(savedAt(LONG_AGO, 'access-0508.log'), expanded.paths, expanded);
    expect(sources.get(folder.path('access-0509.log'))).toMatchObject({ positions: [], known: [] });
  });

  it('does not read what was made since, but begins with lines from before', () => {
    folder.write('access-0509.log.1', 'unpacked\n');
    const expanded = expandGlobs([folder.path('access-*.log')]);
    const latestTime = (): number => LONG_AGO / 1000 - 1;
    const { sources } = withAppeared(savedAt(LONG_AGO, 'access-0508.log'), expanded.paths, expanded, latestTime);
    expect(sources.get(folder.path('access-0509.log'))).toMatchObject({ positions: [], known: [{ size: 9 }] });
  });

  it('begins a log that is a copy of another one that is added behind what they share', () => {
    folder.write('access-0509.log', 'a\nb\nc\n');
    folder.write('access-0510.log', 'a\nb\n');
    const expanded = expandGlobs([folder.path('access-*.log')]);
    const { sources } = withAppeared(savedAt(LONG_AGO, 'access-0508.log'), expanded.paths, expanded);
    expect(sources.get(folder.path('access-0509.log'))).toMatchObject({ positions: [] });
    expect(sources.get(folder.path('access-0510.log'))).toMatchObject({ positions: [{ offset: 4 }] });
  });
});
