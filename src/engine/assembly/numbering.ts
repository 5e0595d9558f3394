// Slots of fields. Each is exported by the name of its field: see `FIELDS`.
export const HOST: u32 = 0;
export const USER: u32 = 1;
export const TIME: u32 = 2;
export const REQUEST: u32 = 3;
export const STATUS: u32 = 4;
export const BYTES: u32 = 5;
export const REFERRER: u32 = 6;
export const AGENT: u32 = 7;
export const METHOD: u32 = 8;
export const TARGET: u32 = 9;
export const PROTOCOL: u32 = 10;
export const LATENCY: u32 = 11;

// Tables. Each is exported by the name of its table in a digest; that of seconds is the timeline.
export const METHODS: u32 = 0;
export const STATUSES: u32 = 1;
export const PROTOCOLS: u32 = 2;
export const SECTIONS: u32 = 3;
export const PATHS: u32 = 4;
export const HOSTS: u32 = 5;
export const USERS: u32 = 6;
export const REFERRERS: u32 = 7;
export const AGENTS: u32 = 8;
export const SECONDS: u32 = 9;
