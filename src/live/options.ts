import type { Layout } from '../format/layout.js';
import type { Rule } from '../monitor/alerts/alerts.js';

/** What a run is asked for. */
export interface MonitorOptions {
  /** Paths, globs, and `-` for standard input, as they were given. */
  readonly files: readonly string[];
  readonly intervalMs: number;
  readonly rule: Rule;
  readonly format: Layout | 'auto';
  /** Rows in a table of keys. */
  readonly top: number;
  readonly fromStart: boolean;
  /** Whether the lines of the last window that the files hold are shown first and counted in the windows. */
  readonly prime: boolean;
  /** Whether to look at the files regularly rather than to wait for events of the file system. */
  readonly poll: boolean;
  /** The file to go on from, and to keep the state in; none when undefined. */
  readonly state: string | undefined;
  /** Whether each state is forced to the disk. */
  readonly stateSync: boolean;
  readonly json: boolean;
  /** Whether tables are printed one below the other also at a terminal. */
  readonly plain: boolean;
  /** The ground that the colours of the full screen are made for. */
  readonly theme: 'dark' | 'light';
  readonly color: boolean;
  readonly utc: boolean;
}
