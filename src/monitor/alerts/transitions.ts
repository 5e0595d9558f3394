/**
 * The status of a rule, in whole seconds since 1970. It is inactive, then pending while it holds but not for long
 * enough, then firing; and inactive again when it has recovered. It is a value.
 */
export type Status =
  | { readonly phase: 'inactive' }
  | { readonly phase: 'pending'; readonly since: number }
  /** `ceasedSince`: when it stopped holding, while that is not long enough ago. */
  | { readonly phase: 'firing'; readonly ceasedSince?: number | undefined };

/**
 * The verdict of a second on a rule: `between` the threshold and the point where it clears; `unknown` with too little
 * data.
 */
export type Verdict = 'holds' | 'ceases' | 'between' | 'unknown';

export interface Delays {
  /** How long it must hold before it fires; default 0, at once. */
  readonly forSeconds?: number | undefined;
  /** How long it must have stopped holding before it recovers; default 0, at once. */
  readonly keepSeconds?: number | undefined;
}

/** A step from one status to the next. */
export interface Transition {
  readonly status: Status;
  /** The alert to raise, if any. */
  readonly change?: 'triggered' | 'recovered';
  /** The second of the change. */
  readonly at?: number;
}

export const INACTIVE: Status = { phase: 'inactive' };

/**
 * The status of a rule at second `t`.
 *
 * A verdict may apply to all seconds since the one before: when a clock of `for` or `keep` has run out meanwhile, the
 * change has the second in which it did. An unknown verdict changes nothing.
 */
export function transition(status: Status, verdict: Verdict, t: number, delays: Delays = {}): Transition {
  if (verdict === 'unknown') return { status };
  return status.phase === 'firing' ? whileFiring(status, verdict, t, delays) : whileOff(status, verdict, t, delays);
}

type Firing = Extract<Status, { phase: 'firing' }>;

function whileOff(
  status: Exclude<Status, Firing>,
  verdict: Verdict,
  t: number,
  { forSeconds = 0 }: Delays,
): Transition {
  if (verdict !== 'holds') return { status: INACTIVE };
  const since = status.phase === 'pending' ? status.since : t;
  const at = since + forSeconds;
  if (t < at) return { status: { phase: 'pending', since } };
  return { status: { phase: 'firing' }, change: 'triggered', at };
}

function whileFiring(status: Firing, verdict: Verdict, t: number, { keepSeconds = 0 }: Delays): Transition {
  if (verdict !== 'ceases') return { status: status.ceasedSince === undefined ? status : { phase: 'firing' } };
  const ceasedSince = status.ceasedSince ?? t;
  const at = ceasedSince + keepSeconds;
  if (t < at) return { status: { phase: 'firing', ceasedSince } };
  return { status: INACTIVE, change: 'recovered', at };
}
