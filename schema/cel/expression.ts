// The syntax tree of a CEL expression, after its macros were expanded. Its shape is that of cel-spec's `syntax.proto`,
// because the costs that the API server estimates are counted on that shape.

/** A range of UTF-16 code units in the text of the expression. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type CelLiteral =
  | { readonly type: 'null' }
  | { readonly type: 'bool'; readonly value: boolean }
  /** `bigint`, because CEL's integers have 64 bits. */
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'uint'; readonly value: bigint }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array };

interface Node {
  /** Unique in its expression; types and references of the checker are kept by it. */
  readonly id: number;
  /** Where cel-go points: the operator, the dot of a selection, the parenthesis of a call or macro. */
  readonly span: Span;
}

export interface LiteralExpression extends Node {
  readonly kind: 'literal';
  readonly literal: CelLiteral;
}

export interface IdentifierExpression extends Node {
  readonly kind: 'identifier';
  /** A leading dot is kept. */
  readonly name: string;
}

/** `operand.field`; with `testOnly` the macro `has(operand.field)`. `operand.?field` is a call of `_?._`. */
export interface SelectExpression extends Node {
  readonly kind: 'select';
  readonly operand: Expression;
  readonly field: string;
  readonly testOnly: boolean;
}

/** Operators are calls with cel-spec's names: `_+_`, `_[_]`, `_?_:_`, `@in`, `!_`, `-_`, `_&&_`. */
export interface CallExpression extends Node {
  readonly kind: 'call';
  readonly function: string;
  /** The receiver of a call written `target.function(...)`. */
  readonly target?: Expression;
  readonly arguments: readonly Expression[];
}

export interface ListExpression extends Node {
  readonly kind: 'list';
  readonly elements: readonly Expression[];
  /** The elements written `?element`. */
  readonly optionalIndices: readonly number[];
}

export interface MapExpression extends Node {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  readonly id: number;
  /** The colon. */
  readonly span: Span;
  readonly key: Expression;
  readonly value: Expression;
  /** Written `?key: value`. */
  readonly optional: boolean;
}

/** `type.name{field: value}`; Kubernetes declares no such types, so the checker refuses each. */
export interface StructExpression extends Node {
  readonly kind: 'struct';
  readonly name: string;
  readonly fields: readonly {
    readonly id: number;
    readonly span: Span;
    readonly name: string;
    readonly value: Expression;
    readonly optional: boolean;
  }[];
}

/** What `all`, `exists`, `exists_one`, `map`, `filter`, `cel.bind` and their forms with two variables become. */
export interface ComprehensionExpression extends Node {
  readonly kind: 'comprehension';
  /** The macro's name, for messages. */
  readonly macro: string;
  readonly iterVar: string;
  readonly iterVar2?: string;
  readonly iterRange: Expression;
  readonly accuVar: string;
  readonly accuInit: Expression;
  readonly loopCondition: Expression;
  readonly loopStep: Expression;
  readonly result: Expression;
}

export type Expression =
  | LiteralExpression
  | IdentifierExpression
  | SelectExpression
  | CallExpression
  | ListExpression
  | MapExpression
  | StructExpression
  | ComprehensionExpression;

/** What is wrong with an expression: the text without position that cel-go says, and where. */
export interface CelIssue {
  readonly message: string;
  readonly span: Span;
  /** Where a name is not known: the names that are. */
  readonly known?: readonly string[];
}
