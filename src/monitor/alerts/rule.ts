/** Traffic is high while the average of the window exceeds the threshold. */
export interface AlertRule {
  readonly rule: 'traffic';
  /** Hits per second, 10 unless told. */
  readonly threshold: number;
  /** Length of the window in whole seconds, 120 unless told. */
  readonly windowSeconds: number;
}

/** A rule began to hold, or ceased to. */
export interface Alert {
  readonly type: 'alert';
  readonly state: 'triggered' | 'recovered';
  readonly rule: AlertRule;
  /** Milliseconds since 1970, a whole second: the end of the window `[at − window, at)`. */
  readonly at: number;
  /** Hits in the window. */
  readonly hits: number;
  /** Hits per second over the full length of the window. */
  readonly average: number;
}

export const DEFAULT_RULE: AlertRule = { rule: 'traffic', threshold: 10, windowSeconds: 120 };

/**
 * What the rule has to say at second `t` of a window with so many hits; nothing when it stays as it is.
 *
 * @param isHigh whether the rule held before
 */
export function alertAt(t: number, hits: number, isHigh: boolean, rule: AlertRule): Alert | undefined {
  // A quotient of whole numbers that equals the threshold in decimals is rounded to the same double as the threshold.
  const average = hits / rule.windowSeconds;
  const changes = isHigh ? average < rule.threshold : average > rule.threshold;
  if (!changes) return undefined;
  return { type: 'alert', state: isHigh ? 'recovered' : 'triggered', rule, at: t * 1000, hits, average };
}
