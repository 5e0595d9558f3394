import type { TimeBounds } from '../engine/time-bounds.js';
import type { Layout } from '../format/layout.js';
import type { ByteRange } from './ranges.js';
import type { Sample } from './sample.js';

/** A part of a file to be folded. */
export interface Part {
  readonly path: string;
  /** Open for reading. */
  readonly fd: number;
  readonly layout: Layout;
  /** Size of the file in bytes at planning time; later bytes are not read. */
  readonly size: number;
  /** The bytes to fold the lines of; undefined for a gzip file, which can only be read as a whole. */
  readonly range: ByteRange | undefined;
  /** The times of the lines to count; all when undefined. */
  readonly bounds: TimeBounds | undefined;
}

/** The result of reading a part. */
export interface Outcome {
  /** Bytes of the file that were read. */
  bytes: number;
  readonly samples: Sample[];
  /** Whether the file ended before the part did. */
  isCutShort: boolean;
  /** Why it could not be read to its end; follows the path in a sentence. */
  failure?: string;
  /** An oddity that lost nothing; follows the path in a sentence. */
  remark?: string;
}
