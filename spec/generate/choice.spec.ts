import { describe, expect, it } from '@jest/globals';
import { oneOf, weighted, zipf } from '../../src/generate/choice.js';
import type { Choice } from '../../src/generate/choice.js';
import { seeded } from '../../src/generate/random.js';

function shares<T>(choice: Choice<T>): Map<T, number> {
  const random = seeded(1);
  const found = new Map<T, number>();
  for (let i = 0; i < 100_000; i++) {
    const value = choice(random);
    found.set(value, (found.get(value) ?? 0) + 1e-5);
  }
  return found;
}

describe('weighted', () => {
  it('picks each key as often as its weight says', () => {
    const found = shares(weighted({ GET: 7, POST: 2, 200: 1 }));
    expect([...found.keys()].sort()).toEqual(['200', 'GET', 'POST']);
    expect(found.get('GET')).toBeCloseTo(0.7, 2);
    expect(found.get('POST')).toBeCloseTo(0.2, 2);
    expect(found.get('200')).toBeCloseTo(0.1, 2);
  });

  it('picks the first at 0 and the last just below 1', () => {
    const choice = weighted({ a: 1, b: 1, c: 1 });
    expect(choice(() => 0)).toBe('a');
    expect(choice(() => 1 - 2 ** -32)).toBe('c');
  });
});

describe('oneOf', () => {
  it('picks each value equally often', () => {
    const found = shares(oneOf(['a', 'b', 'c', 'd']));
    expect(found.size).toBe(4);
    for (const share of found.values()) expect(share).toBeCloseTo(0.25, 2);
  });
});

describe('zipf', () => {
  it('picks the n-th value 1/n as often as the first', () => {
    const found = shares(zipf([1, 2, 3, 4]));
    const first = found.get(1) ?? 0;
    for (const n of [2, 3, 4]) expect((found.get(n) ?? 0) / first).toBeCloseTo(1 / n, 1);
  });
});
