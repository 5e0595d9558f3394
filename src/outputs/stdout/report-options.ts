import type { TimeBounds } from '../../engine/time-bounds.js';
import type { Layout } from '../../format/layout.js';
import type { Rule } from '../../monitor/alerts/alerts.js';

/** The options of a report. */
export interface ReportOptions {
  /** Paths, globs, and `-` for standard input, as given; at least one. */
  readonly files: readonly string[];
  readonly rule: Rule;
  readonly format: Layout | 'auto';
  /** Rows in a table of keys. */
  readonly top: number;
  /** The times of the lines to count; all when undefined. */
  readonly bounds: TimeBounds | undefined;
  readonly json: boolean;
  readonly color: boolean;
  readonly utc: boolean;
}
