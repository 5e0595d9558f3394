import { defer, endWith, map, merge, mergeMap, takeWhile, tap } from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';

/** What happens to items that are written one after the other. `left` are those that have not been written, the oldest first. */
export type Step<T> =
  /** It is to be written now; it is not among those that are left. */
  | { readonly kind: 'next'; readonly item: T; readonly left: readonly T[] }
  | { readonly kind: 'written'; readonly item: T; readonly left: readonly T[] }
  /** Another item has come, and waits. */
  | { readonly kind: 'waits'; readonly left: readonly T[] };

export interface LineOptions<T> {
  /** Puts an item behind those that wait; it may make one of several, but not change their order. */
  readonly join: (waiting: readonly T[], item: T) => readonly T[];
  /** Whether all that was given out has been written. */
  readonly isFree: () => boolean;
  /** Emits when that may have become so. */
  readonly freed$: Observable<unknown>;
}

/**
 * Has items wait in a line while an output is not read, and gives the next one out as soon as the one before has been
 * written. Completes when the source has and all is written. Whoever takes `next` writes it before it returns.
 */
export function inLine<T>({ join, isFree, freed$ }: LineOptions<T>): OperatorFunction<T, Step<T>> {
  return (items$) =>
    defer(() => {
      let waiting: readonly T[] = [];
      /** What was given out and is not written yet, if anything. */
      let underWay: readonly T[] = [];
      let isOver = false;
      function* steps(hasCome: boolean): Generator<Step<T> | undefined> {
        if (hasCome && !isFree()) yield { kind: 'waits', left: underWay.concat(waiting) };
        while (isFree()) {
          const [item] = underWay;
          underWay = [];
          if (item !== undefined) yield { kind: 'written', item, left: waiting };
          const [next] = waiting;
          if (next === undefined) break;
          waiting = waiting.slice(1);
          underWay = [next];
          yield { kind: 'next', item: next, left: waiting };
        }
        if (isOver && waiting.length + underWay.length === 0) yield undefined;
      }
      const come$ = items$.pipe(
        map((item) => {
          waiting = join(waiting, item);
          return true;
        }),
        tap({ complete: () => (isOver = true) }),
        endWith(false),
      );
      return merge(come$, freed$.pipe(map(() => false))).pipe(
        mergeMap(steps),
        takeWhile((step) => step !== undefined),
      );
    });
}
