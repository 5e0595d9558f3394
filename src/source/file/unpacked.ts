import { gunzipped } from './gunzip.js';
import { PackedBytes } from './packed-bytes.js';
import { isGzip, isUndecided, PackedError, packingOf } from './packing.js';

/**
 * Passes bytes through, or unpacks them if they begin as gzip does, whatever the file's name.
 *
 * @throws a `PackedError` when they are packed otherwise, and the errors of `gunzipped`
 */
export async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new PackedBytes(bytes);
  try {
    const head = await headOf(input);
    const packing = packingOf(head);
    if (packing !== undefined && !isGzip(head)) throw new PackedError(packing);
    if (packing === undefined) yield* rest(input);
    else yield* gunzipped(rest(input));
  } finally {
    await input.close();
  }
}

/** As many of the first bytes as show the packing: they may come one by one, and lines must not wait for more. */
async function headOf(input: PackedBytes): Promise<Uint8Array> {
  for (let length = 1; ; length++) {
    const head = await input.peek(length);
    if (head.length < length || !isUndecided(head)) return head;
  }
}

async function* rest(input: PackedBytes): AsyncGenerator<Uint8Array> {
  for (let piece = await input.piece(); piece !== undefined; piece = await input.piece()) yield piece;
}
