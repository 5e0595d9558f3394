import {
  combineLatest,
  EMPTY,
  ignoreElements,
  interval,
  map,
  merge,
  mergeMap,
  share,
  shareReplay,
  startWith,
  switchMap,
  takeUntil,
} from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { checkpoints } from '../../monitor/model/checkpoints.js';
import { sourceStates } from '../../monitor/sources/source-states.js';
import type { Controls } from '../../screen/model/controls.js';
import { firstPicture } from '../../screen/model/model.js';
import type { Picture } from '../../screen/model/model.js';
import type { MonitorOptions } from '../../live/options.js';
import type { OutputRun } from '../output.js';
import { pictures } from './pictures.js';
import { SECOND } from '../../monitor/seconds.js';

export interface ScreenData {
  /** Once a second, even before counting begins; ends with the whole run. Shared. */
  readonly pictures$: Observable<Picture>;
  /** Saves the state of the run; emits messages about saving. */
  readonly saved$: Observable<string>;
}

/** @param controls$ emits the first ones at once, to each subscriber */
export function screenData(
  { opening, paths, run$, state }: OutputRun,
  controls$: Observable<Controls>,
  options: MonitorOptions,
  clock: SchedulerLike,
): ScreenData {
  const { format } = options;
  const sources$ = opening.batches$.pipe(
    sourceStates(paths, format === 'auto' ? 'auto' : format.name),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
  const before$ = combineLatest([sources$, interval(SECOND, clock).pipe(startWith(0))]).pipe(
    map(([sources]) => firstPicture(clock.now(), sources)),
    takeUntil(run$),
  );
  const during$ = run$.pipe(switchMap((run) => pictures(run, opening, controls$, sources$, options, clock)));
  const saved$ =
    state === undefined
      ? EMPTY
      : run$.pipe(
          switchMap(({ start, model$ }) => model$.pipe(checkpoints(), startWith(start.checkpoint))),
          mergeMap((checkpoint) => state.save(checkpoint)),
        );
  // The sources emit some events once, before counting begins: late subscribers get these from the permanent one.
  return { pictures$: merge(sources$.pipe(ignoreElements()), before$, during$).pipe(share()), saved$ };
}
