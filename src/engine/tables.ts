import { COUNTED_NAMES } from '../digest/dimensions.js';
import type { CountedName } from '../digest/dimensions.js';
import { engineMap, engineNumber } from './engine-map.js';

/** How much room a table of the engine has. When a key finds none, the counts are taken and all keys forgotten. */
export interface TableRoom {
  /** Keys, at most; a power of two. */
  readonly keys: number;
  /** Bytes of all keys together, at most. */
  readonly keyBytes: number;
}

const SMALL: TableRoom = { keys: 1024, keyBytes: 64 * 1024 };
/** Little more than what a digest keeps anyway: 16,384 keys of 128 bytes on average. */
const LARGE: TableRoom = { keys: 16_384, keyBytes: 2 * 1024 * 1024 };

const ROOMS: Readonly<Record<CountedName, TableRoom>> = {
  methods: SMALL,
  statuses: SMALL,
  protocols: SMALL,
  sections: LARGE,
  paths: LARGE,
  hosts: LARGE,
  users: LARGE,
  referrers: LARGE,
  agents: LARGE,
};

/** Its keys are 8-byte integers. */
const SECONDS_ROOM: TableRoom = { keys: 16_384, keyBytes: 16_384 * 8 + 2048 };

/**
 * The number that the engine gives to a table.
 *
 * @throws Error when it has no such table
 */
export const tableNumber = (name: CountedName): number => engineNumber(name.toUpperCase());

/** The room of each table by its number, that of seconds among them. */
function roomsByNumber(): TableRoom[] {
  const rooms: TableRoom[] = [];
  for (const name of COUNTED_NAMES) rooms[tableNumber(name)] = ROOMS[name];
  rooms[engineMap().SECONDS] = SECONDS_ROOM;
  return rooms;
}

/** Lays the tables out one behind the other from `start` on; gives their headers, by their numbers, in words. */
export function planTables(start: number): { readonly headers: readonly number[][]; readonly end: number } {
  const map = engineMap();
  let at = Math.ceil(start / 64) * 64;
  const room = (bytes: number): number => {
    const begin = at;
    at += Math.ceil(bytes / 64) * 64;
    return begin;
  };
  const headers = roomsByNumber().map(({ keys, keyBytes }) => {
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
    return header;
  });
  return { headers, end: at };
}
