import { describe, expect, it } from '@jest/globals';
import { COUNTED_NAMES } from '../../src/digest/dimensions.js';
import type { DerivedDimension } from '../../src/digest/dimensions.js';
import { KeyTable } from '../../src/digest/key-table.js';
import { derivedTable, tableOf } from '../../src/digest/table-of.js';
import { digestOf, foldHit, hitOf, plainTable, withTables } from '../support/digest.js';

/** Agents by what stands before the slash; `-` counts nothing. */
const programs: DerivedDimension = {
  name: 'programs',
  title: 'Programs',
  cap: 10,
  of: 'agents',
  by: (agent) => (agent === '-' ? undefined : agent.split('/')[0]),
};

const traffic = [
  hitOf({ agent: 'curl/7.59.0', bytes: 1 }),
  hitOf({ agent: 'curl/8.0', bytes: 20, status: '503' }),
  hitOf({ agent: 'wget/1.2', bytes: 300 }),
  hitOf({ agent: '-', bytes: 4000 }),
];

describe('tableOf', () => {
  it('is the table of a digest, where the dimension is counted', () => {
    const digest = digestOf(traffic);
    for (const name of COUNTED_NAMES) expect(tableOf(digest, name)).toBe(digest.tables[name]);
  });
});

describe('derivedTable', () => {
  it('sums up the keys that give the same key, and leaves out those that give none', () => {
    expect(plainTable(derivedTable(digestOf(traffic), programs))).toEqual({
      rows: [
        { key: 'curl', hits: 2, bytes: 21, errors: 1 },
        { key: 'wget', hits: 1, bytes: 300, errors: 0 },
      ],
      maxLost: 0,
    });
  });

  it('is made once, until the digest has counted more', () => {
    const digest = digestOf(traffic);
    const table = derivedTable(digest, programs);
    expect(derivedTable(digest, programs)).toBe(table);
    expect(derivedTable(digest, { ...programs, name: 'others', by: (key) => key }).size).toBe(4);
    expect(derivedTable(digest, programs)).toBe(table);
    foldHit(digest, hitOf({ agent: 'wget/2' }));
    expect(derivedTable(digest, programs).get('wget')?.hits).toBe(2);
  });

  it('may be low by all hits of the keys that were dropped', () => {
    const agents = new KeyTable(1);
    for (const agent of ['curl/1', 'curl/1', 'curl/1', 'wget/1', 'wget/2']) agents.count(agent, 1, 0, 0);
    const digest = { ...withTables(digestOf([]), { agents }), hits: 5 };
    expect(plainTable(derivedTable(digest, programs))).toEqual({
      rows: [{ key: 'curl', hits: 3, bytes: 0, errors: 0 }],
      maxLost: 2,
    });
  });

  it('keeps its own cap', () => {
    const digest = digestOf(Array.from({ length: 30 }, (_, i) => hitOf({ agent: `${i}/x` })));
    const table = derivedTable(digest, programs);
    expect(table.size).toBeLessThanOrEqual(2 * programs.cap);
    expect(table.maxLost).toBe(1);
  });
});
