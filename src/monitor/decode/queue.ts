/** The number of empty places allowed at the front before they are closed up, so that this is seldom done. */
const MAX_EMPTY = 1024;

/**
 * First in, first out; keeps nothing that was taken out. Adding and removing take the same time however many items
 * wait.
 */
export class Queue<T> {
  private items: (T | undefined)[];
  private head = 0;

  constructor(items: Iterable<T> = []) {
    this.items = [...items];
  }

  get isEmpty(): boolean {
    return this.head === this.items.length;
  }

  /** The oldest; undefined when there is none. */
  get first(): T | undefined {
    return this.items[this.head];
  }

  push(item: T): void {
    this.items.push(item);
  }

  /** Removes the oldest. */
  shift(): T | undefined {
    if (this.isEmpty) return undefined;
    const item = this.items[this.head];
    this.items[this.head++] = undefined;
    if (this.head > MAX_EMPTY && 2 * this.head > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  /** The waiting items, the oldest first. */
  toArray(): T[] {
    return this.items.slice(this.head) as T[];
  }
}
