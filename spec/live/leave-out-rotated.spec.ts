import { describe, expect, it } from '@jest/globals';
import { withoutRotated } from '../../src/live/leave-out-rotated.js';

describe('withoutRotated', () => {
  it.each([
    'access.log.1',
    'access.log.12.gz',
    'access.log-20261123',
    'access.log-20261123.gz',
    'access.log-2026-11-23_17:00:00',
    'access.log.20261123T170000',
    'access.log-1795456800',
    'access.log.3.bz2',
    'access.log.3.xz',
    'access.log.3.zst',
  ])('leaves out %s beside access.log, and says so', (rotated) => {
    for (const paths of [
      ['access.log', rotated],
      [rotated, 'access.log'],
    ]) {
      expect(withoutRotated(paths)).toEqual({
        paths: ['access.log'],
        remarks: [`${rotated} is what access.log was rotated to, and is left out`],
      });
    }
  });

  it.each([
    ['access-2.log', 'the log of another server'],
    ['access.1.log', 'a number before the ending, as another server may have it'],
    ['access-20261123.log', 'likewise'],
    ['access.log-8080', 'the port of another server'],
    ['access.log.old', 'no number'],
    ['access.log.d', 'no number'],
    ['access.log2', 'nothing between'],
    ['access.log.1.txt', 'another ending'],
    ['access.log.gz', 'no number'],
    ['other.log.1', 'of another log'],
    ['old/access.log.1', 'in another folder'],
    ['access.log.1/access.log', 'in a folder that is named like one'],
    ['access.log', 'the log itself'],
  ])('keeps %s: %s', (other) => {
    const paths = ['access.log', other];
    expect(withoutRotated(paths)).toEqual({ paths, remarks: [] });
  });

  it('keeps one whose log is not followed', () => {
    expect(withoutRotated(['access.log.1', 'access.log.2'])).toEqual({
      paths: ['access.log.1', 'access.log.2'],
      remarks: [],
    });
  });

  it('keeps the order, and says it once for each log', () => {
    const paths = ['b.log', 'a.log.1', 'a.log', 'b.log.2', 'a.log.2.gz', '-', 'c.log', 'a.log.3.gz'];
    expect(withoutRotated(paths)).toEqual({
      paths: ['b.log', 'a.log', '-', 'c.log'],
      remarks: [
        'a.log.1 and 2 more are what a.log was rotated to, and are left out',
        'b.log.2 is what b.log was rotated to, and is left out',
      ],
    });
  });

  it('knows a log however its path is written', () => {
    expect(withoutRotated(['./logs/../a.log', 'a.log.1']).paths).toEqual(['./logs/../a.log']);
  });

  it('takes standard input for no log', () => {
    expect(withoutRotated(['-', '--1', '-.1'])).toEqual({ paths: ['-', '--1', '-.1'], remarks: [] });
  });

  it('shows a path as it may be shown', () => {
    expect(withoutRotated(['a\x1b.log', 'a\x1b.log.1']).remarks).toEqual([
      String.raw`a\x1b.log.1 is what a\x1b.log was rotated to, and is left out`,
    ]);
  });
});
