// Keys that wait for a moment, the earliest first.

interface Entry {
  readonly key: string;
  due: number;
  /** Tells entries of the same moment apart, so that they leave in the order in which they were scheduled. */
  turn: number;
  /** Where in the heap the entry is. */
  index: number;
}

/** A binary heap with one entry for each key. Scheduling and taking are O(log n), looking is O(1). */
export class DelayHeap {
  readonly #heap: Entry[] = [];
  readonly #entries = new Map<string, Entry>();
  #turns = 0;

  get length(): number {
    return this.#heap.length;
  }

  /** The earliest moment of all keys; undefined when no key waits. */
  get earliest(): number | undefined {
    return this.#heap[0]?.due;
  }

  /** Has the key wait until `due`; a key that waits already keeps the earlier one of its two moments. */
  schedule(key: string, due: number): void {
    const present = this.#entries.get(key);
    if (present === undefined) {
      const entry = { key, due, turn: this.#turns++, index: this.#heap.length };
      this.#entries.set(key, entry);
      this.#heap.push(entry);
      this.#rise(entry);
    } else if (due < present.due) {
      present.due = due;
      present.turn = this.#turns++;
      this.#rise(present);
    }
  }

  /** Takes out the earliest key if its moment is not later than `now`. */
  takeDue(now: number): string | undefined {
    const [first] = this.#heap;
    if (first === undefined || first.due > now) return undefined;
    this.#entries.delete(first.key);
    const last = this.#heap.pop() as Entry;
    if (last !== first) {
      this.#place(last, 0);
      this.#sink(last);
    }
    return first.key;
  }

  clear(): void {
    this.#heap.length = 0;
    this.#entries.clear();
  }

  #rise(entry: Entry): void {
    while (entry.index > 0) {
      const above = (entry.index - 1) >> 1;
      const parent = this.#heap[above] as Entry;
      if (isBefore(parent, entry)) return;
      this.#place(parent, entry.index);
      this.#place(entry, above);
    }
  }

  #sink(entry: Entry): void {
    for (;;) {
      const left = this.#heap[2 * entry.index + 1];
      const right = this.#heap[2 * entry.index + 2];
      if (left === undefined) return;
      const child = right !== undefined && isBefore(right, left) ? right : left;
      if (isBefore(entry, child)) return;
      const below = child.index;
      this.#place(child, entry.index);
      this.#place(entry, below);
    }
  }

  #place(entry: Entry, index: number): void {
    this.#heap[index] = entry;
    entry.index = index;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.due < b.due || (a.due === b.due && a.turn < b.turn);
}
