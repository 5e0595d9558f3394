import type { TimeBounds } from '../engine/time-bounds.js';
import type { Layout } from '../format/layout.js';
import type { PlannedFile } from './planned-file.js';
import type { ByteRange } from './ranges.js';

/** A part of the work of a report. */
export interface Task {
  readonly file: PlannedFile;
  readonly layout: Layout;
  /** The bytes to fold the lines of; undefined for a gzip file, which can only be read as a whole. */
  readonly range: ByteRange | undefined;
  /** The times of the lines to count; all when undefined. */
  readonly bounds: TimeBounds | undefined;
}

/** The number of bytes that tasks have to read. */
export function bytesOf(tasks: readonly Task[]): number {
  return tasks.reduce((sum, { range, file }) => sum + (range === undefined ? file.size : range.to - range.from), 0);
}
