// Estimates what it costs to evaluate an expression, at least and at worst, as the API server does before it takes a rule.
// The numbers are those of cel-go 0.26 with the libraries of Kubernetes 1.36: whether a rule is taken hangs on them.
import type { CelType, Checked } from '../cel-type.js';
import type { CallExpression, ComprehensionExpression, Expression, SelectExpression } from '../expression.js';
import type { DeclaredType } from '../types/declared-type.js';
import { callCost } from './call-cost.js';
import { sizeOfType, writtenSize } from './expression-size.js';
import { type EntrySize, LocalVariables } from './local-variables.js';
import type { Operand } from './operand.js';
import { appended, NOWHERE, type Path, rootedAt, steps } from './path.js';
import { either, exactly, MOST, NONE, plus, type Range, times, UNKNOWN } from './range.js';
import { type MaxElements, sizeAt } from './sizes.js';

/** An expression that the checker took, and the type of its `self`. */
export interface Estimated {
  readonly expression: Expression;
  readonly checked: Checked;
  readonly self: DeclaredType;
}

/** In units of cost; a comparison or selection is about one. @param maxElements what to count with in place of the bounds that are declared */
export function estimateCost(estimated: Estimated, maxElements: MaxElements = declaredBound): Range {
  return new CostEstimate(estimated, maxElements).cost(estimated.expression);
}

function declaredBound(declared: DeclaredType): number {
  return declared.maxElements;
}

const ONE = exactly(1);

/** Sizes are kept once they are known, so the order of all steps counts. */
class CostEstimate {
  readonly #checked: Checked;
  readonly #sizeAt: (path: Path) => Range | undefined;
  readonly #paths = new Map<number, Path>();
  readonly #sizes = new Map<number, Range>();
  readonly #entries = new Map<number, EntrySize>();
  readonly #variables = new LocalVariables();

  constructor({ checked, self }: Estimated, maxElements: MaxElements) {
    this.#checked = checked;
    this.#sizeAt = path => sizeAt(path, self, maxElements);
  }

  cost(node: Expression): Range {
    switch (node.kind) {
      case 'literal':
        return NONE;
      case 'identifier':
        this.#paths.set(node.id, this.#variables.find(node.name)?.path ?? rootedAt(node.name));
        return ONE;
      case 'select':
        return this.#select(node);
      case 'call':
        return this.#call(node);
      case 'list':
        return plus(this.#parts('list', node.id, [], node.elements), exactly(10));
      case 'map': {
        const keys = node.entries.map(entry => entry.key);
        const values = node.entries.map(entry => entry.value);
        return plus(this.#parts('map', node.id, keys, values), exactly(30));
      }
      case 'struct':
        return node.fields.reduce((sum, field) => plus(sum, this.cost(field.value)), exactly(40));
      case 'comprehension':
        return isBinding(node) ? this.#binding(node) : this.#comprehension(node);
    }
  }

  /** To ask for a field with `has` is free. */
  #select(node: SelectExpression): Range {
    const operand = this.cost(node.operand);
    if (node.testOnly) return operand;
    const { kind } = this.#typeOf(node.operand);
    this.#paths.set(node.id, appended(this.#pathOf(node.operand), node.field));
    return kind === 'map' || kind === 'object' ? plus(operand, ONE) : operand;
  }

  #parts(container: 'list' | 'map', id: number, keys: readonly Expression[], values: readonly Expression[]): Range {
    let sum = NONE;
    let key: Range = values.length === 0 ? NONE : { min: MOST, max: 0n };
    let value = key;
    for (const [at, each] of values.entries()) {
      const name = keys[at];
      if (name !== undefined) {
        sum = plus(sum, this.cost(name));
      }
      sum = plus(sum, this.cost(each));
      if (name !== undefined) key = either(key, this.#sizeOf(name));
      value = either(value, this.#sizeOf(each));
    }
    this.#entries.set(id, { container, key: container === 'list' ? ONE : key, value });
    return sum;
  }

  #call(node: CallExpression): Range {
    if (node.function === 'dyn') return this.#dyn(node);
    const args = node.arguments.map(each => ({ cost: this.cost(each), operand: this.#operand(each) }));
    const { overloads = [] } = this.#checked.references.get(node.id) ?? {};
    if (overloads.length === 0) return NONE;
    const targetCost = node.target === undefined ? NONE : this.cost(node.target);
    const target = node.target && this.#operand(node.target);
    const costs = args.map(({ cost }) => cost);
    const operands = args.map(({ operand }) => operand);
    let cost: Range = { min: MOST, max: 0n };
    let size: Range | undefined;
    // Any of the overloads may be meant.
    for (const overload of overloads) {
      const one = this.#overload(node, overload, target, operands, costs);
      cost = either(cost, one.cost);
      if (one.size !== undefined) size = size === undefined ? one.size : either(size, one.size);
      if (overload === 'index_list' || overload === 'index_map') size = this.#index(node, overload);
      size ??= this.#known(node);
    }
    if (size !== undefined) this.#sizes.set(node.id, size);
    return plus(targetCost, cost);
  }

  #index(node: CallExpression, overload: string): Range | undefined {
    const [container] = node.arguments as [Expression, Expression];
    this.#paths.set(node.id, appended(this.#pathOf(container), overload === 'index_list' ? '@items' : '@values'));
    return this.#entriesOf(container)?.value;
  }

  #dyn(node: CallExpression): Range {
    const [inner] = node.arguments as [Expression];
    const cost = plus(ONE, this.cost(inner));
    this.#copySizes(node, inner);
    return cost;
  }

  /** With the cost of the arguments. */
  #overload(
    node: CallExpression,
    overload: string,
    target: Operand | undefined,
    args: readonly Operand[],
    costs: readonly Range[],
  ): { readonly cost: Range; readonly size?: Range } {
    const [first = NONE, second = NONE, third = NONE] = costs;
    // The second operand may never be looked at.
    if (overload === 'logical_and' || overload === 'logical_or') {
      return { cost: { min: first.min, max: plus(first, second).max } };
    }
    const [one, other, last] = node.arguments;
    if (overload === 'conditional' && other !== undefined && last !== undefined) {
      const size = either(args[1]?.size ?? UNKNOWN, args[2]?.size ?? UNKNOWN);
      this.#joinEntries(node, other, last);
      return { cost: plus(first, either(second, third)), size };
    }
    const shared = { function: node.function, overload, arguments: args, sizeAt: this.#sizeAt };
    const call = callCost(target === undefined ? shared : { ...shared, target });
    if (ADDITIONS.has(overload) && one !== undefined && other !== undefined) this.#joinEntries(node, one, other);
    return { ...call, cost: costs.reduce(plus, call.cost) };
  }

  /** What may be of the one or of the other has items of the one or of the other. */
  #joinEntries(node: Expression, one: Expression, other: Expression): void {
    const [left, right] = [this.#entriesOf(one), this.#entriesOf(other)];
    if (left === undefined || right === undefined) return;
    const { container } = left;
    this.#entries.set(node.id, {
      container,
      key: either(left.key, right.key),
      value: either(left.value, right.value),
    });
  }

  /** Nothing is walked: a value gets a name. */
  #binding(node: ComprehensionExpression): Range {
    const before = plus(this.cost(node.iterRange), this.cost(node.accuInit));
    this.#name(node.accuVar, node.accuInit);
    const cost = plus(before, this.cost(node.result));
    this.#variables.pop(node.accuVar);
    this.#copySizes(node, node.result);
    return cost;
  }

  #comprehension(node: ComprehensionExpression): Range {
    const before = plus(this.cost(node.iterRange), this.cost(node.accuInit));
    this.#name(node.accuVar, node.accuInit);
    this.#nameEntries(node);
    const condition = this.cost(node.loopCondition);
    const step = this.cost(node.loopStep);
    this.#variables.pop(node.iterVar);
    if (node.iterVar2 !== undefined) this.#variables.pop(node.iterVar2);
    const once = plus(before, this.cost(node.result));
    this.#variables.pop(node.accuVar);
    const count = this.#sizeOf(node.iterRange);
    const cost = plus(once, times(count, plus(step, condition)));
    this.#resultSize(node, count);
    return cost;
  }

  #resultSize(node: ComprehensionExpression, count: Range): void {
    const { accuInit } = node;
    if (accuInit.kind === 'literal') this.#setSize(node, this.#known(accuInit));
    if (accuInit.kind !== 'list' && accuInit.kind !== 'map') return;
    this.#setSize(node, count);
    this.#setEntries(node, this.#entriesOf(node.loopStep));
  }

  #name(name: string, value: Expression): void {
    const path = this.#pathOf(value);
    const entries = this.#entriesOf(value);
    this.#variables.push(name, { path, size: this.#known(value), entries });
  }

  #nameEntries({ iterVar, iterVar2, iterRange }: ComprehensionExpression): void {
    const entries = this.#entriesOf(iterRange);
    const isList = (entries?.container ?? this.#typeOf(iterRange).kind) === 'list';
    const push = (name: string, step: string, size: Range | undefined): void =>
      this.#variables.push(name, { path: appended(this.#pathOf(iterRange), step), size });
    if (iterVar2 !== undefined) {
      push(iterVar, isList ? '@indices' : '@keys', entries?.key);
      push(iterVar2, isList ? '@items' : '@values', entries?.value);
    } else if (isList) push(iterVar, '@items', entries?.value);
    else push(iterVar, '@keys', entries?.key);
  }

  #operand(node: Expression): Operand {
    const path = this.#pathOf(node);
    const [root] = steps(path);
    const size = this.#known(node);
    const hidden = root === '@result' || root === '__result__';
    return { path: hidden ? NOWHERE : path, type: this.#typeOf(node), expression: node, ...(size && { size }) };
  }

  #sizeOf(node: Expression): Range {
    return this.#known(node) ?? UNKNOWN;
  }

  #known(node: Expression): Range | undefined {
    const known = this.#sizes.get(node.id) ?? writtenSize(node);
    if (known !== undefined) return known;
    const declared = this.#sizeAt(this.#pathOf(node));
    if (declared !== undefined) {
      this.#sizes.set(node.id, declared);
      return declared;
    }
    const variable = node.kind === 'identifier' ? this.#variables.find(node.name) : undefined;
    return sizeOfType(this.#typeOf(node)) ?? variable?.size;
  }

  #entriesOf(node: Expression): EntrySize | undefined {
    const variable = node.kind === 'identifier' ? this.#variables.find(node.name) : undefined;
    return this.#entries.get(node.id) ?? variable?.entries;
  }

  #copySizes(to: Expression, from: Expression): void {
    this.#setSize(to, this.#known(from));
    this.#setEntries(to, this.#entriesOf(from));
  }

  #setSize({ id }: Expression, size: Range | undefined): void {
    if (size !== undefined) this.#sizes.set(id, size);
  }

  #setEntries({ id }: Expression, entries: EntrySize | undefined): void {
    if (entries !== undefined) this.#entries.set(id, entries);
  }

  #pathOf(node: Expression): Path {
    const variable = node.kind === 'identifier' ? this.#variables.find(node.name) : undefined;
    return variable?.path ?? this.#paths.get(node.id) ?? NOWHERE;
  }

  #typeOf(node: Expression): CelType {
    return this.#checked.types.get(node.id) ?? { kind: 'dyn' };
  }
}

const ADDITIONS: ReadonlySet<string> = new Set(['add_list', 'add_string', 'add_bytes']);

/** What `cel.bind`, `optMap`, `optFlatMap` and `sortBy` become. */
function isBinding({ iterRange, loopCondition, accuVar }: ComprehensionExpression): boolean {
  const empty = iterRange.kind === 'list' && iterRange.elements.length === 0;
  const never =
    loopCondition.kind === 'literal' && loopCondition.literal.type === 'bool' && !loopCondition.literal.value;
  return empty && never && accuVar !== '__result__';
}
