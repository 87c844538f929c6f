// Makes the nodes of a tree, and numbers them in the order in which cel-go does.
import type {
  CallExpression,
  CelLiteral,
  ComprehensionExpression,
  Expression,
  MapEntry,
  Span,
  StructExpression,
} from '../expression.js';
import { RecursionLimit } from './depth-limit.js';

/** Each `optMap` doubles what it is called on, so a row of them would fill any memory. No other text comes near. */
const MOST_NODES = 250_000;

export class Nodes {
  #next = 1;

  id(): number {
    if (this.#next > MOST_NODES) throw new RecursionLimit('expression has too many parts once its macros are expanded');
    return this.#next++;
  }

  /** Gives back the number of a call that turned out to be a macro. */
  release(id: number): void {
    if (id === this.#next - 1) this.#next = id;
  }

  literal(span: Span, literal: CelLiteral): Expression {
    return { kind: 'literal', id: this.id(), span, literal };
  }

  identifier(span: Span, name: string): Expression {
    return { kind: 'identifier', id: this.id(), span, name };
  }

  select(span: Span, operand: Expression, field: string, testOnly = false): Expression {
    return { kind: 'select', id: this.id(), span, operand, field, testOnly };
  }

  call(span: Span, name: string, args: readonly Expression[], target?: Expression, id = this.id()): CallExpression {
    return { kind: 'call', id, span, function: name, ...(target && { target }), arguments: args };
  }

  list(
    span: Span,
    elements: readonly Expression[],
    optionalIndices: readonly number[] = [],
    id = this.id(),
  ): Expression {
    return { kind: 'list', id, span, elements, optionalIndices };
  }

  map(span: Span, entries: readonly MapEntry[], id = this.id()): Expression {
    return { kind: 'map', id, span, entries };
  }

  struct(span: Span, name: string, fields: StructExpression['fields'], id: number): Expression {
    return { kind: 'struct', id, span, name, fields };
  }

  comprehension(span: Span, parts: ComprehensionParts): Expression {
    return { kind: 'comprehension', id: this.id(), span, ...parts };
  }
}

export type ComprehensionParts = Omit<ComprehensionExpression, 'kind' | 'id' | 'span'>;

/**
 * Joins the terms of `a && b && c` to a balanced tree, as cel-go does, so that long chains are not deep.
 * `ids` and `spans` are those of the operators, one fewer than the terms.
 */
export function balanced(
  name: string,
  terms: readonly Expression[],
  operators: readonly { readonly id: number; readonly span: Span }[],
): Expression {
  const term = (index: number): Expression => terms[index] as Expression;
  const join = (low: number, high: number): Expression => {
    const middle = Math.floor((low + high + 1) / 2);
    const left = middle === low ? term(middle) : join(low, middle - 1);
    const right = middle === high ? term(middle + 1) : join(middle + 1, high);
    const { id, span } = operators[middle] as { id: number; span: Span };
    return { kind: 'call', id, span, function: name, arguments: [left, right] };
  };
  return operators.length === 0 ? term(0) : join(0, operators.length - 1);
}
