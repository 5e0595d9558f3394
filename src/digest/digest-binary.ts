import type { ByteReader } from './bytes/byte-reader.js';
import type { ByteWriter } from './bytes/byte-writer.js';
import { COUNTED_NAMES, forEachCounted } from './dimensions.js';
import type { CountedName } from './dimensions.js';
import type { Digest, Sample } from './digest.js';
import { Distinct } from './distinct.js';
import { opened, sealed } from './bytes/envelope.js';
import type { Form } from './bytes/envelope.js';
import { KeyTable } from './key-table.js';
import { Spread } from './histogram.js';
import { Timeline } from './timeline.js';

const FORM: Form = {
  magic: 'rxmd',
  version: 2,
  older: [1],
  subject: { name: 'digest', advice: 'make it again from its log' },
  again: 'copy it once more from where it was made, or make it again from its log',
};

/**
 * The whole of a digest as bytes: the same bytes for equal digests, in whatever order they came to be.
 *
 * @throws RangeError when a key has characters that are no bytes, or a count is no whole number from 0 to 2^70
 */
export function encodeDigest(digest: Digest): Uint8Array {
  return sealed(FORM, (to) => {
    writeBody(digest, to);
  });
}

/**
 * The digest that was encoded: equal in all that can be read from it. Only which of several keys with equal counts a
 * table drops, when it is full, may differ from then on; its bounds hold.
 *
 * @throws RangeError when the bytes are no digest, are of another version, are damaged or are not all there
 */
export function decodeDigest(bytes: Uint8Array): Digest {
  return opened(FORM, bytes, readBody);
}

function writeBody(digest: Digest, to: ByteWriter): void {
  to.whole(digest.hits);
  to.whole(digest.bytes);
  to.whole(digest.errors);
  to.whole(digest.unparsed);
  writeSample(digest.sample, to);
  for (const name of COUNTED_NAMES) digest.tables[name].write(to);
  digest.distinctHosts.write(to);
  digest.sizes.write(to);
  digest.latencies.write(to);
  digest.timeline.write(to);
}

/** Takes the parts in the order in which `writeBody` put them: the properties of an object are evaluated as they stand. */
function readBody(from: ByteReader, version: number): Digest {
  const part = <T>(name: string, read: (from: ByteReader) => T): T => {
    from.part = name;
    return read(from);
  };
  const total = (): number => from.whole();
  const table = (name: CountedName): KeyTable => part(name, (rest) => KeyTable.read(rest));
  return {
    hits: part('hits', total),
    bytes: part('bytes', total),
    errors: part('errors', total),
    unparsed: part('unparsed', total),
    sample: part('sample', readSample),
    tables: forEachCounted(({ name }) => table(name)),
    distinctHosts: part('distinct hosts', (rest) => (version === 1 ? Distinct.readUnkeyed(rest) : Distinct.read(rest))),
    sizes: part('sizes', (rest) => Spread.read(rest)),
    latencies: part('latencies', (rest) => Spread.read(rest)),
    timeline: part('timeline', (rest) => Timeline.read(rest)),
  };
}

function writeSample(sample: Sample | undefined, to: ByteWriter): void {
  to.byte(sample === undefined ? 0 : 1);
  if (sample === undefined) return;
  to.text(sample.source);
  to.text(sample.line);
}

function readSample(from: ByteReader): Sample | undefined {
  const kind = from.byte();
  if (kind > 1) from.fail(`${kind} is neither a sample nor none`);
  return kind === 0 ? undefined : { source: from.text(), line: from.text() };
}
