/** The fields of a log line that rxmon reads. */
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
