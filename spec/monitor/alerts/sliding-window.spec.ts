import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SlidingWindow } from '../../../src/monitor/alerts/sliding-window.js';
import type { WindowState } from '../../../src/monitor/alerts/sliding-window.js';

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

  it('tells how many hits it holds, up to where it ends', () => {
    const window = new SlidingWindow(3, 100);
    window.add(100, 5);
    expect(window.hits).toBe(0);
    advance(window, 101);
    expect(window.hits).toBe(5);
    window.add(100, 2);
    window.add(101, 1);
    expect(window.hits).toBe(7);
    advance(window, 103);
    expect(window.hits).toBe(8);
    advance(window, 104);
    expect(window.hits).toBe(1);
    expect(SlidingWindow.from(window.state(), 3).hits).toBe(1);
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

  it('passes over many gaps as fast as over one', () => {
    // A hit every third second for a week.
    const counts = Array.from({ length: 201_600 }, (_, i) => [3 * i, 1] as const);
    const window = SlidingWindow.from({ end: 0, counts }, 1);
    const ends = advance(window, 3 * counts.length);
    expect(ends).toHaveLength(2 * counts.length);
    expect(ends.slice(-2)).toEqual([
      { end: 604_798, hits: 1 },
      { end: 604_799, hits: 0 },
    ]);
  });

  describe('that goes on from a state', () => {
    const state: WindowState = {
      end: 100,
      counts: [
        [97, 1],
        [99, 2],
        [100, 4],
        [102, 8],
      ],
    };

    it('tells where it ends and what it counts, in the window and after it, in ascending order', () => {
      const window = new SlidingWindow(3, 97);
      for (const [second, hits] of [...state.counts].reverse()) window.add(second, hits);
      advance(window, 100);
      expect(window.state()).toEqual(state);
    });

    it('does not tell what has left the window', () => {
      const window = SlidingWindow.from(state, 3);
      advance(window, 101);
      expect(window.state()).toEqual({ end: 101, counts: state.counts.slice(1) });
    });

    it('tells a state that stays as it is', () => {
      const window = SlidingWindow.from(state, 3);
      const told = window.state();
      window.add(100, 5);
      advance(window, 110);
      expect(told).toEqual(state);
    });

    it('sums up what was there', () => {
      expect(advance(SlidingWindow.from(state, 3), 104)).toEqual([
        { end: 101, hits: 6 },
        { end: 102, hits: 6 },
        { end: 103, hits: 12 },
        { end: 104, hits: 8 },
      ]);
    });

    it('leaves behind what a shorter window does not hold', () => {
      const window = SlidingWindow.from(state, 1);
      expect(window.state().counts).toEqual(state.counts.slice(1));
      expect(advance(window, 103)).toEqual([
        { end: 101, hits: 4 },
        { end: 102, hits: 0 },
        { end: 103, hits: 8 },
      ]);
    });

    it('holds what there is for longer when it is longer', () => {
      const window = SlidingWindow.from(state, 10);
      expect(advance(window, 107).at(-1)).toEqual({ end: 107, hits: 15 });
      expect(advance(window, 108)).toEqual([{ end: 108, hits: 14 }]);
    });

    it.each([1, 3, 10])('counts a late hit in the second that it was in, with a length of %d', (length) => {
      const window = SlidingWindow.from({ end: 100, counts: [] }, length);
      window.add(100 - length + 1, 5);
      window.add(100 - length, 2);
      expect(window.state().counts).toHaveLength(2);
      expect(advance(window, 102)).toEqual([
        { end: 101, hits: 5 },
        { end: 102, hits: 0 },
      ]);
    });

    it('goes on as it would have', () => {
      const anySteps = fc.array(
        fc.oneof(
          fc.record({ kind: fc.constant('add' as const), ahead: fc.integer({ min: -12, max: 5 }), hits: fc.nat(3) }),
          fc.record({ kind: fc.constant('move' as const), ahead: fc.integer({ min: -12, max: 12 }) }),
        ),
        { maxLength: 30 },
      );
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 6 }), anySteps, (length, steps) => {
          const window = new SlidingWindow(length, 50);
          let other = new SlidingWindow(length, 50);
          let now = 50;
          for (const step of steps) {
            other = SlidingWindow.from(other.state(), length);
            if (step.kind === 'add') {
              window.add(now + step.ahead, step.hits);
              other.add(now + step.ahead, step.hits);
            } else {
              now += step.ahead;
              expect(advance(other, now)).toEqual(advance(window, now));
            }
            expect(other.state()).toEqual(window.state());
          }
        }),
      );
    });
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
