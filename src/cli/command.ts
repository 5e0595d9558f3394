import type { Layout } from '../format/layout.js';
import type { GenerateOptions } from '../generate/options.js';
import type { AlertRule } from '../monitor/alerts.js';

export interface MonitorOptions {
  /** Paths, globs, and `-` for standard input, as they were given. */
  readonly files: readonly string[];
  readonly intervalMs: number;
  readonly rule: AlertRule;
  readonly format: Layout | 'auto';
  /** Rows in a table of keys. */
  readonly top: number;
  readonly fromStart: boolean;
  readonly json: boolean;
  readonly color: boolean;
  readonly utc: boolean;
}

/** What a command line asks for. */
export type Command =
  | { readonly kind: 'monitor'; readonly options: MonitorOptions }
  | { readonly kind: 'generate'; readonly options: GenerateOptions }
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };
