import { defer, endWith, map, merge, mergeMap, takeWhile, tap } from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';

/** What happens to items that are written one after the other. `left` are those that have not been written, the oldest first. */
export type Step<T> =
  /** It is to be written now; it is not among those that are left. */
  | { readonly kind: 'next'; readonly item: T; readonly left: readonly T[] }
  | { readonly kind: 'written'; readonly item: T; readonly left: readonly T[] }
  /** Another item has come, and waits. */
  | { readonly kind: 'waits'; readonly left: readonly T[] }
  /** All items that came together have been given out, or wait. */
  | { readonly kind: 'through'; readonly left: readonly T[] };

export interface LineOptions<T> {
  /** Puts an item behind those that wait; it may make one of several, but not change their order. */
  readonly join: (waiting: readonly T[], item: T) => readonly T[];
  /** Whether all that was given out has been written. */
  readonly isFree: () => boolean;
  /** Emits when that may have become so. */
  readonly freed$: Observable<unknown>;
}

/**
 * Has items, which may come several together, wait in a line while an output is not read, and gives the next one out as soon as the one before has been
 * written. Completes when the source has and all is written. Whoever takes `next` writes it before it returns.
 */
export function inLine<T>({ join, isFree, freed$ }: LineOptions<T>): OperatorFunction<readonly T[], Step<T>> {
  return (items$) =>
    defer(() => {
      let waiting: readonly T[] = [];
      /** What was given out and is not written yet, if anything. */
      let underWay: readonly T[] = [];
      let isOver = false;
      function* steps(items: readonly T[] | undefined): Generator<Step<T> | undefined> {
        for (const item of items ?? []) {
          waiting = join(waiting, item);
          yield* handedOut(true);
        }
        if (items === undefined) yield* handedOut(false);
        else yield { kind: 'through', left: underWay.concat(waiting) };
        if (isOver && waiting.length + underWay.length === 0) yield undefined;
      }
      function* handedOut(hasCome: boolean): Generator<Step<T>> {
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
      }
      const come$ = items$.pipe(tap({ complete: () => (isOver = true) }), endWith(undefined));
      return merge(come$, freed$.pipe(map(() => undefined))).pipe(
        mergeMap(steps),
        takeWhile((step) => step !== undefined),
      );
    });
}
