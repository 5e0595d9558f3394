import type { GenerateOptions } from '../../generate/options.js';
import type { MonitorOptions } from '../../live/options.js';
import type { ReportOptions } from '../../outputs/stdout/report-options.js';

/** What a command line asks for. */
export type Command =
  | { readonly kind: 'monitor'; readonly options: MonitorOptions }
  | { readonly kind: 'report'; readonly options: ReportOptions }
  | { readonly kind: 'generate'; readonly options: GenerateOptions }
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };
