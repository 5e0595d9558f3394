import { asyncScheduler, filter, map, pipe } from 'rxjs';
import type { OperatorFunction, SchedulerLike } from 'rxjs';
import { emptyDigest } from '../../src/digest/digest.js';
import type { Digest } from '../../src/digest/digest.js';
import type { Evaluated } from '../../src/monitor/alerts/evaluate-rules.js';
import { isBatch } from '../../src/monitor/decode/decode.js';
import type { Batch, Decoded } from '../../src/monitor/decode/decode.js';
import { perSecond } from '../../src/monitor/per-second.js';
import type { Second } from '../../src/monitor/per-second.js';

/** The first batch of `a.log`, of no lines, at 0, but for what is given. */
export const batchOf = (given: Partial<Batch> = {}): Batch => ({
  kind: 'batch',
  source: 'a.log',
  number: 1,
  at: 0,
  digest: emptyDigest(),
  ...given,
});

/** Digests as batches that come now. */
export const asBatches = (clock: SchedulerLike = asyncScheduler): OperatorFunction<Digest, Batch> =>
  map((digest, i) => batchOf({ number: i + 1, at: clock.now(), digest }));

/** Digests that come now, second by second. */
export const asSeconds = (clock: SchedulerLike = asyncScheduler): OperatorFunction<Digest, Second> =>
  pipe(asBatches(clock), perSecond(clock));

/** The digests of the batches among the events. */
export const digests: OperatorFunction<Decoded, Digest> = pipe(
  filter(isBatch),
  map(({ digest }) => digest),
);

/** The second that ends at one, of no batches, but for what is given. */
export const secondTo = (to: number, given: Partial<Second> = {}): Second => ({
  from: to - 1,
  to,
  digest: emptyDigest(),
  rows: [],
  through: 0,
  isLatest: true,
  isUnfinished: false,
  ...given,
});

/** That second, judged by no rules, but for what is given. */
export const evaluatedOf = (to: number, given: Partial<Evaluated> = {}): Evaluated => ({
  kind: 'evaluated',
  at: to * 1000,
  second: secondTo(to),
  raised: [],
  levels: [],
  watches: [],
  ...given,
});
