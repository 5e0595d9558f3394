/**
 * A list that grows at its end, as a value: longer ones share the shorter ones before them, so that growing costs O(1).
 */
export type SharedList<T> = { readonly item: T; readonly size: number; readonly before: SharedList<T> } | undefined;

/** The list with one more item. */
export const pushed = <T>(list: SharedList<T>, item: T): SharedList<T> => ({
  item,
  size: (list?.size ?? 0) + 1,
  before: list,
});

/** Its items in the order in which they were pushed. */
export function itemsOf<T>(list: SharedList<T>): T[] {
  const items: T[] = [];
  for (let rest = list; rest !== undefined; rest = rest.before) items.push(rest.item);
  return items.reverse();
}
