// Values that are made of texts, kept for as long as few others came in between.

/** Forgets everything once there is too much: texts come from clients, and there is no end to them. */
export class RecentValues<T> {
  readonly #limit: number;
  readonly #values = new Map<string, T>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The value that was made of the text, or a new one. Nobody may change it. */
  of(text: string, make: () => T): T {
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    const made = make();
    if (this.#values.size >= this.#limit) this.#values.clear();
    this.#values.set(text, made);
    return made;
  }
}
