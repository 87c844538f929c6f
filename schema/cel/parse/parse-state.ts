// Where the parser is in the text, and what it has found so far.
import type { CelIssue, Expression, Span } from '../expression.js';
import { DepthLimit, RecursionLimit, type Rule } from './depth-limit.js';
import { Nodes } from './nodes.js';
import type { Token, TokenKind } from './token.js';

/** Thrown at the first token that fits nowhere. */
export class UnexpectedToken extends Error {
  readonly token: Token;

  constructor(token: Token) {
    super(`unexpected ${token.text}`);
    this.token = token;
  }
}

/** A part of the tree, and how many levels of it count towards cel-go's limit of recursion. */
export interface Part {
  readonly node: Expression;
  readonly height: number;
}

export class ParseState {
  /** What is wrong although the grammar allows it: reserved names, numbers too large, arguments of macros. */
  readonly issues: CelIssue[] = [];
  readonly nodes = new Nodes();
  readonly depth = new DepthLimit();
  /** Reads a whole expression: what stands between parentheses and commas. */
  readonly expression: () => Part;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[], expression: (state: ParseState) => Part) {
    this.#tokens = tokens;
    this.expression = () => expression(this);
  }

  token(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
  }

  skip(count = 1): void {
    this.#at += count;
  }

  /** Goes past a token of this kind if it comes next. */
  take(kind: TokenKind): Token | undefined {
    const token = this.token();
    if (token.kind !== kind) return undefined;
    this.skip();
    return token;
  }

  expect(kind: TokenKind): Token {
    const token = this.take(kind);
    if (token === undefined) throw new UnexpectedToken(this.token());
    return token;
  }

  /** Items up to the closing token; a comma may stand before it, even alone. */
  separated(close: TokenKind, item: () => void): void {
    if (this.token().kind !== close && this.token().kind !== ',') {
      do item();
      while (this.take(',') !== undefined && this.token().kind !== close);
    } else {
      this.take(',');
    }
    this.expect(close);
  }

  /** Notes an issue; the node stands where no tree could be made. */
  report(message: string, span: Span): Expression {
    this.issues.push({ message, span });
    return this.nodes.literal(span, { type: 'null' });
  }

  within(rule: Rule, parse: () => Part): Part {
    this.depth.enter(rule);
    const part = parse();
    this.depth.leave(rule);
    return part;
  }
}

export function highest(parts: readonly Part[]): number {
  return parts.reduce((height, part) => Math.max(height, part.height), 0);
}

/** The height of a node over these parts. */
export function grown(...parts: readonly Part[]): number {
  const height = highest(parts) + 1;
  if (height > 250) throw new RecursionLimit('max recursion depth exceeded');
  return height;
}

export function spanOf(token: Token): Span {
  return { start: token.start, end: token.end };
}
