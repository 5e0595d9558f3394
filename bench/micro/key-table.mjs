import { keysOf } from './keys.mjs';

const CAP = 10_000;

export async function keyTables({ load }) {
  const { KeyTable } = await load('digest/key-table.js');
  const filled = (keys) => {
    const table = new KeyTable(CAP);
    for (const key of keys) table.count(key, 1, 1000, 0);
    return table;
  };
  const known = keysOf(CAP);
  const many = keysOf(10 * CAP);
  const table = filled(known);
  const [same, others] = [filled(known), filled(keysOf(CAP, 'other'))];
  // Few keys have many hits, and many have few, as in a log.
  const skewed = new KeyTable(CAP);
  keysOf(2000).forEach((key, i) => skewed.count(key, Math.ceil(5000 / (i + 1)), 1000, 0));
  return [
    {
      name: 'KeyTable.count, keys that are there',
      unit: 'key',
      operations: known.length,
      run: () => {
        for (const key of known) table.count(key, 1, 1000, 0);
      },
    },
    { name: 'KeyTable.count, keys that are new', unit: 'key', operations: CAP, run: () => filled(known) },
    {
      name: 'KeyTable.count, ten times the cap, all different',
      unit: 'key',
      operations: many.length,
      run: () => filled(many),
    },
    { name: 'KeyTable.add, the same keys', unit: 'key', operations: CAP, run: () => same.add(table) },
    {
      name: 'KeyTable.add, keys that are new, to an empty table',
      unit: 'key',
      operations: CAP,
      run: () => new KeyTable(CAP).add(others),
    },
    { name: 'KeyTable.rows, of 2,000', unit: 'table', operations: 1, run: () => skewed.rows() },
    { name: 'KeyTable.top, 15 of 2,000', unit: 'table', operations: 1, run: () => skewed.top(15) },
  ];
}
