import { keysOf } from './keys.mjs';

export async function distincts({ load }) {
  const { Distinct, EXACT_LIMIT, hash53 } = await load('digest/distinct.js');
  const keys = keysOf(10 * EXACT_LIMIT);
  const hashes = keys.map(hash53);
  const few = hashes.slice(0, EXACT_LIMIT);
  const full = new Distinct();
  for (const hash of hashes) full.count(hash);
  const countAll = (distinct, these) => {
    for (const hash of these) distinct.count(hash);
  };
  return [
    {
      name: 'hash53',
      unit: 'key',
      operations: keys.length,
      run: () => {
        for (const key of keys) hash53(key);
      },
    },
    {
      name: 'Distinct.count, exactly',
      unit: 'key',
      operations: few.length,
      run: () => countAll(new Distinct(), few),
    },
    {
      name: 'Distinct.count, as an estimate',
      unit: 'key',
      operations: hashes.length,
      run: () => countAll(full, hashes),
    },
    { name: 'Distinct.size, of an estimate', unit: 'call', operations: 1, run: () => full.size() },
  ];
}
