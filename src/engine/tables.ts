import { COUNTED } from '../digest/dimensions.js';
import type { CountedName, KeyField } from '../digest/dimensions.js';
import { engineMap } from './engine-map.js';
import { slotOf } from './slots.js';

/** The room of a table of the engine. When a key does not fit, the counts are taken and all keys forgotten. */
interface TableRoom {
  /** Keys, at most; a power of two. */
  readonly keys: number;
  /** Bytes of all keys together, at most. */
  readonly keyBytes: number;
}

const SMALL: TableRoom = { keys: 1024, keyBytes: 64 * 1024 };
/** Little more than a digest keeps anyway: 16,384 keys of 128 bytes on average. */
const LARGE: TableRoom = { keys: 16_384, keyBytes: 2 * 1024 * 1024 };
/** Its keys are 8-byte integers. */
const SECONDS_ROOM: TableRoom = { keys: 16_384, keyBytes: 16_384 * 8 + 2048 };

/** A table of the engine. */
interface EngineTable {
  readonly room: TableRoom;
  /** The slot that supplies its keys. */
  readonly slot: number;
  /** Bits of the slots that a line needs to be counted. */
  readonly needed: number;
}

/** The properties of a counted dimension that the engine needs. */
interface Counted {
  readonly field: KeyField;
  readonly cap: number;
  readonly isOptional?: boolean;
}

function tableOf({ field, cap, isOptional = false }: Counted): EngineTable {
  const slot = slotOf(field);
  return { room: cap > SMALL.keys ? LARGE : SMALL, slot, needed: isOptional ? 1 << slot : 0 };
}

/** The engine's number for the table of a dimension: the tables follow that of seconds, in the order of the list. */
export const tableNumber = (name: CountedName): number =>
  engineMap().SECONDS + 1 + COUNTED.findIndex((dimension) => dimension.name === name);

/** The places of the tables in the engine's memory. */
export interface TablePlan {
  /** In words, by the number of the table, including that of seconds. */
  readonly headers: readonly number[][];
  /** Behind the last byte of the tables. */
  readonly end: number;
}

/**
 * Lays out the tables one behind the other, starting at `start`.
 *
 * @throws Error when the engine lacks room for their headers
 */
export function planTables(start: number, dimensions: readonly Counted[] = COUNTED): TablePlan {
  const map = engineMap();
  // The seconds read no slot.
  const tables = [{ room: SECONDS_ROOM, slot: 0, needed: 0 }, ...dimensions.map(tableOf)];
  if (map.HEADERS + tables.length * map.HEADER_BYTES > map.SPREADS) {
    throw new Error(`the engine has no room for ${dimensions.length} dimensions: move HEADERS in assembly/memory.ts`);
  }
  let at = Math.ceil(start / 64) * 64;
  const room = (bytes: number): number => {
    const begin = at;
    at += Math.ceil(bytes / 64) * 64;
    return begin;
  };
  const headers = tables.map(({ room: { keys, keyBytes }, slot, needed }) => {
    const header = new Array<number>(map.HEADER_BYTES / 4).fill(0);
    header[map.HEADER_SLOTS / 4] = room(2 * keys * 4);
    header[map.HEADER_MASK / 4] = 2 * keys - 1;
    header[map.HEADER_ENTRIES / 4] = room(keys * map.ENTRY_BYTES);
    header[map.HEADER_TOUCHED / 4] = room(keys * 4);
    const arena = room(keyBytes + 64);
    header[map.HEADER_ARENA / 4] = arena;
    header[map.HEADER_ARENA_END / 4] = arena + keyBytes;
    header[map.HEADER_MAX_ENTRIES / 4] = keys;
    header[map.HEADER_ARENA_AT / 4] = arena;
    header[map.HEADER_RECENT / 4] = room(map.RECENT_SLOTS * map.RECENT_SLOT_BYTES);
    header[map.HEADER_FIELD / 4] = slot;
    header[map.HEADER_NEEDED / 4] = needed;
    return header;
  });
  return { headers, end: at };
}
