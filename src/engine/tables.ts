import { TABLES } from '../digest/digest.js';

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

const ROOMS: Readonly<Record<(typeof TABLES)[number], TableRoom>> = {
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

/** The room of each table by its number; the last is the table of seconds, whose keys are 8-byte integers. */
export const TABLE_ROOMS: readonly TableRoom[] = [
  ...TABLES.map((name) => ROOMS[name]),
  { keys: 16_384, keyBytes: 16_384 * 8 + 2048 },
];

export const SECONDS_TABLE = TABLES.length;
export const HOSTS_TABLE = TABLES.indexOf('hosts');

/** Bytes of an entry of a table, as in `assembly/table.ts`. */
export const ENTRY_BYTES = 32;

// As in `assembly/recent.ts`.
const RECENT_SLOTS = 1024;
const RECENT_SLOT_BYTES = 8;
export const RECENT_BYTES = RECENT_SLOTS * RECENT_SLOT_BYTES;

/** Lays the tables out one behind the other from `start` on. */
export function planTables(start: number): { readonly headers: readonly number[][]; readonly end: number } {
  let at = Math.ceil(start / 64) * 64;
  const room = (bytes: number): number => {
    const begin = at;
    at += Math.ceil(bytes / 64) * 64;
    return begin;
  };
  const headers = TABLE_ROOMS.map(({ keys, keyBytes }) => {
    const slots = room(2 * keys * 4);
    const entries = room(keys * ENTRY_BYTES);
    const touched = room(keys * 4);
    const arena = room(keyBytes + 64);
    const recent = room(RECENT_BYTES);
    return [slots, 2 * keys - 1, entries, touched, arena, arena + keyBytes, keys, 0, 0, arena, recent];
  });
  return { headers, end: at };
}
