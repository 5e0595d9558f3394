/** The fields that rxmon reads from a log line. */
export const FIELDS = [
  'host',
  'user',
  'time',
  'request',
  'status',
  'bytes',
  'referrer',
  'agent',
  'method',
  'target',
  'protocol',
  'latency',
  'vhost',
] as const;

export type FieldName = (typeof FIELDS)[number];

/** Microseconds in a second. */
export const SECOND = 1_000_000;
