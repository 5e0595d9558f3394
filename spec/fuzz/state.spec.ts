import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/monitor/checkpoint/checkpoint-binary.js';
import type { Checkpoint } from '../../src/monitor/checkpoint/checkpoint.js';
import { anyLines, digestOf } from '../support/digest.js';
import { plainCheckpoint } from '../support/checkpoint.js';
import { anyDamage, damaged, damagedWithin, sealedAgain } from './damage.js';
import { fuzzed } from './settings.js';

const rule = { name: 'traffic' as const, measure: 'rate' as const, threshold: 10, windowSeconds: 120 };
const head = { length: 1024, crc: 0xdeadbeef };

/** Checkpoints with something in each of their parts. */
const anyCheckpoint = fc
  .tuple(anyLines, anyLines, fc.string(), fc.nat())
  .map(([lines, before, path, number]): Checkpoint => ({
    at: 1_525_881_639_250 + number,
    sources: new Map([
      ['-', { positions: [], known: [] }],
      [
        path,
        {
          positions: [{ file: '1:2', offset: number, isSkipping: number % 2 === 0, head }],
          known: [{ file: '1:3', head }],
        },
      ],
    ]),
    interval: { from: number, digest: digestOf(lines), previous: digestOf(before), previousLength: 10_000 },
    run: { from: 1_525_881_639_250, digest: digestOf(before) },
    watches: [
      {
        rule,
        window: {
          end: number,
          counts: [
            [number - 5, 7],
            [number, 1],
          ],
        },
        triggered: undefined,
      },
      {
        rule,
        window: { end: 0, counts: [] },
        triggered: { type: 'alert', state: 'triggered', rule, at: 1000, hits: number, average: number / 120 },
      },
    ],
  }));

const anyBytes = anyCheckpoint.map(encodeCheckpoint);

function expectCheckpointOrReason(bytes: Uint8Array): void {
  let checkpoint;
  try {
    checkpoint = decodeCheckpoint(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    expect((error as RangeError).message).toMatch(/^Th(e|is is no) state.*$/);
    return;
  }
  expect(plainCheckpoint(decodeCheckpoint(encodeCheckpoint(checkpoint)))).toEqual(plainCheckpoint(checkpoint));
}

describe('The bytes of a checkpoint', () => {
  it('are what was encoded', () => {
    fc.assert(
      fc.property(anyCheckpoint, (checkpoint) => {
        expect(plainCheckpoint(decodeCheckpoint(encodeCheckpoint(checkpoint)))).toEqual(plainCheckpoint(checkpoint));
      }),
      fuzzed(0.5),
    );
  });

  it('are refused when they are damaged anywhere', () => {
    fc.assert(
      fc.property(anyBytes, anyDamage, (bytes, damage) => {
        const other = damaged(bytes, damage);
        fc.pre(!Buffer.from(other).equals(bytes));
        expect(() => decodeCheckpoint(other)).toThrow(RangeError);
      }),
      fuzzed(),
    );
  });

  it('that were damaged before they were sealed are another checkpoint, or refused', () => {
    fc.assert(
      fc.property(anyBytes, anyDamage, (bytes, damage) => {
        expectCheckpointOrReason(damagedWithin(bytes, damage));
      }),
      fuzzed(4),
    );
  });

  it('that are any bytes are another checkpoint, or refused', () => {
    fc.assert(
      fc.property(anyBytes, fc.uint8Array({ maxLength: 200 }), (bytes, body) => {
        expectCheckpointOrReason(body);
        expectCheckpointOrReason(sealedAgain(bytes, body));
      }),
      fuzzed(2),
    );
  });
});
