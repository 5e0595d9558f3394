// Where things lie in the engine's memory. The addresses are known to `engine.ts` too, which reads and writes them.

/** Spans of the fields of a line: from and to, u32 each, by slot. */
export const SPANS: usize = 1024;
/** Steps of the layout, `STEP_BYTES` each: slot i32, quoted u32, factor f64, length of end u32, end. */
export const STEPS: usize = 2048;
export const STEP_BYTES: usize = 64;
/** Headers of the tables, `HEADER_BYTES` each. */
export const HEADERS: usize = 6144;
/** The first bytes of the unparsed line that comes first: length u32, or 0xffffffff for none, then the bytes. */
export const SAMPLE: usize = 7168;
export const SAMPLE_BYTES: u32 = 256;
/** A byte `-`, for the fields that a layout does not have. */
export const DASH: usize = 7680;
/** Room for a key that is put together. */
export const SCRATCH: usize = 8192;
/** Counts of sizes, then of latencies, by bucket. */
export const SPREADS: usize = 12288;
export const SPREAD_BUCKETS: u32 = 3776;
/** Where the bytes of lines are put. */
export const INPUT: usize = 65536;
