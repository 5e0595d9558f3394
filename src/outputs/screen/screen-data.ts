import {
  combineLatest,
  distinctUntilChanged,
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
import { pipeline } from '../../live/pipeline.js';
import { pictures } from './pictures.js';
import type { Opening, Start } from '../../live/start/warm-up.js';
import type { StateFile } from '../../live/state/state-file.js';
import { SECOND } from '../../monitor/seconds.js';

/** A run that a full screen shows. */
export interface ShownRun {
  readonly opening: Opening;
  readonly paths: readonly string[];
  /** Emits once. */
  readonly start$: Observable<Start>;
  /** Messages, a line each. */
  readonly messages$: Observable<string>;
  readonly state: StateFile | undefined;
}

export interface ScreenData {
  /** Once a second, also while nothing is counted yet; ends with the whole run. Shared. */
  readonly pictures$: Observable<Picture>;
  /** Saves the state of the run; emits messages about that. */
  readonly saved$: Observable<string>;
}

/** @param controls$ gives those of the beginning at once, to all who come */
export function screenData(
  { opening, paths, start$, state }: ShownRun,
  controls$: Observable<Controls>,
  options: MonitorOptions,
  clock: SchedulerLike,
): ScreenData {
  const { format, rule } = options;
  const sources$ = opening.batches$.pipe(
    sourceStates(paths, format === 'auto' ? 'auto' : format.name),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
  const rules$ = controls$.pipe(
    map(({ threshold }) => threshold),
    distinctUntilChanged(),
    map((threshold) => [{ ...rule, threshold }]),
  );
  const run$ = start$.pipe(
    map((start) => pipeline(opening, start, options, rules$)),
    share(),
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
  // Some of what the sources say comes once, before anything is counted: whoever comes later hears it from the one that stays.
  return { pictures$: merge(sources$.pipe(ignoreElements()), before$, during$).pipe(share()), saved$ };
}
