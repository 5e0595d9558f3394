import type { SourceEvent } from '../source-event.js';

/** Events from reading a file; `end` when all has been read that was there, or it cannot be read for now. */
export type Read = SourceEvent | { readonly kind: 'end' };
