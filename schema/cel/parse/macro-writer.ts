// What macros build their expansions with. Whatever they make stands at the parenthesis of the call.
import type { CelLiteral, Expression, Span } from '../expression.js';
import type { ComprehensionParts, Nodes } from './nodes.js';

/** The variable in which a comprehension gathers its result. No identifier of an expression can bear its name. */
export const ACCUMULATOR = '@result';

export class MacroWriter {
  readonly #nodes: Nodes;
  readonly #span: Span;

  constructor(nodes: Nodes, span: Span) {
    this.#nodes = nodes;
    this.#span = span;
  }

  bool(value: boolean): Expression {
    return this.#literal({ type: 'bool', value });
  }

  int(value: number): Expression {
    return this.#literal({ type: 'int', value: BigInt(value) });
  }

  identifier(name: string): Expression {
    return this.#nodes.identifier(this.#span, name);
  }

  accumulator(): Expression {
    return this.identifier(ACCUMULATOR);
  }

  list(...elements: Expression[]): Expression {
    return this.#nodes.list(this.#span, elements);
  }

  emptyMap(): Expression {
    return this.#nodes.map(this.#span, []);
  }

  call(name: string, ...args: Expression[]): Expression {
    return this.#nodes.call(this.#span, name, args);
  }

  memberCall(name: string, target: Expression, ...args: Expression[]): Expression {
    return this.#nodes.call(this.#span, name, args, target);
  }

  presence(operand: Expression, field: string): Expression {
    return this.#nodes.select(this.#span, operand, field, true);
  }

  comprehension(parts: ComprehensionParts): Expression {
    return this.#nodes.comprehension(this.#span, parts);
  }

  /** The same tree with fresh numbers. */
  copy(node: Expression): Expression {
    const nodes = this.#nodes;
    const id = nodes.id();
    switch (node.kind) {
      case 'literal':
      case 'identifier':
        return { ...node, id };
      case 'select':
        return { ...node, id, operand: this.copy(node.operand) };
      case 'call': {
        const args = node.arguments.map(each => this.copy(each));
        return { ...node, id, arguments: args, ...(node.target && { target: this.copy(node.target) }) };
      }
      case 'list':
        return { ...node, id, elements: node.elements.map(each => this.copy(each)) };
      case 'map':
        return {
          ...node,
          id,
          entries: node.entries.map(entry => ({
            ...entry,
            id: nodes.id(),
            key: this.copy(entry.key),
            value: this.copy(entry.value),
          })),
        };
      case 'struct':
        return {
          ...node,
          id,
          fields: node.fields.map(field => ({ ...field, id: nodes.id(), value: this.copy(field.value) })),
        };
      case 'comprehension':
        return {
          ...node,
          id,
          iterRange: this.copy(node.iterRange),
          accuInit: this.copy(node.accuInit),
          loopCondition: this.copy(node.loopCondition),
          loopStep: this.copy(node.loopStep),
          result: this.copy(node.result),
        };
    }
  }

  #literal(literal: CelLiteral): Expression {
    return this.#nodes.literal(this.#span, literal);
  }
}
