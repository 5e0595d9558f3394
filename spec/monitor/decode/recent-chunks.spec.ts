import { describe, expect, it } from '@jest/globals';
import { map, Subject } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { recentChunks } from '../../../src/monitor/decode/recent-chunks.js';
import type { Recent, RecentChunks } from '../../../src/monitor/decode/recent-chunks.js';
import type { Chunk, SourceEvent } from '../../../src/source/source-event.js';
import { aheadOf, runMarbles } from '../../support/marbles.js';

const chunkOf = (bytes: Uint8Array): Chunk => ({ kind: 'chunk', source: 'a.log', bytes, overlong: 0 });
const notice: SourceEvent = { kind: 'notice', source: 'a.log', text: 'rotated' };

const letters = ['a', 'b', 'c', 'd', 'e'] as const;
const chunks = Object.fromEntries(letters.map((letter, i) => [letter, chunkOf(new Uint8Array(1000).fill(i))]));
const values: Record<string, SourceEvent> = { ...chunks, n: notice };

/** Chunks and their seconds: `a0 b2`. */
const shown = (recent: readonly Recent[]): string =>
  recent.map(({ at, chunk }) => `${letters[chunk.bytes[0] ?? 0]}${Math.floor(at / 1000)}`).join(' ');

/** More bytes than come. */
const MANY = 1e9;

describe('recentChunks', () => {
  it('tells once of what it keeps, and ends with its source', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
      const events = hot('  a-bn-|', values);
      const subs = '        ^----!';
      const expected = '    x----|';

      const isKept = map((recent: RecentChunks) => recent.chunks().length);
      expectObservable(events.pipe(recentChunks({ seconds: 9, maxBytes: MANY }, clock), isKept)).toBe(expected, {
        x: 0,
      });
      expectSubscriptions(events.subscriptions).toBe(subs);
    });
  });

  it('keeps chunks with the second in which they came, for so many seconds and the one that goes on', () => {
    runMarbles(({ hot, cold, expectObservable, clock }) => {
      const events = hot('  a 999ms b 999ms c 1999ms (de)', values);
      const looks = cold('  500ms x 999ms x 999ms x 1499ms x 999ms x 1500ms x 999ms x');
      const expected = '    500ms v 999ms w 999ms x 1499ms y 999ms z 1500ms p 999ms q';

      let kept: RecentChunks | undefined;
      events.pipe(recentChunks({ seconds: 2, maxBytes: MANY }, clock)).subscribe((recent) => (kept = recent));
      expectObservable(looks.pipe(map(() => shown(kept?.chunks() ?? [])))).toBe(expected, {
        v: 'a0',
        w: 'a0 b1',
        x: 'a0 b1 c2',
        y: 'c2 d4 e4',
        z: 'd4 e4',
        p: 'd4 e4',
        q: '',
      });
    });
  });

  it('passes errors on, and leaves its source', () => {
    runMarbles(({ hot, expectObservable, expectSubscriptions, clock }) => {
      const toNothing = map(() => 'x');
      const failing = hot('  a-#', values);
      const events = hot('   a-b', values);
      const subs = '         ^!';

      expectObservable(failing.pipe(recentChunks({ seconds: 1, maxBytes: MANY }, clock), toNothing)).toBe('x-#');
      expectObservable(events.pipe(recentChunks({ seconds: 1, maxBytes: MANY }, clock), toNothing), subs).toBe('x');
      expectSubscriptions(events.subscriptions).toBe(subs);
    });
  });

  describe('kept', () => {
    let now = 0;
    const clock = aheadOf(new TestScheduler(() => true), () => now);

    function keeping(
      maxBytes: number,
      seconds = 10,
    ): { readonly add: (bytes: Uint8Array) => void; readonly kept: RecentChunks } {
      now = 100_000;
      const events = new Subject<SourceEvent>();
      let kept: RecentChunks = { chunks: () => [] };
      events.pipe(recentChunks({ seconds, maxBytes }, clock)).subscribe((recent) => (kept = recent));
      return {
        add: (bytes) => {
          events.next(chunkOf(bytes));
        },
        kept,
      };
    }

    it('drops the oldest when they are too much, with what a chunk takes beside its bytes', () => {
      const { add, kept } = keeping(10_000);
      for (let i = 0; i < 100; i++) {
        add(new Uint8Array(1488).fill(i));
        expect(kept.chunks().map(({ chunk }) => chunk.bytes[0])).toEqual(
          Array.from({ length: Math.min(i + 1, 5) }, (_, k) => i - Math.min(i, 4) + k),
        );
      }
      for (let i = 0; i < 1000; i++) add(new Uint8Array(1));
      expect(kept.chunks()).toHaveLength(19);
      add(new Uint8Array(20_000));
      expect(kept.chunks()).toEqual([]);
    });

    it('keeps bytes as they came, but for those that are a small part of a block', () => {
      const { add, kept } = keeping(MANY);
      const block = new Uint8Array(1000).map((_, i) => i);
      const [large, small] = [block.subarray(100, 700), block.subarray(10, 20)];
      add(large);
      add(small);
      const [first, second] = kept.chunks().map(({ chunk }) => chunk.bytes);
      expect(first).toBe(large);
      expect(second).toEqual(small);
      expect(second?.buffer.byteLength).toBe(10);
    });

    it('drops those that came after now when the clock was set back', () => {
      const { add, kept } = keeping(MANY);
      add(new Uint8Array(1));
      now -= 50_000;
      add(new Uint8Array(2));
      expect(kept.chunks().map(({ at, chunk }) => [at, chunk.bytes.length])).toEqual([[50_000, 2]]);
    });

    it('gives what does not change when more comes', () => {
      const { add, kept } = keeping(MANY);
      add(new Uint8Array(1));
      const before = kept.chunks();
      add(new Uint8Array(1));
      expect([before.length, kept.chunks().length]).toEqual([1, 2]);
    });
  });
});
