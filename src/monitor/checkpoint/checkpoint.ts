import type { Progress } from '../../source/source-event.js';
import type { Run } from '../stats/run.js';
import type { IntervalState } from '../stats/stats.js';
import type { WatchState } from '../alerts/rule-watch.js';

/**
 * A moment of a run, from which another run goes on: all parts account for the same lines, those before the positions of
 * the sources. It does not change, and neither may its digests be changed.
 */
export interface Checkpoint {
  /** Milliseconds since 1970, when it was made. */
  readonly at: number;
  /** How far each source has been read, by its path. */
  readonly sources: ReadonlyMap<string, Progress>;
  /** The interval that has not ended. */
  readonly interval: IntervalState;
  readonly run: Run;
  readonly watches: readonly WatchState[];
}
