// Numbers and addresses that the outside reads or writes, through `engine-map.ts` beside `engine.ts`.
export {
  BEFORE,
  DASH,
  FILTER_STATUSES,
  FILTER_TERMS,
  HEADERS,
  INPUT,
  JSON_KEYS,
  JSON_KEY_BYTES,
  JSON_SLOTS,
  NO_SAMPLE,
  SAMPLE,
  SPREADS,
  SPREAD_BUCKETS,
  STEPS,
  STEP_BYTES,
  UNESCAPED,
} from './memory';
export {
  ENTRY_BYTES,
  ENTRY_ERRORS,
  ENTRY_HITS,
  ENTRY_KEY,
  ENTRY_LENGTH,
  ENTRY_SIZES,
  HEADER_ARENA,
  HEADER_ARENA_AT,
  HEADER_ARENA_END,
  HEADER_BYTES,
  HEADER_COUNT,
  HEADER_ENTRIES,
  HEADER_FIELD,
  HEADER_MASK,
  HEADER_MAX_ENTRIES,
  HEADER_NEEDED,
  HEADER_RECENT,
  HEADER_SLOTS,
  HEADER_TOUCHED,
  HEADER_TOUCHED_COUNT,
} from './table';
export { RECENT_SLOTS, RECENT_SLOT_BYTES } from './recent';
export { ROOT } from './json-keys';
export { IS_CASELESS, IS_NOT, IS_PREFIX, TERM_HEADER_BYTES } from './filter';
export * from './numbering';
