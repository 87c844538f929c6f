// Holds on to the objects that were read lately, so that they need not be parsed again.

/** What can drop its tree, and how large its JSON is. */
export interface Parsed {
  readonly json: { readonly length: number };
  forgetParsed(): void;
}

/** Of what is read again before its turn comes the turn is put off: a clock, as page caches have it. */
export class ParsedObjects {
  readonly #limit: number;
  /** In the order of their turns; with whether it was read since it was put there. */
  readonly #turns = new Map<Parsed, boolean>();
  #bytes = 0;

  /** @param limit bytes of JSON; the trees take about four times as much */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(parsed: Parsed): void {
    if (this.#turns.has(parsed)) return;
    this.#turns.set(parsed, false);
    this.#bytes += parsed.json.length;
    while (this.#bytes > this.#limit) this.#turn();
  }

  touch(parsed: Parsed): void {
    if (this.#turns.get(parsed) === false) this.#turns.set(parsed, true);
  }

  #turn(): void {
    const [first] = this.#turns;
    if (first === undefined) return;
    const [parsed, wasRead] = first;
    this.#turns.delete(parsed);
    if (wasRead) {
      this.#turns.set(parsed, false);
      return;
    }
    this.#bytes -= parsed.json.length;
    parsed.forgetParsed();
  }
}
