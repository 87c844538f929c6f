// One call for all who want what it answers.

interface Lane<V> {
  readonly running: Promise<V>;
  /** For those who came when that one was under way already: what it answers may be older than they are. */
  next: Promise<V> | undefined;
}

/**
 * Calls of which one answers for all that were asked for before it began. At most one of a name is under way; whoever comes
 * meanwhile gets the answer of the one after it, with all others who do. The calls must not reject.
 */
export class SharedCalls<V> {
  readonly #lanes = new Map<string, Lane<V>>();

  /** @returns what a call of this name answers that begins now or later */
  call(name: string, begin: () => Promise<V>): Promise<V> {
    const lane = this.#lanes.get(name);
    if (lane === undefined) return this.#begin(name, begin);
    lane.next ??= lane.running.then(() => this.#begin(name, begin));
    return lane.next;
  }

  #begin(name: string, begin: () => Promise<V>): Promise<V> {
    const lane: Lane<V> = { running: begin(), next: undefined };
    this.#lanes.set(name, lane);
    void lane.running.then(() => {
      if (lane.next === undefined) this.#lanes.delete(name);
    });
    return lane.running;
  }
}
