// Goes through a text that the parser did not take once more, as the parser that ANTLR makes of the grammar would: it reports
// what does not fit, puts in or leaves out a token, or goes on where something can follow.
import type { CelIssue } from '../../expression.js';
import type { Token, TokenKind } from '../token.js';
import { type GrammarNode, RULES, type RuleName, type State } from './grammar.js';
import { displayKinds, expectedTokens, nextTokens } from './next-tokens.js';
import { chooseWay, goesOn } from './predict.js';

/**
 * What cel-go says of the syntax of a text, in the order in which it finds it. `unread` are the places of which the lexer could
 * make no token, and `unexpected` is the token at which the parser stopped.
 */
export function syntaxIssues(
  text: string,
  tokens: readonly Token[],
  unread: readonly CelIssue[],
  unexpected: Token,
): readonly CelIssue[] {
  const explainer = new Explainer(text, tokens, unread);
  try {
    explainer.rule('start', 0);
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
  }
  if (explainer.issues.length > 0) return explainer.issues;
  const { start, end } = unexpected;
  return [{ message: `Syntax error: unexpected ${display(unexpected.text)}`, span: { start, end } }];
}

/** More errors than cel-go recovers from, or too deep a text. */
class GivenUp extends Error {}

/** Leaves the rule, which then goes on after its end. */
class Mismatch extends Error {
  readonly report: () => void;

  constructor(report: () => void) {
    super();
    this.report = report;
  }
}

const MOST_RECOVERIES = 30;
const MOST_SKIPPED = 256;

/** So many rules are open where a hundred expressions stand in one another. Deeper ones would exhaust the stack. */
const DEEPEST = 900;

class Explainer {
  readonly issues: CelIssue[] = [];
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #unread: readonly CelIssue[];
  /** Where the open rules go on when the ones that they called end. */
  readonly #returns: State[] = [];
  #at = 0;
  #state: State = RULES.start.start;
  #recovering = false;
  #recoveries = 0;
  #lastError: { readonly at: number; readonly states: Set<State> } | undefined;

  constructor(text: string, tokens: readonly Token[], unread: readonly CelIssue[]) {
    this.#text = text;
    this.#tokens = tokens;
    this.#unread = unread;
  }

  rule(name: RuleName, above: number): void {
    if (this.#returns.length > DEEPEST) throw new GivenUp();
    try {
      this.#run(RULES[name].body, name, above);
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      if (!this.#recovering) {
        this.#recovering = true;
        error.report();
      }
      this.#recover();
    }
  }

  #run(node: GrammarNode, rule: RuleName, above: number): void {
    switch (node.type) {
      case 'token':
        this.#state = node.state;
        this.#match(node.kinds);
        return;
      case 'call': {
        this.#state = node.state;
        const [edge] = node.state.edges;
        if (edge === undefined) return;
        this.#returns.push(edge.to);
        this.rule(node.rule, node.above);
        this.#returns.pop();
        this.#state = node.state;
        return;
      }
      case 'sequence':
        for (const item of node.items) this.#run(item, rule, above);
        return;
      case 'optional':
        this.#synchronize(node.state);
        if (nextTokens(firstOf(node.body)).kinds.has(this.#kind(1))) this.#run(node.body, rule, above);
        return;
      case 'choice': {
        this.#synchronize(node.state);
        const way = chooseWay(rule, distance => this.#kind(distance));
        if (typeof way !== 'number') throw this.#noWay(way.failedAt);
        this.#run(node.choices[way] as GrammarNode, rule, above);
        return;
      }
      case 'star':
      case 'plus':
        this.#loop(node, rule, above);
    }
  }

  #loop(node: GrammarNode & { type: 'optional' | 'star' | 'plus' }, rule: RuleName, above: number): void {
    this.#synchronize(node.state);
    const sign = node.type === 'plus' ? firstKind(node.body) : undefined;
    const more = () =>
      sign === undefined ? goesOn(rule, distance => this.#kind(distance), above) : this.#kind(1) === sign;
    let first = node.type === 'plus';
    while (first || more()) {
      first = false;
      this.#run(node.body, rule, above);
      this.#synchronizeLoop(node.back);
    }
  }

  #match(kinds: readonly TokenKind[]): void {
    if (!kinds.includes(this.#kind(1))) {
      this.#countRecovery();
      if (!this.#leaveOut()) {
        if (this.#putIn()) return;
        throw this.#mismatch();
      }
    }
    this.#matched();
    this.#skip();
  }

  /** Before a choice: something that fits must come next, or come after one token too many. */
  #synchronize(state: State): void {
    this.#state = state;
    if (this.#recovering || this.#fits(state) || this.#leaveOut()) return;
    throw this.#mismatch();
  }

  /** After a turn of a loop: skips to what goes on with it or follows it. */
  #synchronizeLoop(state: State): void {
    this.#state = state;
    if (this.#recovering || this.#fits(state)) return;
    this.#reportUnwanted();
    this.#skipUntil(new Set([...expectedTokens(state, this.#returns), ...this.#followers()]));
  }

  #fits(state: State): boolean {
    const next = nextTokens(state);
    return next.canEnd || next.kinds.has(this.#kind(1));
  }

  /** Leaves out the next token if what comes after it fits. */
  #leaveOut(): boolean {
    if (!expectedTokens(this.#state, this.#returns).has(this.#kind(2))) return false;
    this.#reportUnwanted();
    this.#skip();
    this.#matched();
    return true;
  }

  /** Goes on as if the token were there, if the next one fits after it. */
  #putIn(): boolean {
    const [edge] = this.#state.edges;
    if (edge === undefined || !expectedTokens(edge.to, this.#returns).has(this.#kind(1))) return false;
    if (!this.#recovering) {
      this.#recovering = true;
      const expected = displayKinds(expectedTokens(this.#state, this.#returns));
      this.#report(`missing ${expected} at ${display(this.#token().text)}`, this.#token());
    }
    return true;
  }

  #reportUnwanted(): void {
    if (this.#recovering) return;
    this.#recovering = true;
    const expected = displayKinds(expectedTokens(this.#state, this.#returns));
    this.#report(`extraneous input ${display(this.#token().text)} expecting ${expected}`, this.#token());
  }

  #mismatch(): Mismatch {
    const token = this.#token();
    const expected = displayKinds(expectedTokens(this.#state, this.#returns));
    return new Mismatch(() => this.#report(`mismatched input ${display(token.text)} expecting ${expected}`, token));
  }

  #noWay(failedAt: number): Mismatch {
    const [first, last] = [this.#token(), this.#token(failedAt)];
    const text = first.kind === '<EOF>' ? '<EOF>' : this.#readText(first.start, last.end);
    const message = `no viable alternative at input ${display(text)}`;
    return new Mismatch(() =>
      this.#report(message.replace(RESERVED, "mismatched input '$1' expecting IDENTIFIER"), last),
    );
  }

  #readText(start: number, end: number): string {
    const inside = this.#unread.filter(({ span }) => span.start >= start && span.end <= end);
    let text = '';
    let from = start;
    for (const { span } of inside) {
      text += this.#text.slice(from, span.start);
      from = span.end;
    }
    return text + this.#text.slice(from, end);
  }

  /** Skips to what can follow one of the open rules. */
  #recover(): void {
    this.#countRecovery();
    if (this.#lastError?.at === this.#at && this.#lastError.states.has(this.#state)) this.#skip();
    const states = this.#lastError?.states ?? new Set<State>();
    this.#lastError = { at: this.#at, states: states.add(this.#state) };
    this.#skipUntil(this.#followers());
  }

  #followers(): ReadonlySet<TokenKind> {
    return new Set(this.#returns.flatMap(state => [...nextTokens(state).kinds]));
  }

  #skipUntil(kinds: ReadonlySet<TokenKind>): void {
    let skipped = 0;
    while (this.#kind(1) !== '<EOF>' && !kinds.has(this.#kind(1))) {
      if (skipped >= MOST_SKIPPED) throw this.#giveUp(`error recovery token lookahead limit exceeded: ${MOST_SKIPPED}`);
      skipped += 1;
      this.#skip();
    }
  }

  #countRecovery(): void {
    if (this.#recoveries === MOST_RECOVERIES) {
      throw this.#giveUp(`Syntax error: error recovery attempt limit exceeded: ${MOST_RECOVERIES}`);
    }
    this.#recoveries += 1;
  }

  #giveUp(message: string): GivenUp {
    const { start, end } = this.#token();
    this.issues.push({ message, span: { start, end } });
    return new GivenUp();
  }

  #matched(): void {
    this.#recovering = false;
    this.#lastError = undefined;
  }

  #skip(): void {
    this.#at = Math.min(this.#at + 1, this.#tokens.length - 1);
  }

  #kind(distance: number): TokenKind {
    return this.#token(distance).kind;
  }

  #token(distance = 1): Token {
    return this.#tokens[Math.min(this.#at + distance, this.#tokens.length) - 1] as Token;
  }

  #report(message: string, { start, end }: Token): void {
    this.issues.push({ message: `Syntax error: ${message}`, span: { start, end } });
  }
}

const RESERVED = /no viable alternative at input '.(true|false|null)'/;

function display(text: string): string {
  return `'${text.replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
}

function firstOf(node: GrammarNode): State {
  if (node.type !== 'sequence') return node.state;
  return firstOf(node.items[0] as GrammarNode);
}

function firstKind(node: GrammarNode): TokenKind | undefined {
  if (node.type === 'sequence') return firstKind(node.items[0] as GrammarNode);
  return node.type === 'token' ? node.kinds[0] : undefined;
}
