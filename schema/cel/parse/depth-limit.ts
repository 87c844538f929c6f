// What keeps the parser from going too deep.

/** An expression is too deep or too large to be parsed. */
export class RecursionLimit extends Error {}

export type Rule = 'expression' | 'relation' | 'calculation' | 'member';

const DEEPEST = 250;

/** How many times each rule of the grammar is open. */
export class DepthLimit {
  readonly #open: Record<Rule, number> = { expression: 0, relation: 0, calculation: 0, member: 0 };

  enter(rule: Rule): void {
    this.#open[rule] += 1;
    if (this.#open[rule] > DEEPEST) throw new RecursionLimit(`expression recursion limit exceeded: ${DEEPEST}`);
  }

  leave(rule: Rule): void {
    this.#open[rule] -= 1;
  }
}
