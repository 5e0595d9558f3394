import type { ByteReader } from '../../digest/bytes/byte-reader.js';
import type { ByteWriter } from '../../digest/bytes/byte-writer.js';
import { decodeDigest, encodeDigest } from '../../digest/digest-binary.js';
import { emptyDigest } from '../../digest/digest.js';
import type { Digest } from '../../digest/digest.js';
import { readParts, writeParts } from '../../digest/bytes/parts.js';
import { opened, sealed } from '../../digest/bytes/envelope.js';
import type { Form } from '../../digest/bytes/envelope.js';
import type { Checkpoint } from './checkpoint.js';
import type { Run } from '../stats/run.js';
import { readSources, writeSources } from './source-progress-binary.js';
import type { IntervalState } from '../stats/stats.js';
import { readUntaggedWatches, readWatches, writeWatches } from './rule-watch-binary.js';

/** The first four characters of a checkpoint's bytes. */
export const STATE_MAGIC = 'rxms';

const FORM: Form = { magic: STATE_MAGIC, version: 2, older: [1], subject: { name: 'state' } };

/**
 * Encodes a checkpoint as bytes, each part after its name and its length.
 *
 * The digests of the run and of the interval before are encoded once for as long as they are the same objects; they
 * must not be changed.
 *
 * @throws RangeError when a count is not a whole number from 0 to 2^70, or the seconds of a window are not in ascending
 * order
 */
export function encodeCheckpoint({ at, sources, interval, run, watches }: Checkpoint): Uint8Array {
  return sealed(FORM, (to) => {
    writeParts(
      {
        time: (to) => {
          to.double(at);
        },
        sources: (to) => {
          writeSources(sources, to);
        },
        interval: (to) => {
          writeInterval(interval, to);
        },
        run: (to) => {
          writeRun(run, to);
        },
        watches: (to) => {
          writeWatches(watches, to);
        },
      },
      to,
    );
  });
}

/**
 * Decodes a checkpoint, equal to the original in all that can be read from it. Skips unknown parts, which a later
 * release may have added; missing parts are empty, and begin at the checkpoint's own time.
 *
 * @throws RangeError when the bytes are not a checkpoint, are of another version, are damaged or are incomplete; the
 * caller, who knows their source, adds the advice
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  return opened(FORM, bytes, (from, version) => (version < FORM.version ? readUntagged(from) : readBody(from)));
}

function readBody(from: ByteReader): Checkpoint {
  const read: { -readonly [Part in keyof Checkpoint]?: Checkpoint[Part] } = {};
  readParts(
    {
      time: (from) => {
        read.at = from.finite();
      },
      sources: (from) => {
        read.sources = readSources(from);
      },
      interval: (from) => {
        read.interval = readInterval(from);
      },
      run: (from) => {
        read.run = readRun(from);
      },
      watches: (from) => {
        read.watches = readWatches(from);
      },
    },
    from,
  );
  const { at, ...parts } = read;
  if (at === undefined) return from.fail('it has no time');
  return {
    at,
    sources: new Map(),
    interval: { from: at, digest: emptyDigest(), previous: undefined, previousLength: 0 },
    run: { from: at, digest: emptyDigest() },
    watches: [],
    ...parts,
  };
}

/** Reads the body of version 1, whose parts follow each other without names. */
function readUntagged(from: ByteReader): Checkpoint {
  const part = <T>(name: string, read: (from: ByteReader) => T): T => {
    from.part = name;
    return read(from);
  };
  // The properties of an object are evaluated in their order.
  return {
    at: part('time', (rest) => rest.finite()),
    sources: part('sources', readSources),
    interval: part('interval', readInterval),
    run: part('run', readRun),
    watches: part('watches', readUntaggedWatches),
  };
}

/** Bytes of digests that no longer change; they are replaced once an interval, and written once a second. */
const settled = new WeakMap<Digest, Uint8Array>();

function settledBytes(digest: Digest): Uint8Array {
  const known = settled.get(digest);
  if (known !== undefined) return known;
  const bytes = encodeDigest(digest);
  settled.set(digest, bytes);
  return bytes;
}

function writeBytes(bytes: Uint8Array, to: ByteWriter): void {
  to.whole(bytes.length);
  to.raw(bytes);
}

function readDigest(from: ByteReader): Digest {
  const bytes = from.raw(from.count(1));
  try {
    return decodeDigest(bytes);
  } catch (error) {
    if (error instanceof RangeError) from.fail(error.message);
    throw error;
  }
}

function writeInterval({ from, digest, previous, previousLength }: IntervalState, to: ByteWriter): void {
  to.double(from);
  writeBytes(encodeDigest(digest), to);
  to.flag(previous !== undefined);
  if (previous !== undefined) writeBytes(settledBytes(previous), to);
  to.double(previousLength);
}

function readInterval(from: ByteReader): IntervalState {
  return {
    from: from.finite(),
    digest: readDigest(from),
    previous: from.flag() ? readDigest(from) : undefined,
    previousLength: from.finite(),
  };
}

function writeRun({ from, digest }: Run, to: ByteWriter): void {
  to.double(from);
  writeBytes(settledBytes(digest), to);
}

function readRun(from: ByteReader): Run {
  return { from: from.finite(), digest: readDigest(from) };
}
