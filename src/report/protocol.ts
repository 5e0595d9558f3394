import type { HashKey } from '../digest/hash-key.js';
import type { Outcome, Part } from './part.js';

/** Bytes that are read at once. Measured from 256 KiB to 4 MiB: the same within 3 %. */
export const INPUT_BYTES = 1024 * 1024;

/** A worker's initial data. */
export interface WorkerData {
  /** One 32-bit integer; non-zero to stop. */
  readonly stop: SharedArrayBuffer;
  /** The engine, compiled. */
  readonly module: WebAssembly.Module;
  /** Of the distinct counts, which are merged with those of others. */
  readonly distinctKey: HashKey;
}

/** What a worker is told. */
export type Order = { readonly kind: 'fold'; readonly part: Part } | { readonly kind: 'finish' };

/** A file could not be read to its end; `reason` follows its path in a sentence. */
export interface Failed {
  readonly kind: 'failed';
  readonly path: string;
  readonly reason: string;
}

/** Something odd about a file that lost nothing; `text` follows its path in a sentence. */
export interface Remark {
  readonly kind: 'remark';
  readonly path: string;
  readonly text: string;
}

/** So many bytes more have been read. */
export interface Progress {
  readonly kind: 'progress';
  readonly bytes: number;
}

/** What a worker answers; `ready` asks for the next order, and says how the one before it went, if there was one. */
export type Answer =
  | Progress
  | { readonly kind: 'ready'; readonly outcome?: Outcome }
  | { readonly kind: 'digest'; readonly bytes: Uint8Array };
