import type { Progress } from '../../source/source-event.js';
import type { Run } from '../stats/run.js';
import type { IntervalState } from '../stats/stats.js';
import type { WatchState } from '../alerts/rule-watch.js';

/**
 * A moment of a run, from which another run resumes: all parts account for the same lines, those before the positions
 * of the sources. It does not change, and its digests must not be changed either.
 */
export interface Checkpoint {
  /** Its time, in milliseconds since 1970. */
  readonly at: number;
  /** The progress of each source, by its path. */
  readonly sources: ReadonlyMap<string, Progress>;
  /** The open interval. */
  readonly interval: IntervalState;
  readonly run: Run;
  readonly watches: readonly WatchState[];
}
