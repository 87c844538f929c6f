// Priorities as values of a label, which must not become too many.

/** As in controller-runtime. */
const MOST = 25;
const TOO_MANY = 'exceeded_cardinality_limit';

/** Remembers the priorities that were seen: one that has no key left is 0, rather than missing. */
export class PriorityLabels {
  readonly #seen = new Set<number>([0]);

  /** @param depth how many keys each priority has */
  of(depth: ReadonlyMap<number, number>): readonly (readonly [priority: string, count: number])[] {
    for (const priority of depth.keys()) {
      if (this.#seen.size <= MOST) this.#seen.add(priority);
    }
    if (this.#seen.size > MOST) return [[TOO_MANY, [...depth.values()].reduce((sum, count) => sum + count, 0)]];
    return [...this.#seen].map(priority => [String(priority), depth.get(priority) ?? 0]);
  }
}
