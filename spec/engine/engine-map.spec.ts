import { describe, expect, it } from '@jest/globals';
import { COUNTED_NAMES } from '../../src/digest/dimensions.js';
import { engineMap, engineNumber } from '../../src/engine/engine-map.js';
import { planTables, tableNumber } from '../../src/engine/tables.js';
import { FIELDS } from '../../src/format/fields.js';

describe('the numbers of the engine', () => {
  it('are those of the fields, by which layouts name them', () => {
    expect(FIELDS.map((field) => engineNumber(field.toUpperCase()))).toEqual(FIELDS.map((_, slot) => slot));
  });

  it('are one for each table of a digest, and one for its timeline', () => {
    const numbers = [...COUNTED_NAMES.map(tableNumber), engineMap().SECONDS];
    expect(new Set(numbers).size).toBe(COUNTED_NAMES.length + 1);
    expect(Object.keys(planTables(0).headers)).toHaveLength(COUNTED_NAMES.length + 1);
  });

  it('are missed with a word on what to do, when a table has none', () => {
    expect(() => engineNumber('NO_SUCH_TABLE')).toThrow('engine.wasm exports no NO_SUCH_TABLE: run npm run build');
  });

  it('leave room between what lies one behind the other', () => {
    const map = engineMap();
    const begins = [
      map.STEPS,
      map.HEADERS,
      map.SAMPLE,
      map.DASH,
      map.BEFORE,
      map.SPREADS,
      map.JSON_KEYS,
      map.FILTER_STATUSES,
      map.FILTER_TERMS,
      map.UNESCAPED,
      map.INPUT,
    ];
    expect(begins).toEqual([...begins].sort((a, b) => a - b));
    expect(map.HEADERS + (COUNTED_NAMES.length + 1) * map.HEADER_BYTES).toBeLessThanOrEqual(map.SAMPLE);
    expect(map.SPREADS + 2 * 4 * map.SPREAD_BUCKETS).toBeLessThanOrEqual(map.JSON_KEYS);
    expect(map.JSON_KEYS + map.JSON_SLOTS * map.JSON_KEY_BYTES).toBeLessThanOrEqual(map.FILTER_STATUSES);
  });
});
