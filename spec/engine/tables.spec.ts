import { describe, expect, it } from '@jest/globals';
import { COUNTED, COUNTED_NAMES } from '../../src/digest/dimensions.js';
import { emptyDigest } from '../../src/digest/digest.js';
import { Engine } from '../../src/engine/engine.js';
import { engineMap } from '../../src/engine/engine-map.js';
import { slotOf } from '../../src/engine/slots.js';
import { planTables, tableNumber } from '../../src/engine/tables.js';
import type { FieldName } from '../../src/format/fields.js';
import { keyOf, lineWithout } from '../support/all-fields.js';

/** The keys that each table has after one line with all fields but these. */
function keysWithout(...missing: readonly FieldName[]): Record<string, string[]> {
  const digest = emptyDigest();
  const { layout, line } = lineWithout(...missing);
  new Engine().fold(Buffer.from(line), layout, 'a.log', digest);
  expect(digest.hits).toBe(1);
  return Object.fromEntries(COUNTED_NAMES.map((name) => [name, digest.tables[name].rows().map(({ key }) => key)]));
}

describe('the tables of the engine', () => {
  it('count each dimension by its own field', () => {
    expect(keysWithout()).toEqual(Object.fromEntries(COUNTED.map(({ name, field }) => [name, [keyOf(field)]])));
  });

  it('count a line without a field under a dash, or not at all where the dimension is optional', () => {
    for (const { name, field, isOptional = false } of COUNTED) {
      const missing = field === 'path' || field === 'section' ? 'target' : field;
      if (missing === 'host' || missing === 'status') continue;
      expect(keysWithout(missing)[name]).toEqual(isOptional ? [] : ['-']);
    }
  });
});

describe('planTables', () => {
  it('says of each table which slot it is counted by', () => {
    const { headers } = planTables(0);
    const { HEADER_FIELD, SECONDS } = engineMap();
    expect(Object.keys(headers)).toHaveLength(COUNTED.length + 1);
    const numbers = COUNTED_NAMES.map(tableNumber);
    expect(new Set([...numbers, SECONDS]).size).toBe(headers.length);
    for (const { name, field } of COUNTED) expect(headers[tableNumber(name)]?.[HEADER_FIELD / 4]).toBe(slotOf(field));
  });

  it('says what a line must have to be counted, for an optional dimension alone', () => {
    const { HEADER_NEEDED } = engineMap();
    const neededOf = (isOptional: boolean): number | undefined =>
      planTables(0, [{ field: 'user', cap: 10, isOptional }]).headers[1]?.[HEADER_NEEDED / 4];
    expect(neededOf(true)).toBe(1 << slotOf('user'));
    expect(neededOf(false)).toBe(0);
  });

  it('lets no table reach into another', () => {
    const map = engineMap();
    const { headers, end } = planTables(1000);
    const starts = headers.flatMap((header) =>
      [map.HEADER_SLOTS, map.HEADER_ENTRIES, map.HEADER_TOUCHED, map.HEADER_ARENA, map.HEADER_RECENT].map(
        (at) => header[at / 4] ?? 0,
      ),
    );
    expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...starts)).toBeLessThan(end);
  });

  it('refuses more dimensions than the engine has room for', () => {
    const { HEADERS, HEADER_BYTES, SPREADS } = engineMap();
    const most = Math.floor((SPREADS - HEADERS) / HEADER_BYTES) - 1;
    const listOf = (count: number) => Array.from({ length: count }, () => ({ field: 'user', cap: 10 }) as const);
    expect(planTables(0, listOf(most)).headers).toHaveLength(most + 1);
    expect(() => planTables(0, listOf(most + 1))).toThrow(`the engine has no room for ${most + 1} dimensions`);
  });
});
