import { describe, expect, it } from '@jest/globals';
import { BATCH_BYTES, pending } from '../../src/generate/batches.js';
import type { Line } from '../../src/generate/lines.js';

const at = (dueMs: number, text: string): Line => ({ dueMs, line: Buffer.from(`${text}\n`) });
const textOf = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString('latin1');
const of = (...lines: Line[]) => pending(lines[Symbol.iterator]());

describe('pending', () => {
  it('takes the lines due up to and with a time, in order', () => {
    const left = of(at(1, 'a'), at(2, 'b'), at(2.5, 'c'));
    expect(textOf(left.take(0.5))).toBeUndefined();
    expect(textOf(left.take(2))).toBe('a\nb\n');
    expect(textOf(left.take(2))).toBeUndefined();
    expect(textOf(left.take(Infinity))).toBe('c\n');
    expect(textOf(left.take(Infinity))).toBeUndefined();
  });

  it('is done with its last line, and from the start when there is none', () => {
    const left = of(at(1, 'a'), at(2, 'b'));
    left.take(1);
    expect(left.done).toBe(false);
    left.take(2);
    expect(left.done).toBe(true);
    expect(of().done).toBe(true);
  });

  it('cuts a batch behind the line that fills it', () => {
    const line = at(0, 'x'.repeat(999));
    const left = of(...Array<Line>(100).fill(line));
    expect(left.take(0)?.length).toBe(1000 * Math.ceil(BATCH_BYTES / 1000));
    expect(left.take(0)?.length).toBe(1000 * (100 - Math.ceil(BATCH_BYTES / 1000)));
  });
});
