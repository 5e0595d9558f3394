import { asyncScheduler, defer, filter, ignoreElements, map, merge, tap } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import type { SourceEvent } from '../../source/source-event.js';
import type { ArrivedDigest } from '../pauses/attribute-hits.js';
import type { Checkpoint } from './checkpoint.js';
import type { Stats } from '../stats/stats.js';
import { Tally } from './checkpoint-builder.js';
import type { Watched } from '../alerts/evaluate-rules.js';

/** The streams of one run, each shared by all who subscribe to it. */
export interface Counted {
  readonly events$: Observable<SourceEvent>;
  /** One digest for each chunk of `events$`, emitted before whoever emitted the chunk goes on. */
  readonly digests$: Observable<ArrivedDigest>;
  /** Of `digests$`, by `stats`. */
  readonly stats$: Observable<Stats>;
  /** Of `digests$`, by `watching`. */
  readonly watched$: Observable<Watched>;
}

/**
 * Gives a checkpoint at each look at the rules, unless nothing has come and no alert was raised since the last one, and at
 * each end of an interval, with that interval closed. In a run that goes on from nothing the first one comes with the first
 * look: what the rules remember is not known before.
 *
 * A checkpoint is whole because a chunk is decoded as it is emitted: by the time the event loop goes on, its position, its
 * digest and its hits have been taken here, or none of them; and looks and ends of intervals are timers, which come
 * between chunks. A look adds what came since the one before to the windows. At the end of an interval between two looks,
 * what came since the last look is added to what the rules remember.
 *
 * Costs the merge of a digest a chunk, and of the open interval into a new digest for each checkpoint.
 *
 * @param resume the checkpoint that the run went on from; it stays as it is. A source that the run no longer has keeps its
 * progress
 */
export function checkpoints(
  { events$, digests$, stats$, watched$ }: Counted,
  resume?: Checkpoint,
  clock: SchedulerLike = asyncScheduler,
): Observable<Checkpoint> {
  return defer(() => {
    const tally = new Tally(resume, clock);
    return merge(
      quietly(events$, (event) => {
        tally.note(event);
      }),
      quietly(digests$, (digest) => {
        tally.count(digest);
      }),
      stats$.pipe(map((stats) => tally.close(stats))),
      watched$.pipe(map((watched) => tally.look(watched))),
    ).pipe(filter((checkpoint) => checkpoint !== undefined));
  });
}

function quietly<T>(values$: Observable<T>, take: (value: T) => void): Observable<never> {
  return values$.pipe(tap(take), ignoreElements());
}
