// Keeps aliases of YAML from growing a small text into a huge value, by the measure of Go's library.

/** From so many values on, only a tenth of them may come from aliases; before that, nearly all. */
const [FREE_VALUES, STRICT_VALUES] = [400_000, 4_000_000];
const [FREE_RATIO, STRICT_RATIO] = [0.99, 0.1];
/** Whoever uses fewer is not looked at. */
const [FEW_ALIASED, FEW_VALUES] = [100, 1000];
/** Go's library does not bound texts that are repeated; more characters than a request may have come from aliases. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** Counts the nodes of a document as they are read, those behind an alias as often as it is used. */
export class AliasBound {
  #values = 0;
  #aliased = 0;
  #characters = 0;

  /** @returns whether aliases make too much of the document now */
  isExceededBy(inAlias: boolean): boolean {
    this.#values++;
    if (inAlias) this.#aliased++;
    if (this.#aliased <= FEW_ALIASED || this.#values <= FEW_VALUES) return false;
    return this.#aliased / this.#values > allowedRatio(this.#values);
  }

  /** @returns whether the texts behind aliases are too much now */
  isExceededByText(length: number): boolean {
    this.#characters += length;
    return this.#characters > MOST_CHARACTERS;
  }
}

function allowedRatio(values: number): number {
  if (values <= FREE_VALUES) return FREE_RATIO;
  if (values >= STRICT_VALUES) return STRICT_RATIO;
  const share = (values - FREE_VALUES) / (STRICT_VALUES - FREE_VALUES);
  return FREE_RATIO - (FREE_RATIO - STRICT_RATIO) * share;
}
