// The macros that go through a list or map.
import type { ComprehensionExpression } from '../expression.js';
import type { Frame, Meter } from './frame.js';
import { isCelList, itemsOf, ValueList } from './list.js';
import { isCelMap, ValueMap } from './map.js';
import type { Plan } from './plan.js';
import { typeNameOf } from './type-name.js';
import { Failure, type Value } from './value.js';

export interface FoldPlans {
  readonly range: Plan;
  readonly initial: Plan;
  readonly condition: Plan;
  readonly step: Plan;
  readonly result: Plan;
}

export function fold(node: ComprehensionExpression, plans: FoldPlans): Plan {
  return {
    evaluate: outer => {
      const range = plans.range.evaluate(outer);
      if (range instanceof Failure) return range;
      return new Fold(node, plans, outer).run(range);
    },
  };
}

/** The frame of one walk. The initial value is made when it is first asked for. */
class Fold implements Frame {
  readonly meter: Meter;
  #gathered: Value | undefined;
  #growing: ValueList | ValueMap | undefined;
  #first: Value | undefined;
  #second: Value | undefined;
  #walking = true;

  constructor(
    readonly node: ComprehensionExpression,
    readonly plans: FoldPlans,
    readonly outer: Frame,
  ) {
    this.meter = outer.meter;
  }

  run(range: Value): Value {
    if (isCelMap(range)) {
      for (const key of range.keys()) {
        const value = this.node.iterVar2 === undefined ? undefined : range.find(key);
        if (!this.#step(key, value)) break;
      }
    } else if (isCelList(range)) {
      let at = 0n;
      for (const item of itemsOf(range)) {
        const goesOn = this.node.iterVar2 === undefined ? this.#step(item, undefined) : this.#step(at, item);
        if (!goesOn) break;
        at += 1n;
      }
    } else {
      return new Failure(`got '${typeNameOf(range)}', expected iterable type`);
    }
    return this.#finish();
  }

  #step(first: Value, second: Value | undefined): boolean {
    this.#first = first;
    this.#second = second;
    const condition = this.plans.condition.evaluate(this);
    if (typeof condition === 'boolean' && !condition) return false;
    this.#gathered = this.plans.step.evaluate(this);
    return true;
  }

  #finish(): Value {
    this.#walking = false;
    const result = this.plans.result.evaluate(this);
    if (this.#growing !== undefined) this.#growing.growing = false;
    return result;
  }

  resolve(name: string): Value | undefined {
    if (name === this.node.accuVar) {
      this.#gathered ??= this.#begin();
      return this.#gathered;
    }
    if (this.#walking && name === this.node.iterVar) return this.#first;
    if (this.#walking && name === this.node.iterVar2) return this.#second;
    return this.outer.resolve(name);
  }

  /** What is empty grows in place. */
  #begin(): Value {
    const initial = this.plans.initial.evaluate(this.outer);
    const isEmpty = (isCelList(initial) || isCelMap(initial)) && initial.size === 0;
    if (!isEmpty) return initial;
    this.#growing = isCelList(initial) ? new ValueList([]) : new ValueMap();
    this.#growing.growing = true;
    return this.#growing;
  }
}
