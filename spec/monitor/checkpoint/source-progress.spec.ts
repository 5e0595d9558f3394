import { describe, expect, it } from '@jest/globals';
import { noteProgress } from '../../../src/monitor/checkpoint/source-progress.js';
import type { Batch, Decoded } from '../../../src/monitor/decode/decode.js';
import type { Position, Progress } from '../../../src/source/source-event.js';
import { batchOf } from '../../support/batches.js';

const positionOf = (file: string, offset: number): Position => ({
  file,
  offset,
  isSkipping: false,
  head: { length: offset, crc: offset },
});
const KNOWN = [{ file: '9.1', head: { length: 3, crc: 4 } }];

const upTo = (position?: Position, source = 'a.log'): Batch => batchOf({ source, position });
const filesOf = (positions: readonly Position[], home?: string): Decoded => ({
  kind: 'files',
  source: 'a.log',
  home,
  positions,
  known: KNOWN,
});

/** What is known after some events, and whether each of them was news. */
function noted(...events: Decoded[]): { sources: Map<string, Progress>; news: boolean[] } {
  const sources = new Map<string, Progress>();
  return { news: events.map((event) => noteProgress(sources, event)), sources };
}

describe('noteProgress', () => {
  it('takes the files of a source as they are told', () => {
    const { sources, news } = noted(filesOf([positionOf('1.1', 5)], '/logs/a.log'));
    expect([...sources]).toEqual([['a.log', { home: '/logs/a.log', positions: [positionOf('1.1', 5)], known: KNOWN }]]);
    expect(news).toEqual([true]);
  });

  it('moves the file of a batch on, and leaves the others, their order and all else', () => {
    const { sources, news } = noted(
      filesOf([positionOf('1.1', 5), positionOf('2.1', 0)], '/logs/a.log'),
      upTo(positionOf('1.1', 9)),
    );
    expect(sources.get('a.log')).toEqual({
      home: '/logs/a.log',
      positions: [positionOf('1.1', 9), positionOf('2.1', 0)],
      known: KNOWN,
    });
    expect(news).toEqual([true, true]);
  });

  it('forgets files that are not told of any more', () => {
    const { sources } = noted(
      filesOf([positionOf('1.1', 5), positionOf('2.1', 0)]),
      upTo(positionOf('1.1', 9)),
      filesOf([positionOf('2.1', 0)]),
    );
    expect(sources.get('a.log')?.positions).toEqual([positionOf('2.1', 0)]);
  });

  it('takes a batch of a file that was not told of, too', () => {
    const { sources } = noted(upTo(positionOf('1.1', 5)), upTo(positionOf('2.1', 7)));
    expect(sources.get('a.log')).toEqual({ positions: [positionOf('1.1', 5), positionOf('2.1', 7)], known: [] });
  });

  it('keeps sources apart', () => {
    const { sources } = noted(upTo(positionOf('1.1', 5)), upTo(positionOf('1.1', 7), 'b.log'));
    expect([...sources.values()].flatMap(({ positions }) => positions.map(({ offset }) => offset))).toEqual([5, 7]);
  });

  it('knows of no progress in a pipe, in a notice, and in having caught up', () => {
    const { sources, news } = noted(
      upTo(undefined, '-'),
      { kind: 'notice', source: 'a.log', text: 'is gone' },
      { kind: 'caught up', source: 'a.log' },
    );
    expect(news).toEqual([false, false, false]);
    expect(sources.size).toBe(0);
  });

  it('changes no progress that was taken before: a checkpoint may hold it', () => {
    const sources = new Map<string, Progress>();
    noteProgress(sources, filesOf([positionOf('1.1', 5)]));
    const before = sources.get('a.log');
    noteProgress(sources, upTo(positionOf('1.1', 9)));
    expect(before?.positions).toEqual([positionOf('1.1', 5)]);
  });
});
