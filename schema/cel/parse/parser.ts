// The grammar of cel-spec, read from left to right.
import type { CelIssue, Expression, MapEntry, Span, StructExpression } from '../expression.js';
import { DepthLimit, RecursionLimit, type Rule } from './depth-limit.js';
import { literalOf } from './literals.js';
import { expandMacro } from './macros.js';
import { balanced, Nodes } from './nodes.js';
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
interface Part {
  readonly node: Expression;
  readonly height: number;
}

export class Parser {
  /** What is wrong although the grammar allows it: reserved names, numbers too large, arguments of macros. */
  readonly issues: CelIssue[] = [];
  readonly #tokens: readonly Token[];
  readonly #nodes = new Nodes();
  readonly #depth = new DepthLimit();
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Throws `UnexpectedToken` or `RecursionLimit`. */
  parse(): Expression {
    const { node } = this.#expression();
    this.#expect('<EOF>');
    return node;
  }

  #expression(): Part {
    return this.#within('expression', () => {
      const condition = this.#chain('||', '_||_', () => this.#chain('&&', '_&&_', () => this.#relation(0)));
      const operator = this.#take('?');
      if (operator === undefined) return condition;
      const id = this.#nodes.id();
      const then = this.#chain('||', '_||_', () => this.#chain('&&', '_&&_', () => this.#relation(0)));
      this.#expect(':');
      const otherwise = this.#expression();
      const args = [condition.node, then.node, otherwise.node];
      const height = this.#grown(condition, then, otherwise);
      return { node: this.#nodes.call(spanOf(operator), '_?_:_', args, undefined, id), height };
    });
  }

  #chain(token: '&&' | '||', name: string, term: () => Part): Part {
    const first = term();
    const terms = [first.node];
    const operators: { id: number; span: Span }[] = [];
    let height = first.height;
    for (let operator = this.#take(token); operator !== undefined; operator = this.#take(token)) {
      const next = term();
      terms.push(next.node);
      operators.push({ id: this.#nodes.id(), span: spanOf(operator) });
      height = Math.max(height, next.height);
    }
    return { node: balanced(name, terms, operators), height };
  }

  /** Comparisons and `in`; all are left-associative and of one rank. */
  #relation(above: number): Part {
    return this.#leftAssociative('relation', above, RELATIONS, () => this.#calculation(0));
  }

  #calculation(above: number): Part {
    return this.#leftAssociative('calculation', above, CALCULATIONS, () => this.#unary());
  }

  #leftAssociative(
    rule: 'relation' | 'calculation',
    above: number,
    ranks: ReadonlyMap<TokenKind, Operator>,
    operand: () => Part,
  ): Part {
    return this.#within(rule, () => {
      let left = operand();
      let pushed = 0;
      for (;;) {
        const token = this.#token();
        const operator = ranks.get(token.kind);
        if (operator === undefined || operator.rank <= above) break;
        this.#at += 1;
        this.#depth.enter(rule);
        pushed += 1;
        const id = this.#nodes.id();
        const right = rule === 'relation' ? this.#relation(operator.rank) : this.#calculation(operator.rank);
        const height = this.#grown(left, right);
        left = { node: this.#nodes.call(spanOf(token), operator.name, [left.node, right.node], undefined, id), height };
      }
      this.#depth.leave(rule, pushed);
      return left;
    });
  }

  /** An even number of signs is none. A single minus before a number is a part of the number. */
  #unary(): Part {
    const first = this.#token();
    if (first.kind !== '!' && first.kind !== '-') return this.#member();
    if (first.kind === '-' && SIGNED.has(this.#token(1).kind)) return this.#member();
    let signs = 0;
    while (this.#take(first.kind) !== undefined) signs += 1;
    if (signs % 2 === 0) return this.#member();
    const id = this.#nodes.id();
    const operand = this.#member();
    const node = this.#nodes.call(spanOf(first), first.kind === '!' ? '!_' : '-_', [operand.node], undefined, id);
    return { node, height: operand.height };
  }

  #member(): Part {
    return this.#within('member', () => {
      let part = this.#primary();
      let pushed = 0;
      for (;;) {
        const next = this.#suffix(part);
        if (next === undefined) break;
        part = next;
        this.#depth.enter('member');
        pushed += 1;
      }
      this.#depth.leave('member', pushed);
      return part;
    });
  }

  /** `.field`, `.?field`, `.function(...)`, `[index]` or `[?index]`. */
  #suffix(operand: Part): Part | undefined {
    const dot = this.#take('.');
    if (dot !== undefined) {
      const optional = this.#take('?') !== undefined;
      const name = this.#token();
      if (name.kind === 'ESC_IDENTIFIER') {
        this.#at += 1;
        this.#report("unsupported syntax: '`'", spanOf(name));
        return this.#grow(operand, this.#nodes.select(spanOf(dot), operand.node, name.text.slice(1, -1)));
      }
      this.#expect('IDENTIFIER');
      const open = optional ? undefined : this.#take('(');
      if (open !== undefined) return this.#call(open, name.text, operand);
      if (!optional) return this.#grow(operand, this.#nodes.select(spanOf(dot), operand.node, name.text));
      const field = this.#nodes.literal(spanOf(name), { type: 'string', value: name.text });
      return this.#grow(operand, this.#nodes.call(spanOf(dot), '_?._', [operand.node, field]));
    }
    const bracket = this.#take('[');
    if (bracket === undefined) return undefined;
    const optional = this.#take('?') !== undefined;
    const id = this.#nodes.id();
    const index = this.#expression();
    this.#expect(']');
    const name = optional ? '_[?_]' : '_[_]';
    const node = this.#nodes.call(spanOf(bracket), name, [operand.node, index.node], undefined, id);
    return { node, height: this.#grown(operand, index) };
  }

  /** The arguments of a call, after its opening parenthesis; macros become what they stand for. */
  #call(open: Token, name: string, target: Part | undefined): Part {
    const id = this.#nodes.id();
    const args: Part[] = [];
    if (this.#token().kind !== ')') {
      do args.push(this.#expression());
      while (this.#take(',') !== undefined);
    }
    this.#expect(')');
    const parts = target === undefined ? args : [target, ...args];
    // A call without a receiver adds no level.
    const height = target === undefined ? highest(parts) : this.#grown(...parts);
    const span = spanOf(open);
    const nodes = args.map(each => each.node);
    const macro = expandMacro(this.#nodes, { name, target: target?.node, arguments: nodes, span });
    if (macro === undefined) return { node: this.#nodes.call(span, name, nodes, target?.node, id), height };
    this.#nodes.release(id);
    if (!('problem' in macro)) return { node: macro, height };
    return { node: this.#report(macro.problem, macro.span), height };
  }

  #primary(): Part {
    const token = this.#token();
    switch (token.kind) {
      case '.':
      case 'IDENTIFIER':
        return this.#name();
      case '(': {
        this.#at += 1;
        const inner = this.#expression();
        this.#expect(')');
        return inner;
      }
      case '[':
        return this.#list();
      case '{':
        return this.#map();
      default:
        return this.#literal();
    }
  }

  #literal(): Part {
    const sign = this.#take('-');
    const token = this.#token();
    if (sign === undefined ? !LITERALS.has(token.kind) : !SIGNED.has(token.kind)) throw new UnexpectedToken(token);
    this.#at += 1;
    const literal = literalOf(token, sign !== undefined);
    const span = { start: sign?.start ?? token.start, end: token.end };
    const node = 'problem' in literal ? this.#report(literal.problem, span) : this.#nodes.literal(span, literal);
    return { node, height: 0 };
  }

  /** An identifier, a call, or the start of `type.name{...}`. */
  #name(): Part {
    const dot = this.#take('.');
    const token = this.#expect('IDENTIFIER');
    const name = dot === undefined ? token.text : `.${token.text}`;
    const open = this.#take('(');
    if (open !== undefined) {
      if (!RESERVED.has(token.text)) return this.#call(open, name, undefined);
      const before = this.issues.length;
      const { height } = this.#call(open, '', undefined);
      // What is wrong with the arguments of a reserved name is not said.
      this.issues.length = before;
      return { node: this.#report(`reserved identifier: ${token.text}`, spanOf(dot ?? token)), height };
    }
    const struct = this.#structName(name);
    if (struct !== undefined) return this.#struct(struct);
    if (RESERVED.has(token.text)) {
      return { node: this.#report(`reserved identifier: ${token.text}`, spanOf(dot ?? token)), height: 0 };
    }
    return { node: this.#nodes.identifier(spanOf(token), name), height: 0 };
  }

  /** Looks ahead for the brace of `a.b.c{`, and if it is there, goes up to it. */
  #structName(first: string): string | undefined {
    let name = first;
    let ahead = 0;
    while (this.#token(ahead).kind === '.' && this.#token(ahead + 1).kind === 'IDENTIFIER') {
      name += `.${this.#token(ahead + 1).text}`;
      ahead += 2;
    }
    if (this.#token(ahead).kind !== '{') return undefined;
    this.#at += ahead;
    return name;
  }

  #struct(name: string): Part {
    const brace = this.#expect('{');
    const id = this.#nodes.id();
    const fields: StructExpression['fields'][number][] = [];
    const parts: Part[] = [];
    this.#separated('}', () => {
      const optional = this.#take('?') !== undefined;
      const fieldId = this.#nodes.id();
      const token = this.#token();
      if (token.kind === 'ESC_IDENTIFIER') {
        this.#at += 1;
        this.#report("unsupported syntax: '`'", spanOf(token));
      } else {
        this.#expect('IDENTIFIER');
      }
      const colon = this.#expect(':');
      const value = this.#expression();
      parts.push(value);
      fields.push({ id: fieldId, span: spanOf(colon), name: token.text, value: value.node, optional });
    });
    return { node: this.#nodes.struct(spanOf(brace), name, fields, id), height: highest(parts) };
  }

  #list(): Part {
    const bracket = this.#expect('[');
    const id = this.#nodes.id();
    const parts: Part[] = [];
    const optional: number[] = [];
    this.#separated(']', () => {
      if (this.#take('?') !== undefined) optional.push(parts.length);
      parts.push(this.#expression());
    });
    const elements = parts.map(each => each.node);
    return { node: this.#nodes.list(spanOf(bracket), elements, optional, id), height: highest(parts) };
  }

  #map(): Part {
    const brace = this.#expect('{');
    const id = this.#nodes.id();
    const entries: MapEntry[] = [];
    const parts: Part[] = [];
    this.#separated('}', () => {
      const entryId = this.#nodes.id();
      const optional = this.#take('?') !== undefined;
      const key = this.#expression();
      const colon = this.#expect(':');
      const value = this.#expression();
      parts.push(key, value);
      entries.push({ id: entryId, span: spanOf(colon), key: key.node, value: value.node, optional });
    });
    return { node: this.#nodes.map(spanOf(brace), entries, id), height: highest(parts) };
  }

  /** Items up to the closing token; a comma may stand before it, even alone. */
  #separated(close: TokenKind, item: () => void): void {
    if (this.#token().kind !== close && this.#token().kind !== ',') {
      do item();
      while (this.#take(',') !== undefined && this.#token().kind !== close);
    } else {
      this.#take(',');
    }
    this.#expect(close);
  }

  #token(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
  }

  #take(kind: TokenKind): Token | undefined {
    const token = this.#token();
    if (token.kind !== kind) return undefined;
    this.#at += 1;
    return token;
  }

  #expect(kind: TokenKind): Token {
    const token = this.#take(kind);
    if (token === undefined) throw new UnexpectedToken(this.#token());
    return token;
  }

  /** Notes an issue; the node stands where no tree could be made. */
  #report(message: string, span: Span): Expression {
    this.issues.push({ message, span });
    return this.#nodes.literal(span, { type: 'null' });
  }

  #within(rule: Rule, parse: () => Part): Part {
    this.#depth.enter(rule);
    const part = parse();
    this.#depth.leave(rule);
    return part;
  }

  #grow(operand: Part, node: Expression): Part {
    return { node, height: this.#grown(operand) };
  }

  #grown(...parts: readonly Part[]): number {
    const height = highest(parts) + 1;
    if (height > 250) throw new RecursionLimit('max recursion depth exceeded');
    return height;
  }
}

interface Operator {
  readonly name: string;
  readonly rank: number;
}

const RELATIONS: ReadonlyMap<TokenKind, Operator> = new Map(
  (['<', '<=', '>=', '>', '==', '!='] as const)
    .map((kind): [TokenKind, Operator] => [kind, { name: `_${kind}_`, rank: 1 }])
    .concat([['in', { name: '@in', rank: 1 }]]),
);

const CALCULATIONS: ReadonlyMap<TokenKind, Operator> = new Map(
  (['*', '/', '%', '+', '-'] as const).map(kind => [
    kind,
    { name: `_${kind}_`, rank: kind === '+' || kind === '-' ? 1 : 2 },
  ]),
);

const SIGNED: ReadonlySet<TokenKind> = new Set<TokenKind>(['NUM_INT', 'NUM_FLOAT']);
const LITERALS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'NUM_INT',
  'NUM_UINT',
  'NUM_FLOAT',
  'STRING',
  'BYTES',
  'true',
  'false',
  'null',
]);

/** Names that are kept for the language. As names of fields they are allowed. */
const RESERVED: ReadonlySet<string> = new Set([
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
]);

function highest(parts: readonly Part[]): number {
  return parts.reduce((height, part) => Math.max(height, part.height), 0);
}

function spanOf(token: Token): Span {
  return { start: token.start, end: token.end };
}
