/**
 * Where a rule stands, by whole seconds since 1970. It is inactive, then pending while it holds but not for long enough, then
 * firing; and inactive again when it has recovered. It is a value.
 */
export type Status =
  | { readonly phase: 'inactive' }
  | { readonly phase: 'pending'; readonly since: number }
  /** `ceasedSince`: when it ceased to hold, while it is not long enough ago. */
  | { readonly phase: 'firing'; readonly ceasedSince?: number | undefined };

/** What a second says of a rule: `between` the threshold and where it clears; `unknown` where there is too little to tell. */
export type Verdict = 'holds' | 'ceases' | 'between' | 'unknown';

export interface Delays {
  /** For so long it must hold before it fires; default 0, at once. */
  readonly forSeconds?: number | undefined;
  /** For so long it must have ceased before it recovers; default 0, at once. */
  readonly keepSeconds?: number | undefined;
}

/** A step from one status to the next. */
export interface Transition {
  readonly status: Status;
  /** What is to be said of it. */
  readonly change?: 'triggered' | 'recovered';
  /** The second of the change. */
  readonly at?: number;
}

export const INACTIVE: Status = { phase: 'inactive' };

/**
 * The status of a rule at second `t`.
 *
 * A verdict may stand for all seconds since the one before: a clock of `for` or `keep` that has run out meanwhile tells the
 * second in which it did. An unknown one changes nothing.
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
