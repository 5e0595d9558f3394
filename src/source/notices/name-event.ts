import type { LogFile } from '../file/log-file.js';

/** A finding about a name. */
export type NameEvent =
  | {
      readonly kind: 'opened';
      readonly file: LogFile;
      readonly how:
        'first' | 'found' | 'rotated' | 'between' | 'resumed' | 'copied' | 'restarted' | 'returned' | 'rewritten';
    }
  | { readonly kind: 'missing' | 'vanished' | 'returned' | 'lost' | 'settled' }
  | { readonly kind: 'fault'; readonly text: string }
  /** The name refers to a file that is read under another one. */
  | { readonly kind: 'shared'; readonly reader: string }
  | { readonly kind: 'refused'; readonly path: string; readonly code: string }
  | { readonly kind: 'behind'; readonly code: string };
