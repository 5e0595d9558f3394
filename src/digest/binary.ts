import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { crc32 } from './crc32.js';
import { TABLES } from './digest.js';
import type { Digest, Sample } from './digest.js';
import { Distinct } from './distinct.js';
import { KeyTable } from './key-table.js';
import { Spread } from './spread.js';
import { Timeline } from './timeline.js';

// The form of a digest in bytes: "rxmd", the version, the length of the body and its CRC-32 in four bytes each, the body.
const MAGIC = [0x72, 0x78, 0x6d, 0x64] as const;
const VERSION = 1;
const HEADER_BYTES = MAGIC.length + 1 + 4 + 4;

const AGAIN = 'copy it once more from where it was made, or make it again from its log';

/**
 * The whole of a digest as bytes: the same bytes for equal digests, in whatever order they came to be.
 *
 * @throws RangeError when a key has characters that are no bytes, or a count is no whole number from 0 to 2^70
 */
export function encodeDigest(digest: Digest): Uint8Array {
  const to = new ByteWriter();
  for (const byte of MAGIC) to.byte(byte);
  to.byte(VERSION);
  to.word(0);
  to.word(0);
  writeBody(digest, to);
  const bytes = to.finish();
  const body = bytes.subarray(HEADER_BYTES);
  const header = new DataView(bytes.buffer, MAGIC.length + 1);
  header.setUint32(0, body.length, true);
  header.setUint32(4, crc32(body), true);
  return bytes;
}

/**
 * The digest that was encoded: equal in all that can be read from it. Only which of several keys with equal counts a
 * table drops, when it is full, may differ from then on; its bounds hold.
 *
 * @throws RangeError when the bytes are no digest, are of another version, are damaged or are not all there
 */
export function decodeDigest(bytes: Uint8Array): Digest {
  checkHeader(bytes);
  const from = new ByteReader(bytes, HEADER_BYTES);
  const digest = readBody(from);
  if (from.left > 0) from.fail(`${from.left} bytes are left over`);
  return digest;
}

function checkHeader(bytes: Uint8Array): void {
  const from = new ByteReader(bytes, 0);
  const magic = [...bytes.subarray(0, MAGIC.length)];
  if (magic.some((byte, i) => byte !== MAGIC[i])) {
    const hex = magic.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new RangeError(`This is no digest of rxmon: it begins with the bytes ${hex}; give one that rxmon wrote`);
  }
  if (bytes.length > MAGIC.length && bytes[MAGIC.length] !== VERSION) {
    const version = bytes[MAGIC.length] ?? 0;
    throw new RangeError(
      `The digest is of version ${version}, and this rxmon reads version ${VERSION}: use the rxmon that made it`,
    );
  }
  if (bytes.length < HEADER_BYTES) {
    throw new RangeError(`The digest is cut off: ${bytes.length} bytes are not even its header; ${AGAIN}`);
  }
  from.raw(MAGIC.length + 1);
  const length = from.word();
  const checksum = from.word();
  if (from.left < length) {
    throw new RangeError(
      `The digest is cut off: ${bytes.length} of ${HEADER_BYTES + length} bytes are there; ${AGAIN}`,
    );
  }
  if (from.left > length) {
    throw new RangeError(`The digest is followed by ${from.left - length} bytes that do not belong to it; ${AGAIN}`);
  }
  if (crc32(bytes.subarray(HEADER_BYTES)) !== checksum) {
    throw new RangeError(`The digest is damaged somewhere in its ${bytes.length} bytes; ${AGAIN}`);
  }
}

function writeBody(digest: Digest, to: ByteWriter): void {
  to.whole(digest.hits);
  to.whole(digest.bytes);
  to.whole(digest.errors);
  to.whole(digest.unparsed);
  writeSample(digest.sample, to);
  for (const table of TABLES) digest[table].write(to);
  digest.distinctHosts.write(to);
  digest.sizes.write(to);
  digest.latencies.write(to);
  digest.timeline.write(to);
}

/** Takes the parts in the order in which `writeBody` put them: the properties of an object are evaluated as they stand. */
function readBody(from: ByteReader): Digest {
  const part = <T>(name: string, read: (from: ByteReader) => T): T => {
    from.part = name;
    return read(from);
  };
  const total = (): number => from.whole();
  const table = (name: (typeof TABLES)[number]): KeyTable => part(name, (rest) => KeyTable.read(rest));
  return {
    hits: part('hits', total),
    bytes: part('bytes', total),
    errors: part('errors', total),
    unparsed: part('unparsed', total),
    sample: part('sample', readSample),
    methods: table('methods'),
    statuses: table('statuses'),
    protocols: table('protocols'),
    sections: table('sections'),
    paths: table('paths'),
    hosts: table('hosts'),
    users: table('users'),
    referrers: table('referrers'),
    agents: table('agents'),
    distinctHosts: part('distinct hosts', (rest) => Distinct.read(rest)),
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
