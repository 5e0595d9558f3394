import type { Layout } from '../format/layout.js';
import type { Rule } from '../monitor/alerts/alerts.js';

/** The options of a run. */
export interface MonitorOptions {
  /** Paths, globs, and `-` for standard input, as given. */
  readonly files: readonly string[];
  readonly intervalMs: number;
  readonly rule: Rule;
  readonly format: Layout | 'auto';
  /** Rows in a table of keys. */
  readonly top: number;
  readonly fromStart: boolean;
  /** Whether lines of the last window in the files are shown first and counted in the windows. */
  readonly prime: boolean;
  /** Whether to poll the files rather than wait for events of the file system. */
  readonly poll: boolean;
  /** The file to resume from, and to keep the state in; none when undefined. */
  readonly state: string | undefined;
  /** Whether each state is forced to the disk. */
  readonly stateSync: boolean;
  readonly json: boolean;
  /** Whether tables are printed one below the other even at a terminal. */
  readonly plain: boolean;
  /** The background that the colours of the full screen are made for. */
  readonly theme: 'dark' | 'light';
  readonly color: boolean;
  readonly utc: boolean;
}
