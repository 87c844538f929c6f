// Makes a plan of a checked expression, as cel-go does.
import type { Checked } from '../cel-type.js';
import { TYPE_NAMES } from '../check/declarations.js';
import type { CallExpression, CelLiteral, Expression, ListExpression, MapExpression } from '../expression.js';
import { Attribute, PresenceTest } from './attribute.js';
import { planCall } from './calls.js';
import { equals } from './compare.js';
import { fold } from './fold.js';
import { isCelList, itemsOf, ValueList } from './list.js';
import { ValueMap } from './map.js';
import { charge } from './meter.js';
import { constantPlan, isConstant, type Plan } from './plan.js';
import { showValue } from './show.js';
import { Failure, Optional, TypeValue, Unsigned, type Value } from './value.js';

export function planExpression(expression: Expression, checked: Checked): Plan {
  return new Planner(checked).plan(expression);
}

const LIST_COST = 10;
const MAP_COST = 30;

const RUNTIME_NAMES: Readonly<Record<string, string>> = {
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
};

class Planner {
  constructor(private readonly checked: Checked) {}

  plan(node: Expression): Plan {
    switch (node.kind) {
      case 'literal':
        return constantPlan(literalValue(node.literal));
      case 'identifier':
        return this.#name(node, this.checked.references.get(node.id)?.name ?? node.name.replace(/^\./, ''));
      case 'select': {
        const name = this.checked.references.get(node.id)?.name;
        // The name of a type, or of a variable, may have dots.
        if (name !== undefined) return this.#name(node, name);
        const attribute = attributeOf(this.plan(node.operand));
        attribute.qualify({ key: constantPlan(node.field), optional: false, testOnly: node.testOnly });
        return node.testOnly ? new PresenceTest(attribute) : attribute;
      }
      case 'call':
        return this.#call(node);
      case 'list':
        return this.#list(node);
      case 'map':
        return this.#map(node);
      case 'comprehension':
        return fold(node, {
          initial: this.plan(node.accuInit),
          range: this.plan(node.iterRange),
          condition: this.plan(node.loopCondition),
          step: this.plan(node.loopStep),
          result: this.plan(node.result),
        });
      default:
        return constantPlan(new Failure(`unknown type: ${node.name}`));
    }
  }

  #name(node: Expression, name: string): Plan {
    if (TYPE_NAMES.has(name) && this.checked.types.get(node.id)?.kind === 'type') {
      return constantPlan(new TypeValue(RUNTIME_NAMES[name] ?? name));
    }
    return new Attribute({ kind: 'name', name });
  }

  #call(node: CallExpression): Plan {
    const overloads = this.checked.references.get(node.id)?.overloads ?? [];
    const target = node.target === undefined ? [] : [this.plan(node.target)];
    const args = [...target, ...node.arguments.map(each => this.plan(each))];
    const [first, second, third] = args as [Plan, Plan, Plan];
    switch (node.function) {
      case '_?_:_':
        return new Attribute({ kind: 'choice', condition: first, yes: attributeOf(second), no: attributeOf(third) });
      case '_[_]':
      case '_[?_]':
      case '_?._': {
        const attribute = attributeOf(first);
        attribute.qualify({ key: second, optional: node.function !== '_[_]' });
        return attribute;
      }
      case '@in':
        if (overloads.length === 1 && overloads[0] === 'in_list' && second.constant !== undefined) {
          const planned = membership(first, second.constant);
          if (planned !== undefined) return planned;
        }
        return planCall(node.function, overloads, args);
      default:
        return planCall(node.function, overloads, args);
    }
  }

  #list(node: ListExpression): Plan {
    const elements = node.elements.map(each => this.plan(each));
    const optional = new Set(node.optionalIndices);
    const build: Plan['evaluate'] = frame => {
      const items: Value[] = [];
      for (const [at, element] of elements.entries()) {
        const value = element.evaluate(frame);
        if (value instanceof Failure) return value;
        if (!optional.has(at)) {
          items.push(value);
        } else if (!(value instanceof Optional)) {
          return new Failure(`cannot initialize optional list element from non-optional value ${showValue(value)}`);
        } else if (value.value !== undefined) {
          items.push(value.value);
        }
      }
      return new ValueList(items);
    };
    return construction(elements, build, LIST_COST);
  }

  #map(node: MapExpression): Plan {
    const entries = node.entries.map(
      ({ key, value, optional }) => [this.plan(key), this.plan(value), optional] as const,
    );
    const build: Plan['evaluate'] = frame => {
      const made = new ValueMap();
      for (const [keyPlan, valuePlan, optional] of entries) {
        const key = keyPlan.evaluate(frame);
        if (key instanceof Failure) return key;
        const value = valuePlan.evaluate(frame);
        if (value instanceof Failure) return value;
        if (!optional) {
          made.set(key, value);
        } else if (!(value instanceof Optional)) {
          const what = `'${showValue(key)}' from non-optional value ${showValue(value)}`;
          return new Failure(`cannot initialize optional entry ${what}`);
        } else if (value.value === undefined) {
          made.delete(key);
        } else {
          made.set(key, value.value);
        }
      }
      return made;
    };
    return construction(
      entries.flatMap(entry => entry.slice(0, 2) as Plan[]),
      build,
      MAP_COST,
    );
  }
}

/** What is made of literals alone is made once. */
function construction(parts: readonly Plan[], build: Plan['evaluate'], cost: number): Plan {
  if (parts.every(isConstant)) {
    return constantPlan(build({ meter: { cost: 0, limit: Number.POSITIVE_INFINITY }, resolve: () => undefined }));
  }
  return {
    evaluate: frame => {
      const made = build(frame);
      charge(frame.meter, cost);
      return made;
    },
  };
}

/** `value in ['a', 'b']` costs nothing. */
function membership(value: Plan, list: Value): Plan | undefined {
  if (!isCelList(list)) return undefined;
  if (list.size === 0) return constantPlan(false);
  const items = [...itemsOf(list)];
  const simple = items.every(
    item => ['boolean', 'bigint', 'number', 'string'].includes(typeof item) || item instanceof Unsigned,
  );
  if (!simple) return undefined;
  return {
    evaluate: frame => {
      const found = value.evaluate(frame);
      return found instanceof Failure ? found : items.some(item => equals(found, item) === true);
    },
  };
}

function attributeOf(plan: Plan): Attribute {
  return plan instanceof Attribute ? plan : new Attribute({ kind: 'value', plan });
}

function literalValue(literal: CelLiteral): Value {
  if (literal.type === 'null') return null;
  return literal.type === 'uint' ? new Unsigned(literal.value) : literal.value;
}
