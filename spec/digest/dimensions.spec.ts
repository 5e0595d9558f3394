import { describe, expect, it } from '@jest/globals';
import { COUNTED, COUNTED_NAMES, dimensionOf, DIMENSION_NAMES, DIMENSIONS } from '../../src/digest/dimensions.js';
import type { Dimension } from '../../src/digest/dimensions.js';
import { emptyDigest } from '../../src/digest/digest.js';

describe('DIMENSIONS', () => {
  const listed: readonly Dimension[] = DIMENSIONS;

  it('have names, fields and titles of their own', () => {
    for (const property of ['name', 'title'] as const)
      expect(new Set(listed.map((dimension) => dimension[property])).size).toBe(listed.length);
    expect(new Set(COUNTED.map(({ field }) => field)).size).toBe(COUNTED.length);
  });

  it('are found by their names', () => {
    for (const dimension of DIMENSIONS) expect(dimensionOf(dimension.name)).toBe(dimension);
    expect(DIMENSION_NAMES).toEqual(listed.map(({ name }) => name));
  });

  it('keep one key at least', () => {
    for (const { cap } of listed) expect(cap).toBeGreaterThanOrEqual(1);
  });

  it('are a table in each digest, when the lines hold their keys', () => {
    expect(Object.keys(emptyDigest().tables)).toEqual(COUNTED_NAMES);
    expect(COUNTED_NAMES).toEqual(listed.filter((dimension) => 'field' in dimension).map(({ name }) => name));
  });

  it('derive their keys from those of a counted one, when the lines do not hold them', () => {
    for (const dimension of listed) if ('of' in dimension) expect(COUNTED_NAMES).toContain(dimension.of);
  });
});
