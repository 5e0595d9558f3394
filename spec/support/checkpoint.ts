import { emptyDigest } from '../../src/digest/digest.js';
import type { Checkpoint } from '../../src/monitor/checkpoint/checkpoint.js';
import type { WatchState } from '../../src/monitor/alerts/rule-watch.js';
import type { Progress } from '../../src/source/source-event.js';
import { plainDigest } from './digest.js';
import type { PlainDigest } from './digest.js';

/** All that can be read from a checkpoint, as a plain value: equal checkpoints have equal ones. */
export interface PlainCheckpoint {
  readonly at: number;
  readonly sources: readonly (readonly [path: string, progress: Progress])[];
  readonly from: number;
  readonly open: PlainDigest;
  readonly previous: PlainDigest | undefined;
  readonly previousLength: number;
  readonly runFrom: number;
  readonly run: PlainDigest;
  readonly watches: readonly WatchState[];
}

export const plainCheckpoint = ({ at, sources, interval, run, watches }: Checkpoint): PlainCheckpoint => ({
  at,
  sources: [...sources],
  from: interval.from,
  open: plainDigest(interval.digest),
  previous: interval.previous && plainDigest(interval.previous),
  previousLength: interval.previousLength,
  runFrom: run.from,
  run: plainDigest(run.digest),
  watches,
});

/** That of a run which begins at 0, but for what is given. */
export const checkpointOf = (given: Partial<Checkpoint> = {}): Checkpoint => ({
  at: 0,
  sources: new Map(),
  interval: { from: 0, digest: emptyDigest(), previous: undefined, previousLength: 0 },
  run: { from: 0, digest: emptyDigest() },
  watches: [],
  ...given,
});
