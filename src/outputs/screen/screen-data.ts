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
import { detected } from '../../monitor/decode/detect-layout.js';
import { sourceStates } from '../../monitor/sources/source-states.js';
import type { Controls } from '../../screen/model/controls.js';
import { firstPicture } from '../../screen/model/model.js';
import type { Picture } from '../../screen/model/model.js';
import type { MonitorOptions } from '../../live/options.js';
import { counting, saves } from '../../live/pipeline.js';
import { pictures } from './pictures.js';
import type { Opening, Start } from '../../live/start/warm-up.js';
import type { StateFile } from '../../live/state/state-file.js';
import { SECOND } from '../../monitor/seconds.js';

/** What a full screen is to show, and where it is kept. */
export interface Run {
  readonly opening: Opening;
  readonly paths: readonly string[];
  /** Emits once. */
  readonly start$: Observable<Start>;
  /** What is to be said, a line each. */
  readonly messages$: Observable<string>;
  readonly state: StateFile | undefined;
}

export interface ScreenData {
  /** Once a second, also while nothing is counted yet; ends with the whole run. Shared. */
  readonly pictures$: Observable<Picture>;
  /** Saves the state of the run, and says what there is to say of that. */
  readonly saved$: Observable<string>;
}

/** @param controls$ gives those of the beginning at once, to all who come */
export function screenData(
  { opening, paths, start$, state }: Run,
  controls$: Observable<Controls>,
  options: MonitorOptions,
  clock: SchedulerLike,
): ScreenData {
  const { format, rule } = options;
  const sources$ = opening.events$.pipe(
    sourceStates(paths, format === 'auto' ? opening.decoded$.pipe(detected()) : format.name),
    shareReplay({ bufferSize: 1, refCount: true }),
  );
  const rules$ = controls$.pipe(
    map(({ threshold }) => threshold),
    distinctUntilChanged(),
    map((threshold) => [{ ...rule, threshold }]),
  );
  const counted$ = start$.pipe(
    map((start) => counting(opening, start, options, rules$)),
    share(),
  );
  const before$ = combineLatest([sources$, interval(SECOND, clock).pipe(startWith(0))]).pipe(
    map(([sources]) => firstPicture(clock.now(), sources)),
    takeUntil(counted$),
  );
  const during$ = counted$.pipe(switchMap((counting) => pictures(counting, controls$, sources$, options, clock)));
  const saved$ =
    state === undefined
      ? EMPTY
      : counted$.pipe(
          switchMap((counting) => saves(counting, counting.intervals$, clock)),
          mergeMap((made) => state.save(made)),
        );
  // Some of what the sources say comes once, before anything is counted: whoever comes later is told by the one that stays.
  return { pictures$: merge(sources$.pipe(ignoreElements()), before$, during$).pipe(share()), saved$ };
}
