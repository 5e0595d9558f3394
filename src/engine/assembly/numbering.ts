// Slots of the fields that the engine uses by name, each the index of its field in `FIELDS`; the other fields that it
// counts need no name here.
export const HOST: u32 = 0;
export const TIME: u32 = 2;
export const REQUEST: u32 = 3;
export const STATUS: u32 = 4;
export const BYTES: u32 = 5;
export const METHOD: u32 = 8;
export const TARGET: u32 = 9;
export const PROTOCOL: u32 = 10;
export const LATENCY: u32 = 11;

/** Slots below it are fields. */
export const FIELD_SLOTS: u32 = 16;

// Slots of the parts that the engine cuts out of the target of a request, and of the whole line.
export const PATH: u32 = 16;
export const SECTION: u32 = 17;
export const LINE: u32 = 18;

/** The number of the table of seconds, which is the timeline of a digest. The tables of dimensions follow. */
export const SECONDS: u32 = 0;
