// The two limits that keep cel-go from recursing too deep.

/** An expression is nested too deep; the message is cel-go's. */
export class RecursionLimit extends Error {}

export type Rule = 'expression' | 'relation' | 'calculation' | 'member';

const DEEPEST = 250;

/** How many times each rule of the grammar is open; every operator in a row opens its rule once more. */
export class DepthLimit {
  readonly #open: Record<Rule, number> = { expression: 0, relation: 0, calculation: 0, member: 0 };

  enter(rule: Rule): void {
    this.#open[rule] += 1;
    if (this.#open[rule] > DEEPEST) throw new RecursionLimit(`expression recursion limit exceeded: ${DEEPEST}`);
  }

  leave(rule: Rule, times = 1): void {
    this.#open[rule] -= times;
  }
}
