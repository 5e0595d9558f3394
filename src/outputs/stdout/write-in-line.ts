import { defer, endWith, map, merge, mergeMap, takeWhile, tap } from 'rxjs';
import type { Observable, OperatorFunction } from 'rxjs';

/** Steps in writing items one after the other. `left` are the items not written yet, the oldest first. */
export type Step<T> =
  /** The item to write now; it is not in `left`. */
  | { readonly kind: 'next'; readonly item: T; readonly left: readonly T[] }
  | { readonly kind: 'written'; readonly item: T; readonly left: readonly T[] }
  /** Another item has come, and waits. */
  | { readonly kind: 'waits'; readonly left: readonly T[] }
  /** All items that came together have been emitted, or wait. */
  | { readonly kind: 'through'; readonly left: readonly T[] };

export interface LineOptions<T> {
  /** Appends an item to the waiting ones; it may merge several, but not change their order. */
  readonly join: (waiting: readonly T[], item: T) => readonly T[];
  /** Whether all emitted items have been written. */
  readonly isFree: () => boolean;
  /** Emits when `isFree` may have become true. */
  readonly freed$: Observable<unknown>;
}

/**
 * Makes items, which may come several together, wait in a line while an output is not read, and emits the next one as
 * soon as the one before has been written. Completes when the source has and all is written. The consumer writes `next`
 * before it returns.
 */
export function inLine<T>({ join, isFree, freed$ }: LineOptions<T>): OperatorFunction<readonly T[], Step<T>> {
  return (items$) =>
    defer(() => {
      let waiting: readonly T[] = [];
      /** Items that were emitted and are not written yet, if any. */
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
