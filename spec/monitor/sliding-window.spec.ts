import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SlidingWindow } from '../../src/monitor/sliding-window.js';

type Ends = { readonly end: number; readonly hits: number }[];

const advance = (window: SlidingWindow, t: number): Ends => [...window.advanceTo(t)];

const YEAR = 365 * 86_400;

describe('SlidingWindow', () => {
  it('gives each end on the way with the hits of the seconds before it', () => {
    const window = new SlidingWindow(3, 100);
    window.add(100, 5);
    window.add(101, 2);
    expect(advance(window, 105)).toEqual([
      { end: 101, hits: 5 },
      { end: 102, hits: 7 },
      { end: 103, hits: 7 },
      { end: 104, hits: 2 },
      { end: 105, hits: 0 },
    ]);
  });

  it('does not count the second in which it ends', () => {
    const window = new SlidingWindow(3, 100);
    window.add(101, 5);
    expect(advance(window, 101)).toEqual([{ end: 101, hits: 0 }]);
    expect(advance(window, 102)).toEqual([{ end: 102, hits: 5 }]);
  });

  it('adds up what is added to one second', () => {
    const window = new SlidingWindow(1, 0);
    window.add(0, 5);
    window.add(0, 0);
    window.add(0, 2);
    expect(advance(window, 2)).toEqual([
      { end: 1, hits: 7 },
      { end: 2, hits: 0 },
    ]);
  });

  it('gives nothing when it is there already', () => {
    const window = new SlidingWindow(3, 100);
    window.add(100, 5);
    expect(advance(window, 100)).toEqual([]);
    expect(advance(window, 101)).toHaveLength(1);
    expect(advance(window, 101)).toEqual([]);
  });

  it('counts a late hit in the second that it was in, while that is in the window', () => {
    const window = new SlidingWindow(3, 100);
    window.add(102, 1);
    advance(window, 103);
    window.add(100, 5);
    expect(advance(window, 104)).toEqual([{ end: 104, hits: 1 }]);
    window.add(101, 2);
    window.add(103, 3);
    expect(advance(window, 107)).toEqual([
      { end: 105, hits: 4 },
      { end: 106, hits: 3 },
      { end: 107, hits: 0 },
    ]);
  });

  it.each([1, 120, 3600])('forgets all hits, however far a clock leaps, in %d steps and one', (length) => {
    const window = new SlidingWindow(length, 100);
    window.add(100, 5);
    const ends = advance(window, 100 + 1000 * YEAR);
    expect(ends).toHaveLength(length + 1);
    expect(ends.at(-1)).toEqual({ end: 101 + length, hits: 0 });
  });

  it('goes on where a clock has leapt to', () => {
    const window = new SlidingWindow(3, 100);
    window.add(100, 5);
    window.add(100 + YEAR, 2);
    const ends = advance(window, 102 + YEAR);
    expect(ends.slice(0, 4).map(({ hits }) => hits)).toEqual([5, 5, 5, 0]);
    expect(ends.slice(4)).toEqual([
      { end: 101 + YEAR, hits: 2 },
      { end: 102 + YEAR, hits: 2 },
    ]);
  });

  it('waits when a clock was set back by less than its length, and still counts', () => {
    const window = new SlidingWindow(3, 100);
    window.add(102, 5);
    advance(window, 103);
    window.add(101, 2);
    expect(advance(window, 102)).toEqual([]);
    expect(advance(window, 104)).toEqual([{ end: 104, hits: 7 }]);
  });

  it('waits when a clock was set back by just its length', () => {
    const window = new SlidingWindow(3, 100);
    window.add(102, 5);
    advance(window, 103);
    window.add(100, 2);
    expect(advance(window, 101)).toEqual([]);
    expect(advance(window, 104)).toEqual([{ end: 104, hits: 5 }]);
  });

  it('starts afresh with a hit when a clock was set back by more than its length', () => {
    const window = new SlidingWindow(3, 100);
    window.add(102, 5);
    advance(window, 103);
    window.add(99, 2);
    expect(advance(window, 103)).toEqual([
      { end: 100, hits: 2 },
      { end: 101, hits: 2 },
      { end: 102, hits: 2 },
      { end: 103, hits: 0 },
    ]);
  });

  it('starts afresh without a hit when a clock was set back by more than its length', () => {
    const window = new SlidingWindow(3, 100);
    window.add(102, 5);
    advance(window, 103);
    expect(advance(window, 99)).toEqual([]);
    expect(advance(window, 100)).toEqual([{ end: 100, hits: 0 }]);
  });

  it('has the same sums as adding up each window anew', () => {
    const seconds = fc.array(fc.record({ second: fc.nat(30), hits: fc.constantFrom(0, 1, 2, 1000) }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), seconds, fc.nat(5), (length, arrivals, stride) => {
        const window = new SlidingWindow(length, 0);
        const expected: Ends = [];
        const given: Ends = [];
        for (let t = 1; t <= 45; t++) {
          for (const { second, hits } of arrivals) if (second === t - 1) window.add(second, hits);
          const hits = arrivals
            .filter(({ second }) => second >= t - length && second < t)
            .reduce((sum, { hits }) => sum + hits, 0);
          // Ends without hits may be passed over, but never the first one of them.
          if (hits > 0 || expected.at(-1)?.hits !== 0) expected.push({ end: t, hits });
          if (t % (stride + 1) === 0 || t === 45) given.push(...advance(window, t));
        }
        const changes = given.filter(({ hits }, i) => hits > 0 || given[i - 1]?.hits !== 0);
        expect(changes).toEqual(expected);
      }),
    );
  });
});
