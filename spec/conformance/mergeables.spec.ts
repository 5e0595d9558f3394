import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteReader } from '../../src/digest/bytes/byte-reader.js';
import { ByteWriter } from '../../src/digest/bytes/byte-writer.js';
import { addDigest, emptyDigest } from '../../src/digest/digest.js';
import { decodeDigest, encodeDigest } from '../../src/digest/digest-binary.js';
import { Distinct } from '../../src/digest/distinct.js';
import { Spread } from '../../src/digest/histogram.js';
import { KeyTable } from '../../src/digest/key-table.js';
import { Timeline } from '../../src/digest/timeline.js';
import { anyLine, digestOf } from '../support/digest.js';

/** What each mergeable summary can do: it is empty, is filled from parts, takes another, and is read as a plain value. */
interface Mergeable<T, Part> {
  readonly anyPart: fc.Arbitrary<Part>;
  readonly empty: () => T;
  readonly add: (summary: T, part: Part) => void;
  /** Adds another summary, which stays as it is. */
  readonly merge: (summary: T, other: T) => void;
  /** All that can be read of it, as JSON. */
  readonly plain: (summary: T) => string;
  /** As another process gets it. */
  readonly sent: (summary: T) => T;
}

const sentBy =
  <T extends { write(to: ByteWriter): void }>(read: (from: ByteReader) => T) =>
  (summary: T): T => {
    const to = new ByteWriter();
    summary.write(to);
    return read(new ByteReader(to.finish(), 0));
  };

const anyCount = fc.oneof(fc.constantFrom(0, 1, Number.MAX_SAFE_INTEGER), fc.nat(1000));
const anySecond = fc.oneof(fc.constantFrom(0, -1, 253_402_300_799), fc.integer({ min: -100, max: 100 }));

const keyTables: Mergeable<KeyTable, readonly [string, number]> = {
  anyPart: fc.tuple(fc.constantFrom('', 'a', 'b', '/c', '\xff', '-'), fc.integer({ min: 1, max: 9 })),
  empty: () => new KeyTable(10),
  add: (table, [key, hits]) => {
    table.count(key, hits, hits * 10, hits % 2);
  },
  merge: (table, other) => {
    table.add(other);
  },
  plain: (table) => JSON.stringify([table.rows(), table.maxLost]),
  sent: sentBy((from) => KeyTable.read(from)),
};
const distincts: Mergeable<Distinct, readonly [string, number]> = {
  anyPart: fc.tuple(fc.constantFrom('0'.repeat(32), '1'.repeat(32)), fc.maxSafeNat()),
  empty: () => new Distinct(),
  add: (distinct, [hashKey, hash]) => {
    distinct.by(hashKey).count(hash);
  },
  merge: (distinct, other) => {
    distinct.add(other);
  },
  plain: (distinct) => JSON.stringify([distinct.size(), distinct.hashKeys]),
  sent: sentBy((from) => Distinct.read(from)),
};
const spreads: Mergeable<Spread, readonly [number, number]> = {
  anyPart: fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 100 })),
  empty: () => new Spread(),
  add: (spread, [bucket, count]) => {
    spread.addBucket(bucket, count);
    spread.raiseMax(bucket);
  },
  merge: (spread, other) => {
    spread.add(other);
  },
  plain: (spread) => JSON.stringify([spread.count, spread.max, spread.entries()]),
  sent: sentBy((from) => Spread.read(from)),
};
const timelines: Mergeable<Timeline, readonly [number, number]> = {
  anyPart: fc.tuple(anySecond, fc.integer({ min: 1, max: 100 })),
  empty: () => new Timeline(),
  add: (timeline, [second, hits]) => {
    timeline.count(second, hits, hits, 0);
  },
  merge: (timeline, other) => {
    timeline.add(other);
  },
  plain: (timeline) => JSON.stringify(timeline.rows()),
  sent: sentBy((from) => Timeline.read(from)),
};
const digests: Mergeable<
  ReturnType<typeof emptyDigest>,
  Parameters<typeof digestOf>[0] extends Iterable<infer L> ? L : never
> = {
  anyPart: anyLine,
  empty: () => emptyDigest(),
  add: (digest, line) => {
    addDigest(digest, digestOf([line]));
  },
  merge: addDigest,
  plain: (digest) => Buffer.from(encodeDigest(digest)).toString('base64'),
  sent: (digest) => decodeDigest(encodeDigest(digest)),
};

/** The laws of a commutative monoid, and that a summary survives being sent: all scale comes from these. */
function conforms<T, Part>({ anyPart, empty, add, merge, plain, sent }: Mergeable<T, Part>): void {
  const anyParts = fc.array(anyPart, { maxLength: 12 });
  const of = (parts: readonly Part[]): T => {
    const summary = empty();
    for (const part of parts) add(summary, part);
    return summary;
  };
  const sum = (...summaries: readonly T[]): T => {
    const all = empty();
    for (const summary of summaries) merge(all, summary);
    return all;
  };

  it('is not changed by an empty one', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        expect(plain(sum(of(parts), empty()))).toBe(plain(of(parts)));
        expect(plain(sum(empty(), of(parts)))).toBe(plain(of(parts)));
      }),
    );
  });

  it('comes to the same in any order and grouping, which is the whole of the parts', () => {
    fc.assert(
      fc.property(anyParts, anyParts, anyParts, (...parts) => {
        const [a, b, c] = parts.map(of) as [T, T, T];
        const whole = plain(of(parts.flat()));
        for (const all of [sum(a, b, c), sum(c, a, b), sum(a, sum(b, c)), sum(sum(c, b), a)])
          expect(plain(all)).toBe(whole);
      }),
    );
  });

  it('leaves what is merged into it as it is, then and later', () => {
    fc.assert(
      fc.property(anyParts, anyParts, anyPart, (one, two, later) => {
        const [summary, other] = [of(one), of(two)];
        merge(summary, other);
        add(summary, later);
        expect(plain(other)).toBe(plain(of(two)));
        add(other, later);
        expect(plain(summary)).toBe(plain(of([...one, ...two, later])));
      }),
    );
  });

  it('is the same when it has been sent, and merges as before', () => {
    fc.assert(
      fc.property(anyParts, anyParts, (one, two) => {
        const [a, b] = [of(one), of(two)];
        expect(plain(sent(a))).toBe(plain(a));
        expect(plain(sum(sent(a), sent(b)))).toBe(plain(sum(a, b)));
      }),
    );
  });
}

describe('A mergeable summary', () => {
  describe('of keys', () => {
    conforms(keyTables);
  });
  describe('of distinct keys', () => {
    conforms(distincts);
  });
  describe('of values', () => {
    conforms(spreads);
  });
  describe('of seconds', () => {
    conforms(timelines);
  });
  describe('of lines', () => {
    conforms(digests);
  });
});

describe('Counts of summaries', () => {
  it('are kept where they are as large as a number may be', () => {
    fc.assert(
      fc.property(anyCount, (bytes) => {
        const table = new KeyTable(10);
        table.count('a', 1, bytes, 0);
        expect(keyTables.plain(keyTables.sent(table))).toBe(keyTables.plain(table));
      }),
    );
  });
});
