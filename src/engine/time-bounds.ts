/** Seconds since 1970, `[from, to)`: lines of other times are not counted. */
export interface TimeBounds {
  readonly from: number;
  readonly to: number;
}
