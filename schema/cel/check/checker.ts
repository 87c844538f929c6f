// The type checker: finds the type of every part of an expression, and the overloads that each call may mean.
import {
  BOOL,
  type CelType,
  type Checked,
  DYN,
  ERROR,
  INT,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  type Reference,
} from '../cel-type.js';
import type {
  CallExpression,
  CelIssue,
  ComprehensionExpression,
  Expression,
  ListExpression,
  MapExpression,
  SelectExpression,
  StructExpression,
} from '../expression.js';
import { formatType } from '../types/format-type.js';
import { functionNames, overloadsOf } from './declarations.js';
import { fieldType, unwrapOptional } from './field-type.js';
import { resolveCall } from './resolve-call.js';
import { Scope } from './scope.js';
import { mostGeneral, TypeBindings } from './type-bindings.js';

export type CheckResult =
  | { readonly expression: Expression; readonly checked: Checked }
  | { readonly issues: readonly CelIssue[] };

/**
 * Checks an expression with the given variables. The tree comes back with its names resolved: `optional.of(x)`, which is parsed
 * as a call on `optional`, is then a call of the function `optional.of`.
 */
export function checkExpression(expression: Expression, variables: ReadonlyMap<string, CelType>): CheckResult {
  const checker = new Checker(new Scope(variables));
  const resolved = checker.check(expression);
  if (checker.issues.length > 0) return { issues: checker.issues };
  return { expression: resolved, checked: { types: checker.finalTypes(), references: checker.references } };
}

class Checker {
  readonly issues: CelIssue[] = [];
  readonly references = new Map<number, Reference>();
  readonly #types = new Map<number, CelType>();
  readonly #bindings = new TypeBindings();
  #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** What no use decided is `dyn`. */
  finalTypes(): ReadonlyMap<number, CelType> {
    return new Map([...this.#types].map(([id, type]) => [id, this.#bindings.substitute(type, true)]));
  }

  /** Returns the tree with its names resolved. */
  check(node: Expression): Expression {
    switch (node.kind) {
      case 'literal':
        this.#types.set(node.id, node.literal.type === 'null' ? NULL : { kind: node.literal.type });
        return node;
      case 'identifier':
        return this.#identifier(node, node.name) ?? this.#undeclared(node, node.name);
      case 'select':
        return this.#select(node);
      case 'call':
        return node.function === '_?._' ? this.#optionalSelect(node) : this.#call(node);
      case 'list':
        return this.#list(node);
      case 'map':
        return this.#map(node);
      case 'struct':
        return this.#struct(node);
      case 'comprehension':
        return this.#comprehension(node);
    }
  }

  #identifier(node: Expression, written: string): Expression | undefined {
    const found = this.#scope.lookup(written);
    if (found === undefined) return undefined;
    this.#types.set(node.id, found.type);
    this.references.set(node.id, { name: found.name, overloads: [] });
    return { kind: 'identifier', id: node.id, span: node.span, name: found.name };
  }

  #undeclared(node: Expression, name: string): Expression {
    const known = node.kind === 'call' ? functionNames() : this.#scope.names();
    this.#report(node, `undeclared reference to '${name}' (in container '')`, [...known]);
    this.#types.set(node.id, ERROR);
    return node;
  }

  /** `a.b.c` may be one name with dots in it. */
  #select(node: SelectExpression): Expression {
    const name = qualifiedName(node);
    const whole = name === undefined ? undefined : this.#identifier(node, name);
    if (whole !== undefined) return whole;
    const operand = this.check(node.operand);
    const type = this.#fieldType(node, operand, node.field, false);
    this.#types.set(node.id, node.testOnly ? BOOL : this.#bindings.substitute(type, false));
    return { ...node, operand };
  }

  #optionalSelect(node: CallExpression): Expression {
    const [first, second] = node.arguments as [Expression, Expression];
    const field = second.kind === 'literal' && second.literal.type === 'string' ? second.literal.value : '';
    const operand = this.check(first);
    const type = this.#fieldType(node, operand, field, true);
    this.#types.set(node.id, this.#bindings.substitute(type, false));
    this.references.set(node.id, { overloads: ['select_optional_field'] });
    return { ...node, arguments: [operand, second] };
  }

  #fieldType(node: Expression, operand: Expression, field: string, optional: boolean): CelType {
    const of = this.#bindings.substitute(this.#typeOf(operand), false);
    const { type, problem, known } = fieldType(this.#bindings, of, field, optional);
    if (problem !== undefined) this.#report(node, problem, known);
    return type;
  }

  #call(node: CallExpression): Expression {
    const args = node.arguments.map(each => this.check(each));
    if (node.target === undefined) return this.#resolve(node, { ...node, arguments: args });
    const prefix = qualifiedName(node.target);
    const whole = prefix === undefined ? '' : `${prefix}.${node.function}`.replace(/^\./, '');
    if (overloadsOf(whole) !== undefined) {
      const { target: _, ...rest } = node;
      return this.#resolve(node, { ...rest, function: whole, arguments: args });
    }
    const target = this.check(node.target);
    return this.#resolve(node, { ...node, target, arguments: args });
  }

  #resolve(written: CallExpression, node: CallExpression): Expression {
    const overloads = overloadsOf(node.target === undefined ? node.function.replace(/^\./, '') : node.function);
    if (overloads === undefined) return this.#undeclared(node, written.function);
    const operands = node.target === undefined ? node.arguments : [node.target, ...node.arguments];
    const call = { name: node.function.replace(/^\./, ''), member: node.target !== undefined };
    const types = operands.map(each => this.#typeOf(each));
    const resolved = resolveCall(this.#bindings, { ...call, types }, overloads);
    if ('mismatches' in resolved) {
      for (const at of resolved.mismatches) this.#mismatch(operands[at] ?? node, BOOL, types[at] ?? ERROR);
      this.#types.set(node.id, ERROR);
    } else if ('problem' in resolved) {
      this.#report(node, resolved.problem);
      this.#types.set(node.id, ERROR);
    } else {
      this.#types.set(node.id, resolved.type);
      this.references.set(node.id, { overloads: resolved.overloads });
    }
    return call.name === node.function ? node : { ...node, function: call.name };
  }

  #list(node: ListExpression): Expression {
    let joined: CelType | undefined;
    const elements = node.elements.map((each, at) => {
      const element = this.check(each);
      const type = this.#typeOf(element);
      joined = this.#join(joined, node.optionalIndices.includes(at) ? this.#unwrap(element, type) : type);
      return element;
    });
    this.#types.set(node.id, listOf(joined ?? this.#bindings.fresh()));
    return { ...node, elements };
  }

  #map(node: MapExpression): Expression {
    let keys: CelType | undefined;
    let values: CelType | undefined;
    const entries = node.entries.map(entry => {
      const key = this.check(entry.key);
      keys = this.#join(keys, this.#typeOf(key));
      const value = this.check(entry.value);
      const type = this.#typeOf(value);
      values = this.#join(values, entry.optional ? this.#unwrap(value, type) : type);
      return { ...entry, key, value };
    });
    this.#types.set(node.id, mapOf(keys ?? this.#bindings.fresh(), values ?? this.#bindings.fresh()));
    return { ...node, entries };
  }

  /** No type of Kubernetes can be written so. */
  #struct(node: StructExpression): Expression {
    const found = this.#scope.lookup(node.name);
    if (found === undefined) return this.#undeclared(node, node.name);
    const { type } = found;
    const of = type.kind === 'type' ? type.of : undefined;
    this.#report(
      node,
      of === undefined ? `'${formatType(type)}' is not a type` : `'${formatType(of)}' is not a message type`,
    );
    this.#types.set(node.id, ERROR);
    for (const field of node.fields) this.check(field.value);
    return node;
  }

  #comprehension(node: ComprehensionExpression): Expression {
    const iterRange = this.check(node.iterRange);
    const accuInit = this.check(node.accuInit);
    const accuType = this.#typeOf(accuInit);
    const outer = this.#scope;
    const around = new Scope(new Map([[node.accuVar, accuType]]), outer);
    this.#scope = new Scope(this.#iterationVariables(node, iterRange), around);
    const loopCondition = this.check(node.loopCondition);
    this.#expectType(loopCondition, BOOL);
    const loopStep = this.check(node.loopStep);
    this.#expectType(loopStep, accuType);
    this.#scope = around;
    const result = this.check(node.result);
    this.#scope = outer;
    this.#types.set(node.id, this.#bindings.substitute(this.#typeOf(result), false));
    return { ...node, iterRange, accuInit, loopCondition, loopStep, result };
  }

  #iterationVariables(node: ComprehensionExpression, iterRange: Expression): Map<string, CelType> {
    const range = this.#bindings.substitute(this.#typeOf(iterRange), false);
    const [first, second] = this.#iterated(range, iterRange);
    if (node.iterVar2 === undefined) return new Map([[node.iterVar, range.kind === 'list' ? second : first]]);
    return new Map([
      [node.iterVar, first],
      [node.iterVar2, second],
    ]);
  }

  /** The types of the index or key, and of the element or value. */
  #iterated(range: CelType, iterRange: Expression): readonly [CelType, CelType] {
    switch (range.kind) {
      case 'list':
        return [INT, range.element];
      case 'map':
        return [range.key, range.value];
      case 'dyn':
      case 'error':
      case 'parameter':
        this.#bindings.assignable(DYN, range);
        return [DYN, DYN];
      default:
        this.#report(
          iterRange,
          `expression of type '${formatType(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
        );
        return [ERROR, ERROR];
    }
  }

  /** Unlike types in a literal make it dynamic; a later check refuses that where Kubernetes does. */
  #join(before: CelType | undefined, next: CelType): CelType {
    if (before === undefined) return next;
    return this.#bindings.assignable(before, next) ? mostGeneral(before, next) : DYN;
  }

  /** What an element or value written with `?` holds. */
  #unwrap(node: Expression, type: CelType): CelType {
    const inner = unwrapOptional(type);
    if (inner === undefined && type.kind !== 'dyn') this.#mismatch(node, optionalOf(type), type);
    return inner ?? type;
  }

  #expectType(node: Expression, type: CelType): void {
    const found = this.#typeOf(node);
    if (!this.#bindings.assignable(type, found)) this.#mismatch(node, type, found);
  }

  #mismatch(node: Expression, expected: CelType, found: CelType): void {
    this.#report(node, `expected type '${formatType(expected)}' but found '${formatType(found)}'`);
  }

  #typeOf(node: Expression): CelType {
    return this.#types.get(node.id) ?? ERROR;
  }

  #report(node: Expression, message: string, known?: readonly string[]): void {
    this.issues.push({ message, span: node.span, ...(known && { known }) });
  }
}

/** `a.b.c` where only names are selected. */
function qualifiedName(node: Expression): string | undefined {
  if (node.kind === 'identifier') return node.name;
  if (node.kind !== 'select' || node.testOnly) return undefined;
  const operand = qualifiedName(node.operand);
  return operand === undefined ? undefined : `${operand}.${node.field}`;
}
