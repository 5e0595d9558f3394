import { instantiate } from './module.js';

/** Constants that the engine exports; addresses and sizes in bytes, unless stated otherwise. */
const NAMES = [
  'STEPS',
  'STEP_BYTES',
  'HEADERS',
  'HEADER_BYTES',
  'SAMPLE',
  'NO_SAMPLE',
  'DASH',
  'BEFORE',
  'SPREADS',
  // In buckets, of u32.
  'SPREAD_BUCKETS',
  'JSON_KEYS',
  'JSON_KEY_BYTES',
  'JSON_SLOTS',
  'ROOT',
  'FILTER_STATUSES',
  'FILTER_TERMS',
  'UNESCAPED',
  'INPUT',
  'ENTRY_BYTES',
  'RECENT_SLOTS',
  'RECENT_SLOT_BYTES',
  // Of a header, offsets.
  'HEADER_SLOTS',
  'HEADER_MASK',
  'HEADER_ENTRIES',
  'HEADER_TOUCHED',
  'HEADER_ARENA',
  'HEADER_ARENA_END',
  'HEADER_MAX_ENTRIES',
  'HEADER_COUNT',
  'HEADER_TOUCHED_COUNT',
  'HEADER_ARENA_AT',
  'HEADER_RECENT',
  'HEADER_FIELD',
  'HEADER_NEEDED',
  // Of an entry, offsets.
  'ENTRY_SIZES',
  'ENTRY_KEY',
  'ENTRY_LENGTH',
  'ENTRY_HITS',
  'ENTRY_ERRORS',
  // Of a term of a filter, its bits.
  'IS_NOT',
  'IS_PREFIX',
  'IS_CASELESS',
  'TERM_HEADER_BYTES',
  // Slots.
  'FIELD_SLOTS',
  'PATH',
  'SECTION',
  'LINE',
  // The number of the table of seconds.
  'SECONDS',
] as const;

/** The numbers and addresses of the engine. */
export type EngineMap = Readonly<Record<(typeof NAMES)[number], number>>;

let known: EngineMap | undefined;

/**
 * The layout of the engine's memory and its numbering, read from the WebAssembly module itself.
 *
 * @throws Error when the module lacks one: it was compiled from other sources
 */
export function engineMap(): EngineMap {
  known ??= Object.fromEntries(NAMES.map((name) => [name, engineNumber(name)])) as EngineMap;
  return known;
}

let constants: Readonly<Record<string, unknown>> | undefined;

/** All exports of the module. */
export function engineConstants(): Readonly<Record<string, unknown>> {
  return (constants ??= { ...instantiate(new WebAssembly.Memory({ initial: 1 })) });
}

/**
 * A constant that the module exports, by its name.
 *
 * @throws Error when the module has none of this name: it was compiled from other sources
 */
export function engineNumber(name: string): number {
  const constant = engineConstants()[name];
  if (!isGlobal(constant)) throw new Error(`engine.wasm exports no ${name}: run npm run build`);
  return constant.value;
}

const isGlobal = (value: unknown): value is WebAssembly.Global =>
  typeof value === 'object' && value !== null && typeof (value as WebAssembly.Global).value === 'number';
