// Who waits for a worker: a line for each priority, the highest first.
import { Heap, type HeapItem } from './heap.js';
import { Line, type LineItem } from './line.js';

/** What waits. Its priority stays the same while it waits. */
export interface Prioritized<T> extends LineItem<T> {
  priority: number;
}

interface Level<T extends Prioritized<T>> extends HeapItem {
  readonly priority: number;
  readonly line: Line<T>;
}

/**
 * Items by priority, and in the order in which they came within a priority. Everything is O(1) while the priorities are
 * the same few, else O(log p) for p priorities that wait.
 */
export class PriorityLines<T extends Prioritized<T>> {
  readonly #levels = new Map<number, Level<T>>();
  readonly #order = new Heap<Level<T>>((a, b) => a.priority > b.priority);
  /** The level that was used last: most often it is the next one too. */
  #latest: Level<T> | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: T): void {
    this.#levelOf(item.priority).line.push(item);
    this.#length += 1;
  }

  /** Takes out the first of the highest priority. */
  shift(): T | undefined {
    const level = this.#order.first;
    if (level === undefined) return undefined;
    this.#length -= 1;
    const item = level.line.shift();
    if (level.line.length === 0) this.#leave(level);
    return item;
  }

  /** Takes out an item that waits here. */
  remove(item: T): void {
    const level = this.#levelOf(item.priority);
    level.line.remove(item);
    this.#length -= 1;
    if (level.line.length === 0) this.#leave(level);
  }

  /** How many wait, by priority. */
  *lengths(): Iterable<readonly [priority: number, length: number]> {
    for (const { priority, line } of this.#order) yield [priority, line.length];
  }

  #levelOf(priority: number): Level<T> {
    if (this.#latest?.priority === priority) {
      // Levels leave the order when they are empty; the latest one is kept beside it, so that a busy queue makes none.
      if (this.#latest.index < 0) this.#enter(this.#latest);
      return this.#latest;
    }
    let level = this.#levels.get(priority);
    if (level === undefined) {
      level = { priority, line: new Line<T>(), index: -1 };
      this.#enter(level);
    }
    this.#latest = level;
    return level;
  }

  #enter(level: Level<T>): void {
    this.#levels.set(level.priority, level);
    this.#order.push(level);
  }

  #leave(level: Level<T>): void {
    this.#levels.delete(level.priority);
    this.#order.remove(level);
  }
}
