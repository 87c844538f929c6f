// A binary heap of which any item can be taken out.

/** What a heap holds: it writes down in each item where it is, and asks only its order for the rest. */
export interface HeapItem {
  /** Where in the heap the item is; -1 outside of it. Written by the heap only. */
  index: number;
}

/** Items in order, the first one at hand. An item is in one heap at a time. Everything but looking is O(log n). */
export class Heap<T extends HeapItem> {
  readonly #items: T[] = [];
  readonly #isBefore: (a: T, b: T) => boolean;

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
  }

  get length(): number {
    return this.#items.length;
  }

  /** The item before all others; undefined when there is none. */
  get first(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    item.index = this.#items.length;
    this.#items.push(item);
    this.#rise(item);
  }

  /** Takes out an item that is in this heap. */
  remove(item: T): void {
    const { index } = item;
    const last = this.#items.pop() as T;
    item.index = -1;
    if (last === item) return;
    this.#place(last, index);
    this.moved(last);
  }

  /** Finds the place of an item of this heap again, after what its order depends on has changed. */
  moved(item: T): void {
    this.#rise(item);
    this.#sink(item);
  }

  /** Takes everything out. */
  clear(): void {
    for (const item of this.#items) item.index = -1;
    this.#items.length = 0;
  }

  *[Symbol.iterator](): Iterator<T> {
    yield* this.#items;
  }

  #rise(item: T): void {
    while (item.index > 0) {
      const above = (item.index - 1) >> 1;
      const parent = this.#items[above] as T;
      if (!this.#isBefore(item, parent)) return;
      this.#place(parent, item.index);
      this.#place(item, above);
    }
  }

  #sink(item: T): void {
    for (;;) {
      const left = this.#items[2 * item.index + 1];
      const right = this.#items[2 * item.index + 2];
      if (left === undefined) return;
      const child = right !== undefined && this.#isBefore(right, left) ? right : left;
      if (!this.#isBefore(child, item)) return;
      const below = child.index;
      this.#place(child, item.index);
      this.#place(item, below);
    }
  }

  #place(item: T, index: number): void {
    this.#items[index] = item;
    item.index = index;
  }
}
