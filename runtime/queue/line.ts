// A first-in, first-out line of which any item can be taken out.

/** What stands in a line; the line itself writes these. */
export interface LineItem<T> {
  ahead: T | undefined;
  behind: T | undefined;
}

/** Items in the order in which they came. An item stands in one line at a time. Everything is O(1). */
export class Line<T extends LineItem<T>> {
  #first: T | undefined;
  #last: T | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: T): void {
    item.ahead = this.#last;
    item.behind = undefined;
    if (this.#last === undefined) this.#first = item;
    else this.#last.behind = item;
    this.#last = item;
    this.#length += 1;
  }

  /** Takes out who came first; undefined when nobody is there. */
  shift(): T | undefined {
    const item = this.#first;
    if (item !== undefined) this.remove(item);
    return item;
  }

  /** Takes out an item that stands in this line. */
  remove(item: T): void {
    if (item.ahead === undefined) this.#first = item.behind;
    else item.ahead.behind = item.behind;
    if (item.behind === undefined) this.#last = item.ahead;
    else item.behind.ahead = item.ahead;
    item.ahead = undefined;
    item.behind = undefined;
    this.#length -= 1;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let item = this.#first; item !== undefined; item = item.behind) yield item;
  }
}
