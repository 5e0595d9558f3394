import type { Digest } from '../../digest/digest.js';

/** All traffic from the first start to the end of the last complete interval. */
export interface Run {
  /** Milliseconds since 1970, of the first start. */
  readonly from: number;
  /** Of all intervals that have ended. Its timeline is empty: a row for each second would grow without end. */
  readonly digest: Digest;
}
