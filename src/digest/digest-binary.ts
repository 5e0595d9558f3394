import type { ByteReader } from './bytes/byte-reader.js';
import type { ByteWriter } from './bytes/byte-writer.js';
import { opened, sealed } from './bytes/envelope.js';
import type { Form } from './bytes/envelope.js';
import { readParts, writeParts } from './bytes/parts.js';
import type { PartReaders, PartWriters } from './bytes/parts.js';
import { readUntagged } from './digest-untagged.js';
import { COUNTED, COUNTED_NAMES } from './dimensions.js';
import type { CountedName } from './dimensions.js';
import { emptyDigest } from './digest.js';
import type { Digest } from './digest.js';
import { Distinct } from './distinct.js';
import { KeyTable } from './key-table.js';
import { Spread } from './histogram.js';
import { Timeline } from './timeline.js';

const FORM: Form = {
  magic: 'rxmd',
  version: 3,
  older: [1, 2],
  subject: { name: 'digest', advice: 'make it again from its log' },
  again: 'copy it once more from where it was made, or make it again from its log',
};

/**
 * The whole of a digest as bytes: the same bytes for equal digests, in whatever order they came to be. Each part is
 * preceded by its name and its length; empty parts are left out.
 *
 * @throws RangeError when a key has characters that are not bytes, or a count is not a whole number from 0 to 2^70
 */
export function encodeDigest(digest: Digest): Uint8Array {
  return sealed(FORM, (to) => {
    writeParts(writersOf(digest), to);
  });
}

/**
 * Decodes a digest: it equals the encoded one in all that can be read from it. From then on, only the choice of which
 * of several keys with equal counts a full table drops may differ; its bounds hold. Skips parts added by a later
 * release; parts missing from an earlier one are empty.
 *
 * @throws RangeError when the bytes are not a digest, are of another version, are damaged or incomplete
 */
export function decodeDigest(bytes: Uint8Array): Digest {
  return opened(FORM, bytes, (from, version) =>
    version < FORM.version ? readUntagged(from, version) : readBody(from),
  );
}

function writersOf(digest: Digest): PartWriters {
  const { tables, sample, distinctHosts, sizes, latencies, timeline } = digest;
  return {
    totals: (to) => {
      writeTotals(digest, to);
    },
    sample:
      sample &&
      ((to) => {
        to.text(sample.source);
        to.text(sample.line);
      }),
    ...Object.fromEntries(
      COUNTED.map(({ name, cap }) => [name, isUntouched(tables[name], cap) ? undefined : writerOf(tables[name])]),
    ),
    distinctHosts: distinctHosts.hashKeys.length > 0 ? writerOf(distinctHosts) : undefined,
    sizes: isEmpty(sizes) ? undefined : writerOf(sizes),
    latencies: isEmpty(latencies) ? undefined : writerOf(latencies),
    timeline: timeline.size > 0 ? writerOf(timeline) : undefined,
  };
}

const writerOf =
  (part: { readonly write: (to: ByteWriter) => void }) =>
  (to: ByteWriter): void => {
    part.write(to);
  };

/** Whether a table is as in an empty digest. */
const isUntouched = (table: KeyTable, cap: number): boolean =>
  table.size === 0 && table.maxLost === 0 && table.cap === cap;

const isEmpty = ({ count, max }: Spread): boolean => count === 0 && max === 0;

/** A digest whose parts can be set one by one. */
type Draft = { -readonly [Part in Exclude<keyof Digest, 'tables'>]: Digest[Part] } & {
  readonly tables: Record<CountedName, KeyTable>;
};

function readBody(from: ByteReader): Digest {
  const draft: Draft = emptyDigest();
  readParts(readersInto(draft), from);
  return draft;
}

const readersInto = (draft: Draft): PartReaders => ({
  totals: (from) => {
    readTotals(draft, from);
  },
  sample: (from) => {
    draft.sample = { source: from.text(), line: from.text() };
  },
  ...Object.fromEntries(
    COUNTED_NAMES.map((name) => [
      name,
      (from: ByteReader) => {
        draft.tables[name] = KeyTable.read(from);
      },
    ]),
  ),
  distinctHosts: (from) => {
    draft.distinctHosts = Distinct.read(from);
  },
  sizes: (from) => {
    draft.sizes = Spread.read(from);
  },
  latencies: (from) => {
    draft.latencies = Spread.read(from);
  },
  timeline: (from) => {
    draft.timeline = Timeline.read(from);
  },
});

function writeTotals({ hits, bytes, errors, unparsed }: Digest, to: ByteWriter): void {
  to.whole(hits);
  to.whole(bytes);
  to.whole(errors);
  to.whole(unparsed);
}

function readTotals(draft: Draft, from: ByteReader): void {
  draft.hits = from.whole();
  draft.bytes = from.whole();
  draft.errors = from.whole();
  draft.unparsed = from.whole();
}
