import { describe, expect, it } from '@jest/globals';
import { engineConstants, engineMap, engineNumber } from '../../src/engine/engine-map.js';
import { slotOf } from '../../src/engine/slots.js';
import { FIELDS } from '../../src/format/fields.js';

describe('the numbers of the engine', () => {
  it('are those of the fields, by which layouts name them', () => {
    const named = FIELDS.filter((field) => field.toUpperCase() in engineConstants());
    expect(named).toEqual(expect.arrayContaining(['host', 'time', 'request', 'status', 'bytes', 'latency']));
    for (const field of named) expect(engineNumber(field.toUpperCase())).toBe(FIELDS.indexOf(field));
  });

  it('leave a slot for each field, and others for what it cuts itself', () => {
    const { FIELD_SLOTS } = engineMap();
    expect(FIELDS.length).toBeLessThanOrEqual(FIELD_SLOTS);
    const others = (['path', 'section', 'line'] as const).map(slotOf);
    expect(new Set(others).size).toBe(others.length);
    expect(Math.min(...others)).toBeGreaterThanOrEqual(FIELD_SLOTS);
  });

  it('are missed with a word on what to do, when the module has none', () => {
    expect(() => engineNumber('NO_SUCH_NUMBER')).toThrow('engine.wasm exports no NO_SUCH_NUMBER: run npm run build');
  });

  it('leave room between what lies one behind the other', () => {
    const map = engineMap();
    const begins = [
      map.STEPS,
      map.SAMPLE,
      map.DASH,
      map.BEFORE,
      map.HEADERS,
      map.SPREADS,
      map.JSON_KEYS,
      map.FILTER_STATUSES,
      map.FILTER_TERMS,
      map.UNESCAPED,
      map.INPUT,
    ];
    expect(begins).toEqual([...begins].sort((a, b) => a - b));
    expect(map.SPREADS + 2 * 4 * map.SPREAD_BUCKETS).toBeLessThanOrEqual(map.JSON_KEYS);
    expect(map.JSON_KEYS + map.JSON_SLOTS * map.JSON_KEY_BYTES).toBeLessThanOrEqual(map.FILTER_STATUSES);
  });
});
