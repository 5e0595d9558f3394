import type { GenerateOptions } from '../../generate/options.js';
import type { MonitorOptions } from '../../live/options.js';
import type { ReportOptions } from '../../outputs/stdout/report-options.js';

/** The commands of the command line, with their options. */
export type Command =
  | { readonly kind: 'monitor'; readonly options: MonitorOptions }
  | { readonly kind: 'report'; readonly options: ReportOptions }
  | { readonly kind: 'generate'; readonly options: GenerateOptions }
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };
