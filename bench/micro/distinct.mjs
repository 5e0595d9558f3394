import { keysOf } from './keys.mjs';

export async function distincts({ load }) {
  const [{ DistinctSketch, EXACT_LIMIT }, { sipHash53 }] = await Promise.all(
    ['digest/distinct-sketch.js', 'digest/sip-hash.js'].map(load),
  );
  const hashOf = sipHash53('000102030405060708090a0b0c0d0e0f');
  const keys = keysOf(10 * EXACT_LIMIT);
  const hashes = keys.map(hashOf);
  const few = hashes.slice(0, EXACT_LIMIT);
  const full = new DistinctSketch();
  for (const hash of hashes) full.count(hash);
  const countAll = (distinct, these) => {
    for (const hash of these) distinct.count(hash);
  };
  return [
    {
      name: 'sipHash53, in JavaScript',
      unit: 'key',
      operations: keys.length,
      run: () => {
        for (const key of keys) hashOf(key);
      },
    },
    {
      name: 'DistinctSketch.count, exactly',
      unit: 'key',
      operations: few.length,
      run: () => countAll(new DistinctSketch(), few),
    },
    {
      name: 'DistinctSketch.count, as an estimate',
      unit: 'key',
      operations: hashes.length,
      run: () => countAll(full, hashes),
    },
    { name: 'DistinctSketch.size, of an estimate', unit: 'call', operations: 1, run: () => full.size() },
  ];
}
