import type { ByteReader } from './bytes/byte-reader.js';
import { emptyDigest } from './digest.js';
import type { Digest, Sample } from './digest.js';
import type { CountedName } from './dimensions.js';
import { Distinct } from './distinct.js';
import { Spread } from './histogram.js';
import { KeyTable } from './key-table.js';
import { Timeline } from './timeline.js';

/** The tables of these versions in their order, independent of the present dimensions. */
const TABLES: readonly string[] = [
  ...['methods', 'statuses', 'protocols', 'sections', 'paths'],
  ...['hosts', 'users', 'referrers', 'agents'],
];

/**
 * Reads the body of a digest of version 1 or 2, whose parts follow each other without names; version 1 counted hosts
 * without a hash key. Parts unknown to these versions are empty.
 */
export function readUntagged(from: ByteReader, version: number): Digest {
  const part = <T>(name: string, read: (from: ByteReader) => T): T => {
    from.part = name;
    return read(from);
  };
  const total = (): number => from.whole();
  const { tables } = emptyDigest();
  // The properties of an object literal are evaluated in their order.
  return {
    hits: part('hits', total),
    bytes: part('bytes', total),
    errors: part('errors', total),
    unparsed: part('unparsed', total),
    sample: part('sample', readSample),
    tables: {
      ...tables,
      ...(Object.fromEntries(TABLES.map((name) => [name, part(name, (rest) => KeyTable.read(rest))])) as Partial<
        Record<CountedName, KeyTable>
      >),
    },
    distinctHosts: part('distinct hosts', (rest) => (version === 1 ? Distinct.readUnkeyed(rest) : Distinct.read(rest))),
    sizes: part('sizes', (rest) => Spread.read(rest)),
    latencies: part('latencies', (rest) => Spread.read(rest)),
    timeline: part('timeline', (rest) => Timeline.read(rest)),
  };
}

function readSample(from: ByteReader): Sample | undefined {
  const kind = from.byte();
  if (kind > 1) from.fail(`${kind} is neither a sample nor none`);
  return kind === 0 ? undefined : { source: from.text(), line: from.text() };
}
