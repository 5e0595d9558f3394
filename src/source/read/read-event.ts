import type { SourceEvent } from '../source-event.js';

/** Events from reading a file; `end` when everything there has been read, or it cannot be read for now. */
export type Read = SourceEvent | { readonly kind: 'end' };
