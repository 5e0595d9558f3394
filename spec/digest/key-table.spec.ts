import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteReader } from '../../src/digest/bytes/byte-reader.js';
import { ByteWriter } from '../../src/digest/bytes/byte-writer.js';
import { KeyTable } from '../../src/digest/key-table.js';
import { plainTable } from '../support/digest.js';

interface Count {
  readonly key: string;
  readonly bytes: number;
  readonly isError: boolean;
}

const countOf = (key: string, bytes = 0, isError = false): Count => ({ key, bytes, isError });

function tableOf(cap: number, counts: Iterable<Count>): KeyTable {
  const table = new KeyTable(cap);
  for (const { key, bytes, isError } of counts) table.count(key, 1, bytes, isError ? 1 : 0);
  return table;
}

const keysOf = (table: KeyTable): string[] => table.rows().map(({ key }) => key);

/** The table of all that the given ones have counted. */
function sumOf(cap: number, ...tables: readonly KeyTable[]): KeyTable {
  const sum = new KeyTable(cap);
  for (const table of tables) sum.add(table);
  return sum;
}

const anyCount = fc.record({
  key: fc.constantFrom('', 'a', 'b', 'B', 'aa', '\xff', '\xc3\xa9', '__proto__'),
  bytes: fc.constantFrom(0, 1, 1500, 2 ** 45),
  isError: fc.boolean(),
});
const anyCounts = fc.array(anyCount, { maxLength: 40 });

describe('KeyTable', () => {
  it('counts hits, bytes and errors of each key', () => {
    const table = tableOf(10, [countOf('a', 5), countOf('b', 7, true), countOf('a', 0, true)]);
    expect(table.get('a')).toEqual({ key: 'a', hits: 2, bytes: 5, errors: 1 });
    expect(table.get('b')).toEqual({ key: 'b', hits: 1, bytes: 7, errors: 1 });
    expect(table.get('c')).toBeUndefined();
    expect(table.size).toBe(2);
  });

  it('has no rows when nothing was counted', () => {
    expect(plainTable(new KeyTable(10))).toEqual({ rows: [], maxLost: 0 });
    expect(new KeyTable(10).size).toBe(0);
  });

  it('counts keys that objects have by themselves', () => {
    const table = tableOf(10, [countOf('__proto__'), countOf('constructor'), countOf('__proto__')]);
    expect(keysOf(table)).toEqual(['__proto__', 'constructor']);
  });

  it('counts keys of digits as all others, in the order of their bytes', () => {
    const keys = ['7', '10', '007', '4294967295', '16384', 'a1', ''];
    const table = sumOf(
      10,
      tableOf(
        10,
        keys.map((key) => countOf(key, 1)),
      ),
      tableOf(10, [countOf('16384')]),
    );
    expect(keysOf(table)).toEqual(['16384', '', '007', '10', '4294967295', '7', 'a1']);
    expect(table.get('16384')).toEqual({ key: '16384', hits: 2, bytes: 1, errors: 0 });
    expect(table.hitsOf('7')).toBe(1);
    const to = new ByteWriter();
    table.write(to);
    expect(KeyTable.read(new ByteReader(to.finish(), 0))).toEqual(table);
  });

  it('sums up bytes to the largest safe integer', () => {
    const table = tableOf(10, [countOf('a', Number.MAX_SAFE_INTEGER - 1), countOf('a', 1)]);
    expect(table.get('a')?.bytes).toBe(Number.MAX_SAFE_INTEGER);
    expect(sumOf(10, table, new KeyTable(10)).get('a')?.bytes).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('puts the most hits first, and with equal hits the keys in the order of their bytes', () => {
    const keys = ['b', 'a', '\xff', '', 'aa', 'B', '\xc3', 'z', 'z'];
    expect(
      keysOf(
        tableOf(
          10,
          keys.map((key) => countOf(key)),
        ),
      ),
    ).toEqual(['z', '', 'B', 'a', 'aa', 'b', '\xc3', '\xff']);
  });

  it('gives the first rows of any order as if all had been ordered', () => {
    fc.assert(
      fc.property(anyCounts, fc.nat(12), fc.constantFrom('hits', 'bytes', 'errors'), (counts, count, order) => {
        const table = tableOf(10, counts);
        // A stable sort of rows that are in order otherwise.
        const all = table.rows().sort((a, b) => b[order] - a[order]);
        expect(table.top(count, order)).toEqual(all.slice(0, count));
      }),
    );
  });

  it('gives rows that do not change', () => {
    const table = tableOf(10, [countOf('a')]);
    const [rows, row] = [table.rows(), table.get('a')];
    table.count('a', 1, 1, 1);
    expect([...rows, row]).toEqual(Array(2).fill({ key: 'a', hits: 1, bytes: 0, errors: 0 }));
  });

  describe('add', () => {
    it('changes nothing with a table that has counted nothing', () => {
      fc.assert(
        fc.property(anyCounts, (counts) => {
          const table = tableOf(10, counts);
          expect(plainTable(sumOf(10, table, new KeyTable(10)))).toEqual(plainTable(table));
          expect(plainTable(sumOf(10, new KeyTable(10), table))).toEqual(plainTable(table));
        }),
      );
    });

    it('is commutative and associative', () => {
      fc.assert(
        fc.property(anyCounts, anyCounts, anyCounts, (...counts) => {
          const [a, b, c] = counts.map((each) => tableOf(10, each)) as [KeyTable, KeyTable, KeyTable];
          expect(plainTable(sumOf(10, a, b))).toEqual(plainTable(sumOf(10, b, a)));
          expect(plainTable(sumOf(10, a, sumOf(10, b, c)))).toEqual(plainTable(sumOf(10, sumOf(10, a, b), c)));
        }),
      );
    });

    it('sums up parts to the whole', () => {
      fc.assert(
        fc.property(anyCounts, fc.nat(40), (counts, at) => {
          const parts = sumOf(10, tableOf(10, counts.slice(0, at)), tableOf(10, counts.slice(at)));
          expect(plainTable(parts)).toEqual(plainTable(tableOf(10, counts)));
        }),
      );
    });

    it('leaves the other table as it is, then and later', () => {
      fc.assert(
        fc.property(anyCounts, anyCounts, (one, two) => {
          const other = tableOf(10, two);
          const before = plainTable(other);
          const table = tableOf(10, one);
          table.add(other);
          for (const { key } of two) table.count(key, 1, 1, 1);
          expect(plainTable(other)).toEqual(before);
        }),
      );
    });

    it('doubles a table that is added to itself', () => {
      const table = tableOf(10, [countOf('a', 5, true), countOf('b')]);
      table.add(table);
      expect(table.rows()).toEqual([
        { key: 'a', hits: 2, bytes: 10, errors: 2 },
        { key: 'b', hits: 2, bytes: 0, errors: 0 },
      ]);
    });
  });

  describe('with more keys than it keeps', () => {
    const numbered = (count: number): Count[] => Array.from({ length: count }, (_, i) => countOf(`k${i}`));

    it('keeps all up to twice its cap, and knows that none is lost', () => {
      const table = tableOf(10, numbered(20));
      expect(table.size).toBe(20);
      expect(table.maxLost).toBe(0);
    });

    it('keeps the keys of the most hits, and says what another may have had', () => {
      const often = numbered(10).flatMap((count) => [count, count, count]);
      const table = tableOf(10, [...often, ...numbered(21).slice(10)]);
      expect(keysOf(table)).toEqual(numbered(10).map(({ key }) => key));
      expect(table.maxLost).toBe(1);
    });

    it('keeps as many keys as its cap when all have the same hits', () => {
      expect(tableOf(10, numbered(21)).size).toBe(10);
      expect(tableOf(1, numbered(3)).size).toBe(1);
      expect(sumOf(10, tableOf(10, numbered(15)), tableOf(10, numbered(40).slice(15))).size).toBe(10);
    });

    it('always has keys to show, as many as its cap when there were more', () => {
      const table = new KeyTable(10);
      for (const [i, { key }] of numbered(500).entries()) {
        table.count(key, 1, 0, 0);
        expect(table.size).toBeGreaterThanOrEqual(Math.min(i + 1, 10));
      }
    });

    /** Few keys that come often, many that come seldom: more than any cap in use here keeps. */
    const skewed = fc.array(
      fc.oneof(
        fc.constantFrom('a', 'b', 'c'),
        fc.nat(12).map((i) => `m${i}`),
        fc.nat(200).map((i) => `s${i}`),
      ),
      { maxLength: 300 },
    );
    const anyCap = fc.constantFrom(1, 2, 3, 5, 10);

    function expectBounds(table: KeyTable, keys: readonly string[]): void {
      const truth = new Map<string, number>();
      for (const key of keys) truth.set(key, (truth.get(key) ?? 0) + 1);
      expect(table.size).toBeLessThanOrEqual(2 * table.cap);
      expect(table.size).toBeGreaterThanOrEqual(Math.min(truth.size, table.cap));
      expect(table.maxLost).toBeLessThanOrEqual(keys.length / (table.cap + 1));
      if (truth.size <= table.cap) expect(table.maxLost).toBe(0);
      for (const { key, hits, bytes } of table.rows()) {
        expect(hits).toBeLessThanOrEqual(truth.get(key) ?? 0);
        expect(hits + table.maxLost).toBeGreaterThanOrEqual(truth.get(key) ?? 0);
        expect(bytes).toBe(2 * hits);
      }
      for (const [key, hits] of truth) if (hits > table.maxLost) expect(table.get(key)).toBeDefined();
    }

    const tableOfKeys = (cap: number, keys: readonly string[]): KeyTable =>
      tableOf(
        cap,
        keys.map((key) => countOf(key, 2)),
      );

    it('stays within its bounds', () => {
      fc.assert(
        fc.property(anyCap, skewed, (cap, keys) => {
          const table = new KeyTable(cap);
          for (const key of keys) {
            table.count(key, 1, 2, 0);
            expect(table.size).toBeLessThanOrEqual(2 * cap);
          }
          expectBounds(table, keys);
        }),
      );
    });

    it('stays within its bounds when parts are added up, whatever their grouping', () => {
      fc.assert(
        fc.property(
          anyCap,
          fc.array(skewed, { minLength: 1, maxLength: 8 }),
          fc.infiniteStream(fc.nat()),
          (cap, parts, picks) => {
            const tables = parts.map((keys) => tableOfKeys(cap, keys));
            while (tables.length > 1) {
              const [one] = tables.splice((picks.next().value as number) % tables.length, 1);
              const other = tables[(picks.next().value as number) % tables.length];
              if (one !== undefined) other?.add(one);
              expect(other?.size).toBeLessThanOrEqual(2 * cap);
            }
            if (tables[0] !== undefined) expectBounds(tables[0], parts.flat());
          },
        ),
      );
    });

    it('keeps a key that each part had dropped and seen again', () => {
      // Each part holds 1 of the 6 hits of `k` and knows that 5 may have been lost.
      const partOf = (key: string, last: string): string[] =>
        [key, 'k'].flatMap((often) => Array<string>(5).fill(often)).concat(last, 'k');
      const parts = [partOf('a', 'b'), partOf('c', 'd')];
      const [one, other] = parts.map((keys) => tableOfKeys(1, keys)) as [KeyTable, KeyTable];
      expect([one.get('k')?.hits, one.maxLost]).toEqual([1, 5]);
      one.add(other);
      expect(keysOf(one)).toEqual(['k']);
      expectBounds(one, parts.flat());
    });

    it('stays within its bounds when parts are added in between', () => {
      fc.assert(
        fc.property(anyCap, fc.array(skewed, { maxLength: 5 }), (cap, parts) => {
          const table = new KeyTable(cap);
          for (const [i, keys] of parts.entries()) {
            if (i % 2 === 0) table.add(tableOfKeys(cap, keys));
            else for (const key of keys) table.count(key, 1, 2, 0);
          }
          expectBounds(table, parts.flat());
        }),
      );
    });

    it('finds the keys of a flood of others', () => {
      const table = new KeyTable(100);
      for (let i = 0; i < 100_000; i++) table.count(i % 50 === 0 ? 'often' : `seldom${i}`, 1, 0, 0);
      expect(table.rows()[0]?.key).toBe('often');
      expect(table.maxLost).toBeLessThanOrEqual(100_000 / 101);
    });
  });
});
