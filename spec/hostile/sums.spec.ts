import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeDigest, encodeDigest } from '../../src/digest/digest-binary.js';
import { addDigest, emptyDigest } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import { combined } from '../../src/format/known/common.js';
import { plainDigest } from '../support/digest.js';
import { combinedLine } from '../support/log.js';

const MOST = Number.MAX_SAFE_INTEGER;

const engine = new Engine();

function digestOf(sizes: readonly string[]): Digest {
  const digest = emptyDigest();
  const lines = sizes.map((bytes, i) => combinedLine({ bytes, host: `10.0.0.${i % 3}` }));
  engine.fold(Buffer.from(lines.join('\n')), combined, 'a.log', digest);
  return digest;
}

describe('The sizes of a hostile log', () => {
  it('are summed up to 2^53 - 1 and no further, in any order and grouping', () => {
    const sizes = fc.array(fc.oneof(fc.constantFrom('9007199254740990', '18446744073709551616'), fc.nat().map(String)));
    fc.assert(
      fc.property(sizes, sizes, (one, other) => {
        const whole = digestOf([...one, ...other]);
        const sum = [...one, ...other].reduce((bytes, size) => Math.min(bytes + Math.min(Number(size), MOST), MOST), 0);
        expect(whole.bytes).toBe(sum);
        const parts = emptyDigest();
        for (const size of [...other, ...one].toReversed()) addDigest(parts, digestOf([size]));
        expect([parts.bytes, parts.tables.paths.rows(), parts.timeline.rows()]).toEqual([
          whole.bytes,
          whole.tables.paths.rows(),
          whole.timeline.rows(),
        ]);
      }),
    );
  });

  it('can be handed on, however many there are', () => {
    const digest = digestOf(Array<string>(1000).fill('9'.repeat(30)));
    for (let i = 0; i < 10; i++) addDigest(digest, digest);
    expect(digest).toMatchObject({ hits: 1_024_000, bytes: MOST });
    expect(plainDigest(decodeDigest(encodeDigest(digest)))).toEqual(plainDigest(digest));
  });
});
