import { crc32, createInflateRaw } from 'node:zlib';
import type { InflateRaw } from 'node:zlib';
import { PackedBytes } from './packed-bytes.js';
import { isGzip } from './packing.js';

/** Bytes to unpack at once. */
const CHUNK_BYTES = 128 * 1024;

/** Data behind the packed bytes is not packed; all packed bytes have been emitted. */
export class TrailingGarbage extends Error {
  constructor() {
    super('has bytes behind its packed ones that are not gzip; they are left out, as gzip does');
  }
}

const damaged = (message: string): Error => Object.assign(new Error(message), { code: 'Z_DATA_ERROR' });
const cutOff = (): Error => Object.assign(new Error('unexpected end of file'), { code: 'Z_BUF_ERROR' });

/**
 * Unpacks gzip as `gzip -dc` does: all members one behind the other. Zeros behind them are padding; anything else there
 * is skipped, and reported by a `TrailingGarbage` at the end.
 *
 * Node's own Gunzip takes such data for a damaged member, and throws away the bytes it unpacked last.
 *
 * @throws an error with a code of zlib, `Z_…`, when the bytes are cut off or damaged, after the bytes that could be
 * unpacked; the error of `packed` when it cannot be read
 *
 * Source: RFC 1952.
 */
export async function* gunzipped(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new PackedBytes(packed);
  try {
    do yield* member(input);
    while (isGzip(await input.peek(2)));
    if (!(await input.skip(0))) return;
    while ((await input.piece()) !== undefined);
    throw new TrailingGarbage();
  } finally {
    await input.close();
  }
}

async function* member(input: PackedBytes): AsyncGenerator<Uint8Array> {
  await passHeader(input);
  let crc = 0;
  let size = 0;
  for await (const bytes of inflated(input)) {
    crc = crc32(bytes, crc);
    size += bytes.length;
    yield bytes;
  }
  const trailer = await exactly(input, 8);
  const view = new DataView(trailer.buffer, trailer.byteOffset);
  if (view.getUint32(0, true) !== crc) throw damaged('incorrect data check');
  if (view.getUint32(4, true) !== size % 2 ** 32) throw damaged('incorrect length check');
}

const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 };
const DEFLATE = 8;

async function passHeader(input: PackedBytes): Promise<void> {
  const [one, two, method, flags = 0] = await exactly(input, 10);
  if (one !== 0x1f || two !== 0x8b) throw damaged('incorrect header check');
  if (method !== DEFLATE) throw damaged('unknown compression method');
  if ((flags & FLAG.reserved) !== 0) throw damaged('unknown header flags set');
  if ((flags & FLAG.extra) !== 0) {
    const [low = 0, high = 0] = await exactly(input, 2);
    await exactly(input, low + 256 * high);
  }
  for (const text of [FLAG.name, FLAG.comment]) {
    if ((flags & text) !== 0 && !(await input.skipPast(0))) throw cutOff();
  }
  if ((flags & FLAG.headerCrc) !== 0) await exactly(input, 2);
}

async function exactly(input: PackedBytes, count: number): Promise<Uint8Array> {
  const bytes = await input.take(count);
  if (bytes.length < count) throw cutOff();
  return bytes;
}

async function* inflated(input: PackedBytes): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  const fed = feed(input, inflate).catch((error: unknown) => inflate.destroy(error as Error));
  try {
    for await (const bytes of inflate) yield bytes as Uint8Array;
    await fed;
  } finally {
    inflate.destroy();
  }
}

/** Feeds the unpacker piece by piece until it reaches its end; puts the unused bytes back. */
async function feed(input: PackedBytes, inflate: InflateRaw): Promise<void> {
  for (let given = 0; ;) {
    const piece = await input.piece();
    if (piece === undefined) {
      inflate.end();
      return;
    }
    given += piece.length;
    await new Promise((taken) => inflate.write(piece, taken));
    const left = given - inflate.bytesWritten;
    if (left === 0) continue;
    input.putBack(piece.subarray(piece.length - left));
    return;
  }
}
