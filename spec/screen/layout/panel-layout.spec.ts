import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isTooSmall, LEAST_SIZE, overview } from '../../../src/screen/layout/panel-layout.js';
import { MORE_PANELS, PANELS } from '../../../src/screen/model/panels.js';

describe('overview', () => {
  it('gives each panel a place, and fills the screen but for the last line and the gaps, whatever its size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: LEAST_SIZE.columns, max: 400 }),
        fc.integer({ min: LEAST_SIZE.rows, max: 150 }),
        (columns, rows) => {
          const places = overview({ columns, rows }, MORE_PANELS);
          expect(places.flatMap(({ panels }) => panels).sort()).toEqual([...PANELS].sort());
          for (let row = 0; row < rows - 1; row++) {
            const across = places.filter((place) => row >= place.row && row < place.row + place.height);
            const width = across.reduce((sum, place) => sum + place.width, 0);
            expect(width + 2 * (across.length - 1)).toBe(columns);
            across.slice(1).forEach((place, i) => {
              const left = across[i];
              expect(place.column).toBe((left?.column ?? 0) + (left?.width ?? 0) + 2);
            });
          }
          for (const { height, row } of places) {
            expect(height).toBeGreaterThanOrEqual(2);
            expect(row + height).toBeLessThan(rows);
          }
        },
      ),
    );
  });

  it('shows all tables at once where there is room for them', () => {
    expect(overview({ columns: 120, rows: 40 }).every(({ panels }) => panels.length === 1)).toBe(true);
    expect(overview({ columns: 80, rows: 24 }).some(({ panels }) => panels.length > 1)).toBe(true);
  });
});

describe('isTooSmall', () => {
  it('is so below the least size, in either direction', () => {
    expect(isTooSmall(LEAST_SIZE)).toBe(false);
    expect(isTooSmall({ ...LEAST_SIZE, columns: LEAST_SIZE.columns - 1 })).toBe(true);
    expect(isTooSmall({ ...LEAST_SIZE, rows: LEAST_SIZE.rows - 1 })).toBe(true);
  });
});
