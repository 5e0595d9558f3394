import type { HashKey } from '../digest/hash-key.js';
import type { Outcome, Part } from './part.js';

/** Bytes to read at once. Measured from 256 KiB to 4 MiB: the same within 3 %. */
export const INPUT_BYTES = 1024 * 1024;

/** A worker's initial data. */
export interface WorkerData {
  /** One 32-bit integer; non-zero to stop. */
  readonly stop: SharedArrayBuffer;
  /** The engine, compiled. */
  readonly module: WebAssembly.Module;
  /** The key of the distinct counts, which are merged with those of other workers. */
  readonly distinctKey: HashKey;
}

/** An order to a worker. */
export type Order = { readonly kind: 'fold'; readonly part: Part } | { readonly kind: 'finish' };

/** A file could not be read to its end; `reason` follows its path in a sentence. */
export interface Failed {
  readonly kind: 'failed';
  readonly path: string;
  readonly reason: string;
}

/** An oddity of a file that lost nothing; `text` follows its path in a sentence. */
export interface Remark {
  readonly kind: 'remark';
  readonly path: string;
  readonly text: string;
}

/** More bytes have been read. */
export interface Progress {
  readonly kind: 'progress';
  readonly bytes: number;
}

/** A worker's answer; `ready` asks for the next order, and reports the result of the one before, if any. */
export type Answer =
  | Progress
  | { readonly kind: 'ready'; readonly outcome?: Outcome }
  | { readonly kind: 'digest'; readonly bytes: Uint8Array };
