import { detect } from '../engine/detect.js';
import type { Engine } from '../engine/engine.js';
import type { Layout } from '../format/layout.js';
import { bytesAt } from '../source/file/fingerprint.js';
import { gunzipped, TrailingGarbage } from '../source/file/gunzip.js';
import { piecesOf } from './pieces.js';
import type { PlannedFile } from './planned-file.js';

/** How many bytes of a file are searched for its format. */
export const HEAD_BYTES = 64 * 1024;
/** How far the search goes when the first lines fit no format: a request of a megabyte must not hide all others. */
const FAR_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** The first bytes of a file, still packed if it is. */
export const firstBytes = (file: PlannedFile, most: number): Uint8Array =>
  bytesAt(file.open(), 0, Math.min(most, file.size));

/** The first bytes of a packed file, unpacked. An early end, or damage further on, shows when the file is read. */
export async function firstUnpacked(file: PlannedFile, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const bytes of gunzipped(piecesOf(file.open(), file.size))) {
      pieces.push(bytes);
      length += bytes.length;
      if (length >= most) break;
    }
  } catch (error) {
    if (length === 0 && !(error instanceof TrailingGarbage)) throw error;
  }
  return Buffer.concat(pieces).subarray(0, most);
}

/** The layout of the first lines, or of some behind them. */
export async function layoutIn(
  file: PlannedFile,
  head: Uint8Array,
  isPacked: boolean,
  engine: Engine,
): Promise<Layout | undefined> {
  const layout = detect(head, engine);
  if (layout !== undefined) return layout;
  return detectFurther(isPacked ? await firstUnpacked(file, FAR_BYTES) : firstBytes(file, FAR_BYTES), engine);
}

function detectFurther(bytes: Uint8Array, engine: Engine): Layout | undefined {
  for (let at = HEAD_BYTES; at < bytes.length; at += HEAD_BYTES) {
    const newline = bytes.indexOf(NEWLINE, at);
    const layout = newline === -1 ? undefined : detect(bytes.subarray(newline + 1), engine);
    if (layout !== undefined) return layout;
  }
  return undefined;
}
