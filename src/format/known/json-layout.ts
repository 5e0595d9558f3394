import type { FieldName } from '../fields.js';

/** Lines of JSON, one object each, in which fields stand under keys, wherever these are. */
export interface JsonLayout {
  readonly kind: 'json';
  readonly name: string;
  readonly keys: readonly JsonKey[];
}

/** Where a field stands in a line of JSON. */
export interface JsonKey {
  /** The key, behind those of the objects that it is in. An array stands for its first value. */
  readonly path: readonly string[];
  readonly field: FieldName;
  /** Where a line has several keys of a field, the one of the least rank is read. */
  readonly rank: number;
  /** Microseconds that one stands for in a latency. */
  readonly latencyMicroseconds: number;
}
