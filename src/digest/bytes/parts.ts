import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

/** The writer of each part of a form, by the part's name; undefined for an empty part, which is left out. */
export type PartWriters = Readonly<Record<string, ((to: ByteWriter) => void) | undefined>>;

/** The reader of each part, by the part's name. */
export type PartReaders = Readonly<Record<string, (from: ByteReader) => void>>;

/**
 * Writes the number of parts and the parts, each behind its name and its length in bytes, in the order of their names:
 * equal contents give equal bytes, whatever the order in which a release lists them.
 */
export function writeParts(parts: PartWriters, to: ByteWriter): void {
  const named = Object.entries(parts).flatMap(([name, write]) => (write === undefined ? [] : [[name, write] as const]));
  to.whole(named.length);
  for (const [name, write] of named.sort(byName)) {
    to.text(name);
    to.sized(write);
  }
}

/**
 * Reads parts. Skips unknown ones: a later release may have written them.
 *
 * @throws RangeError when a part is duplicate or out of order, reaches beyond the bytes, or holds more than its reader
 * reads
 */
export function readParts(readers: PartReaders, from: ByteReader): void {
  from.part = 'parts';
  const count = from.count(2);
  let previous: string | undefined;
  for (let i = 0; i < count; i++) {
    from.part = 'parts';
    const name = from.text();
    if (previous !== undefined && name <= previous) from.fail('its parts are out of order');
    previous = name;
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    // An unknown name may hold anything, and is not shown.
    from.part = read === undefined ? 'an unknown part' : name;
    from.sized(read ?? skip);
  }
}

const skip = (from: ByteReader): void => {
  from.raw(from.left);
};

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
