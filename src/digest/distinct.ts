import type { ByteReader } from './bytes/byte-reader.js';
import type { ByteWriter } from './bytes/byte-writer.js';
import { DistinctSketch } from './distinct-sketch.js';
import { readHashKey, UNKEYED, writeHashKey } from './hash-key.js';
import type { HashKey } from './hash-key.js';

/**
 * Estimates the number of distinct keys: see `DistinctSketch` for how well.
 *
 * Keys are counted by their hashes, and these depend on a hash key: without one, a client who chooses keys chooses the
 * count. Merged counts should share one hash key, which is stored with them; otherwise the keys that two parts have in
 * common are unknown. The parts are then kept apart, so that merging stays exact whatever the order and the grouping,
 * and `size` is a lower bound.
 */
export class Distinct {
  private readonly sketches = new Map<HashKey, DistinctSketch>();

  /** The sketch of the keys hashed with this hash key; more may be counted in it. */
  by(hashKey: HashKey): DistinctSketch {
    let sketch = this.sketches.get(hashKey);
    if (sketch === undefined) this.sketches.set(hashKey, (sketch = new DistinctSketch()));
    return sketch;
  }

  /** Adds all keys that `other` has seen; `other` stays as it is. */
  add(other: Distinct): void {
    for (const [hashKey, sketch] of other.sketches) if (!sketch.isEmpty) this.by(hashKey).add(sketch);
  }

  /** The number of distinct keys: exact up to `EXACT_LIMIT`, an estimate beyond; if `isLeast`, there may be more. */
  size(): number {
    return Math.max(0, ...Array.from(this.sketches.values(), (sketch) => sketch.size()));
  }

  /** Whether parts have different hash keys, so that `size` is that of the largest part. */
  get isLeast(): boolean {
    return this.hashKeys.length > 1;
  }

  /**
   * The hash keys of the parts, in ascending order: one, unless parts with different ones were merged; none without
   * keys.
   */
  get hashKeys(): HashKey[] {
    return [...this.sketches].flatMap(([hashKey, sketch]) => (sketch.isEmpty ? [] : [hashKey])).sort();
  }

  write(to: ByteWriter): void {
    const { hashKeys } = this;
    to.whole(hashKeys.length);
    for (const hashKey of hashKeys) {
      writeHashKey(hashKey, to);
      this.by(hashKey).write(to);
    }
  }

  static read(from: ByteReader): Distinct {
    const distinct = new Distinct();
    const count = from.count(18);
    let previous = '';
    for (let i = 0; i < count; i++) {
      const hashKey = readHashKey(from);
      if (hashKey <= previous) from.fail('its hash keys are out of order');
      previous = hashKey;
      const sketch = DistinctSketch.read(from);
      if (sketch.isEmpty) from.fail('a hash key has no keys');
      distinct.sketches.set(hashKey, sketch);
    }
    return distinct;
  }

  /** Reads the counts of version 1 of a digest, whose hashes had no key. */
  static readUnkeyed(from: ByteReader): Distinct {
    const distinct = new Distinct();
    const sketch = DistinctSketch.read(from);
    if (!sketch.isEmpty) distinct.sketches.set(UNKEYED, sketch);
    return distinct;
  }
}
