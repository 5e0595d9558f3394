import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteReader } from '../../src/digest/bytes/byte-reader.js';
import { ByteWriter } from '../../src/digest/bytes/byte-writer.js';
import { Distinct } from '../../src/digest/distinct.js';
import { UNKEYED } from '../../src/digest/hash-key.js';
import { sipHash53 } from '../../src/digest/sip-hash.js';

const [ONE, OTHER] = ['1'.repeat(32), 'f'.repeat(32)] as const;

function distinctOf(hashKey: string, keys: readonly string[]): Distinct {
  const distinct = new Distinct();
  const hash = sipHash53(hashKey);
  for (const key of keys) distinct.by(hashKey).count(hash(key));
  return distinct;
}

function sumOf(...parts: readonly Distinct[]): Distinct {
  const sum = new Distinct();
  for (const part of parts) sum.add(part);
  return sum;
}

function sent(distinct: Distinct): Distinct {
  const to = new ByteWriter();
  distinct.write(to);
  return Distinct.read(new ByteReader(to.finish(), 0));
}

const anyDistinct = fc
  .tuple(fc.constantFrom(ONE, OTHER, UNKEYED), fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 }))
  .map(([hashKey, keys]) => distinctOf(hashKey, keys));

describe('Distinct', () => {
  it('is exactly 0 when nothing was counted, with or without a hash key', () => {
    const asked = new Distinct();
    asked.by(ONE);
    for (const distinct of [new Distinct(), asked, sent(asked)]) {
      expect([distinct.size(), distinct.isLeast, distinct.hashKeys]).toEqual([0, false, []]);
    }
  });

  it('counts what two parts of one hash key have in common once', () => {
    const both = sumOf(distinctOf(ONE, ['a', 'b']), distinctOf(ONE, ['b', 'c']));
    expect([both.size(), both.isLeast, both.hashKeys]).toEqual([3, false, [ONE]]);
  });

  it('never says more than there are of parts of different hash keys, and says that there may be more', () => {
    const both = sumOf(distinctOf(ONE, ['a', 'b']), distinctOf(OTHER, ['b', 'c', 'd']));
    expect([both.size(), both.isLeast, both.hashKeys]).toEqual([3, true, [ONE, OTHER]]);
  });

  it('stays exact when it is merged with nothing of another hash key', () => {
    const nothing = new Distinct();
    nothing.by(OTHER);
    expect(sumOf(distinctOf(ONE, ['a']), nothing)).toEqual(distinctOf(ONE, ['a']));
  });

  it('comes to the same state whatever the order and the grouping', () => {
    fc.assert(
      fc.property(anyDistinct, anyDistinct, anyDistinct, (a, b, c) => {
        const whole = sumOf(a, b, c);
        expect(sumOf(c, b, a)).toEqual(whole);
        expect(sumOf(a, sumOf(b, c))).toEqual(whole);
        expect(sumOf(whole, whole)).toEqual(whole);
        expect(sent(whole)).toEqual(whole);
      }),
    );
  });
});
