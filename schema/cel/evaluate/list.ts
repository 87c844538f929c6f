// Lists of CEL: those that expressions make, and those of objects, whose items become values when they are asked for.
import type { StructuralSchema } from '../../structural-schema.js';
import { CostExceeded, type Value } from './value.js';

/** What a list of an object holds: JSON, or values that were added to it. */
export type Native = unknown;

export interface CelList {
  readonly kind: 'list';
  readonly size: number;
  get(at: number): Value;
}

/** A list that an expression made. */
export class ValueList implements CelList {
  readonly kind = 'list';
  /** Whether the macro that gathers it may still add to it in place. */
  growing = false;
  constructor(readonly items: Value[]) {}

  get size(): number {
    return this.items.length;
  }

  get(at: number): Value {
    return this.items[at] as Value;
  }
}

/** A list of an object. */
export class NativeList implements CelList {
  readonly kind = 'list';
  readonly #values: Value[] = [];
  constructor(
    readonly items: readonly Native[],
    /** Of the list; undefined where JSON is taken as it is. */
    readonly schema: StructuralSchema | undefined,
    readonly toValue: (item: Native) => Value,
  ) {}

  get size(): number {
    return this.items.length;
  }

  get(at: number): Value {
    this.#values[at] ??= this.toValue(this.items[at]);
    return this.#values[at];
  }

  get listType(): string {
    return this.schema?.['x-kubernetes-list-type'] ?? 'atomic';
  }
}

export function isCelList(value: Value): value is CelList {
  return value instanceof ValueList || value instanceof NativeList;
}

export function* itemsOf(list: CelList): Generator<Value> {
  for (let at = 0; at < list.size; at += 1) yield list.get(at);
}

/** More than any sensible rule gathers, and less than fills the memory. cel-go shares what it joins; a copy is made here. */
export const MOST_ITEMS = 5_000_000;

/** @throws CostExceeded for lists beyond all bounds */
export function joined(one: CelList, other: CelList): ValueList {
  if (one.size + other.size > MOST_ITEMS) throw new CostExceeded();
  if (one instanceof ValueList && one.growing) {
    for (const item of itemsOf(other)) one.items.push(item);
    return one;
  }
  return new ValueList([...itemsOf(one), ...itemsOf(other)]);
}
