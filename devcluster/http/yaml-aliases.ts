// Keeps aliases of YAML from growing a small text into a huge value, by the measure of Go's library.

/** From so many values on, only a tenth of them may come from aliases; before that, nearly all. */
const [FREE_VALUES, STRICT_VALUES] = [400_000, 4_000_000];
const [FREE_RATIO, STRICT_RATIO] = [0.99, 0.1];
/** Whoever uses fewer is not looked at. */
const [FEW_ALIASED, FEW_VALUES] = [100, 1000];
/** Go's library does not bound texts that are repeated; more characters than a body may have come from aliases. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** Counts the values of a document as it is walked through; what was seen before came from an alias. */
export class AliasCounter {
  readonly #seen = new Set<object>();
  #values = 0;
  #aliased = 0;
  #characters = 0;
  /** In how many aliases the walk is. */
  #depth = 0;

  /** @param refusal thrown when aliases make too much of the document */
  constructor(private readonly refusal: () => Error) {}

  /** Walks into a list or an object. */
  within<T>(container: object, walk: () => T): T {
    const again = this.#seen.has(container);
    this.#seen.add(container);
    if (again) this.#depth++;
    const keys = Object.keys(container);
    this.#count(1 + keys.length);
    if (!Array.isArray(container)) for (const key of keys) this.text(key);
    const result = walk();
    if (again) this.#depth--;
    return result;
  }

  /** Takes note of a text in the value. */
  text(text: string): void {
    this.#characters += text.length;
    if (this.#characters > MOST_CHARACTERS) throw this.refusal();
  }

  #count(values: number): void {
    this.#values += values;
    if (this.#depth > 0) this.#aliased += values;
    if (this.#aliased <= FEW_ALIASED || this.#values <= FEW_VALUES) return;
    if (this.#aliased / this.#values > allowedRatio(this.#values)) throw this.refusal();
  }
}

function allowedRatio(values: number): number {
  if (values <= FREE_VALUES) return FREE_RATIO;
  if (values >= STRICT_VALUES) return STRICT_RATIO;
  const share = (values - FREE_VALUES) / (STRICT_VALUES - FREE_VALUES);
  return FREE_RATIO - (FREE_RATIO - STRICT_RATIO) * share;
}
