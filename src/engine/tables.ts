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
