import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Condition } from '../../src/monitor/alerts/condition.js';
import { CONDITIONS, conditionNamed } from '../../src/monitor/alerts/conditions/registry.js';

const ALL: readonly Condition[] = CONDITIONS;

const anyRow = fc.record({
  second: fc.integer({ min: -100, max: 100 }),
  hits: fc.nat(1000),
  bytes: fc.nat(1_000_000),
  errors: fc.nat(1000),
});

describe('Each measure of rules', () => {
  it('is found by its name, which it alone has', () => {
    for (const condition of ALL) expect(conditionNamed(condition.name)).toBe(condition);
    expect(conditionNamed('nothing')).toBeUndefined();
  });

  it.each(ALL)('$name adds up nothing of a second without hits', ({ sum }) => {
    expect(sum({ second: 7, hits: 0, bytes: 0, errors: 0 })).toBe(0);
  });

  it.each(ALL)('$name adds up the same of seconds that are merged', ({ sum }) => {
    fc.assert(
      fc.property(anyRow, anyRow, (a, b) => {
        const both = { ...a, hits: a.hits + b.hits, bytes: a.bytes + b.bytes, errors: a.errors + b.errors };
        expect(sum(both)).toBe(sum(a) + sum(b));
      }),
    );
  });

  it.each(ALL)('$name reads a window as a number, larger for a larger sum, or as unknown', ({ measure }) => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), fc.integer({ min: 1, max: 86_400 }), (one, other, seconds) => {
        const [less, more] = [measure(Math.min(one, other), seconds), measure(Math.max(one, other), seconds)];
        if (less === undefined || more === undefined) return;
        expect(Number.isFinite(less)).toBe(true);
        expect(more).toBeGreaterThanOrEqual(less);
      }),
    );
  });
});
