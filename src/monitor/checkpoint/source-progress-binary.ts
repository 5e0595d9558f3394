import type { ByteReader } from '../../digest/bytes/byte-reader.js';
import type { ByteWriter } from '../../digest/bytes/byte-writer.js';
import type { Fingerprint, KnownFile, Position, Progress } from '../../source/source-event.js';

/** Writes the progress of each source. */
export function writeSources(sources: ReadonlyMap<string, Progress>, to: ByteWriter): void {
  to.whole(sources.size);
  for (const [path, { home, positions, known }] of sources) {
    to.text(path);
    to.text(home ?? '');
    to.whole(positions.length);
    for (const position of positions) writePosition(position, to);
    to.whole(known.length);
    for (const file of known) writeKnown(file, to);
  }
}

/** Reads the progress from `writeSources`. */
export function readSources(from: ByteReader): Map<string, Progress> {
  const sources = new Map<string, Progress>();
  const count = from.count(4);
  for (let i = 0; i < count; i++) {
    const path = from.text();
    if (sources.has(path)) from.fail(`${JSON.stringify(path)} is there twice`);
    sources.set(path, readProgress(from));
  }
  return sources;
}

function readProgress(from: ByteReader): Progress {
  const home = from.text();
  from.part = 'positions';
  const positions = Array.from({ length: from.count(8) }, () => readPosition(from));
  from.part = 'known files';
  const known = Array.from({ length: from.count(8) }, () => readKnown(from));
  from.part = 'sources';
  return { ...(home !== '' && { home }), positions, known };
}

function writePosition({ file, offset, isSkipping, head }: Position, to: ByteWriter): void {
  to.text(file);
  to.whole(offset);
  to.flag(isSkipping);
  writeHead(head, to);
}

function readPosition(from: ByteReader): Position {
  return { file: from.text(), offset: readSize(from), isSkipping: from.flag(), head: readHead(from) };
}

function writeKnown({ file, head, size, offset }: KnownFile, to: ByteWriter): void {
  to.text(file);
  writeHead(head, to);
  writeOptionalSize(size, to);
  writeOptionalSize(offset, to);
}

function readKnown(from: ByteReader): KnownFile {
  return { file: from.text(), head: readHead(from), size: readOptionalSize(from), offset: readOptionalSize(from) };
}

function writeOptionalSize(size: number | undefined, to: ByteWriter): void {
  to.flag(size !== undefined);
  if (size !== undefined) to.whole(size);
}

function readOptionalSize(from: ByteReader): number | undefined {
  return from.flag() ? readSize(from) : undefined;
}

function writeHead({ length, crc }: Fingerprint, to: ByteWriter): void {
  to.whole(length);
  to.word(crc);
}

function readHead(from: ByteReader): Fingerprint {
  return { length: readSize(from), crc: from.word() };
}

const readSize = (from: ByteReader): number => from.whole(0, Number.MAX_SAFE_INTEGER);
