import { combineLatest, distinctUntilChanged, map, merge, scan, startWith } from 'rxjs';
import type { Observable, OperatorFunction, SchedulerLike } from 'rxjs';
import type { Input, Size } from '../terminal/input.js';
import { control } from './model/controls.js';
import type { Controls } from './model/controls.js';
import type { Look } from './draw/display.js';
import type { Model, Picture } from './model/model.js';
import { paced } from './frame-pacing.js';
import type { Said } from './messages.js';
import { update } from './update.js';
import type { Event } from './update.js';
import { view } from './view.js';

/** An input, with the controls before and after it. */
export type Typed = Extract<Event, { kind: 'input' }>;

/** Applies inputs to the controls. */
export function typed(initial: Controls): OperatorFunction<Input, Typed> {
  return (inputs$) =>
    inputs$.pipe(
      scan(
        ({ controls: before }, input): Typed => ({ kind: 'input', input, before, controls: control(before, input) }),
        { controls: initial } as Typed,
      ),
    );
}

/** The model after each event, from the initial one on. */
export function models(
  initial: Model,
  typed$: Observable<Typed>,
  sizes$: Observable<Size>,
  pictures$: Observable<Picture>,
): Observable<Model> {
  return merge(
    sizes$.pipe(map((size): Event => ({ kind: 'size', size }))),
    pictures$.pipe(map((picture): Event => ({ kind: 'picture', picture }))),
    typed$,
  ).pipe(scan(update, initial), startWith(initial));
}

export interface Frame {
  /** Lines joined by newlines. */
  readonly text: string;
  readonly size: Size;
}

/** The frames to draw: at most ten a second, and none that looks like the one before. */
export function frames(
  models$: Observable<Model>,
  said$: Observable<Said>,
  look: Look,
  clock: SchedulerLike,
): Observable<Frame> {
  return combineLatest([models$, said$]).pipe(
    paced(clock),
    map(([model, said]): Frame => ({ text: view(model, said, look), size: model.size })),
    distinctUntilChanged(
      (a, b) => a.text === b.text && a.size.columns === b.size.columns && a.size.rows === b.size.rows,
    ),
  );
}
