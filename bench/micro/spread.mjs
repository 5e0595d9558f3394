import { randomOf } from '../logs/random.mjs';

const VALUES = 100_000;

export async function spreads({ load }) {
  const { bucketOf, Spread } = await load('digest/spread.js');
  const random = randomOf(1);
  const values = Array.from({ length: VALUES }, () => Math.floor(Math.exp(random() * 16)));
  const buckets = values.map(bucketOf);
  const spread = new Spread();
  return [
    {
      name: 'Spread.addBucket',
      unit: 'call',
      operations: VALUES,
      run: () => {
        for (const bucket of buckets) spread.addBucket(bucket, 1);
      },
    },
    { name: 'Spread.quantile', unit: 'call', operations: 1, run: () => spread.quantile(0.99) },
  ];
}
