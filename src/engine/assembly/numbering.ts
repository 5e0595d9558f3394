// Slots of the fields that the engine knows by name, each by that of its field: see `FIELDS`, of which it counts others unnamed.
export const HOST: u32 = 0;
export const TIME: u32 = 2;
export const REQUEST: u32 = 3;
export const STATUS: u32 = 4;
export const BYTES: u32 = 5;
export const METHOD: u32 = 8;
export const TARGET: u32 = 9;
export const PROTOCOL: u32 = 10;
export const LATENCY: u32 = 11;

/** Slots below it are of fields. */
export const FIELD_SLOTS: u32 = 16;

// Slots of what the engine cuts out of the target of a request, and of the whole line.
export const PATH: u32 = 16;
export const SECTION: u32 = 17;
export const LINE: u32 = 18;

/** The number of the table of seconds, which is the timeline of a digest. Those of dimensions come behind it. */
export const SECONDS: u32 = 0;
