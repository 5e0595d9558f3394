import type { FieldName } from '../fields.js';

/** Lines of JSON, one object each, with fields under keys, wherever these are. */
export interface JsonLayout {
  readonly kind: 'json';
  readonly name: string;
  readonly keys: readonly JsonKey[];
}

/** The place of a field in a line of JSON. */
export interface JsonKey {
  /** The key, behind those of the objects around it. An array stands for its first value. */
  readonly path: readonly string[];
  readonly field: FieldName;
  /** If a line has several keys of a field, the one of the least rank is read. */
  readonly rank: number;
  /** Microseconds in one unit of a latency. */
  readonly latencyMicroseconds: number;
}
