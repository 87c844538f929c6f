// Calls of functions and operators.
import { CONVERSIONS } from '../check/constants.js';
import { overloadsOf } from '../check/declarations.js';
import { equals } from './compare.js';
import { callCost } from './costs.js';
import { FUNCTIONS } from './functions/all.js';
import { OPERATORS } from './functions/operators.js';
import { charge } from './meter.js';
import type { Plan } from './plan.js';
import { constantPlan, isConstant } from './plan.js';
import { noSuchOverload, takes } from './type-name.js';
import { Failure, NO_SUCH_OVERLOAD, Optional, type Value } from './value.js';

/** @param overloads those that the checker left, of which one is meant */
export function planCall(name: string, overloads: readonly string[], args: readonly Plan[]): Plan {
  switch (name) {
    case '_&&_':
      return logical(args, false);
    case '_||_':
      return logical(args, true);
    case '_==_':
      return comparison(args, 'equals', same => same);
    case '_!=_':
      return comparison(args, 'not_equals', same => (typeof same === 'boolean' ? !same : true));
    case 'or':
      return orElse(args, optional => optional);
    case 'orValue':
      return orElse(args, optional => optional.value as Value);
    case '@not_strictly_false':
    case '__not_strictly_false__':
      return notStrictlyFalse(args);
    default:
      return folded(name, strictCall(name, overloads, args), args);
  }
}

/** Conversions are computed before the evaluation where their argument is a literal. */
function folded(name: string, plan: Plan, args: readonly Plan[]): Plan {
  const [only] = args;
  if (!CONVERSIONS.has(name) || args.length !== 1 || only === undefined || !isConstant(only)) return plan;
  const meter = { cost: 0, limit: Number.POSITIVE_INFINITY };
  return constantPlan(plan.evaluate({ meter, resolve: () => undefined }));
}

/** A failure counts only if no other operand decides. */
function logical(args: readonly Plan[], deciding: boolean): Plan {
  return {
    evaluate: frame => {
      let failed: Failure | undefined;
      for (const arg of args) {
        const value = arg.evaluate(frame);
        if (value === deciding) return deciding;
        if (typeof value !== 'boolean') failed ??= value instanceof Failure ? value : NO_SUCH_OVERLOAD;
      }
      return failed ?? !deciding;
    },
  };
}

function comparison(args: readonly Plan[], overload: string, read: (same: boolean | Failure) => Value): Plan {
  const [one, other] = args as [Plan, Plan];
  const name = overload === 'equals' ? '_==_' : '_!=_';
  return {
    evaluate: frame => {
      const [left, right] = [one.evaluate(frame), other.evaluate(frame)];
      const failed = left instanceof Failure ? left : right instanceof Failure ? right : undefined;
      const result = failed ?? read(equals(left, right));
      charge(frame.meter, callCost(name, overload, [left, right], result));
      return result;
    },
  };
}

function orElse(args: readonly Plan[], present: (optional: Optional) => Value): Plan {
  const [one, other] = args as [Plan, Plan];
  return {
    evaluate: frame => {
      const value = one.evaluate(frame);
      if (!(value instanceof Optional)) return value;
      return value.value === undefined ? other.evaluate(frame) : present(value);
    },
  };
}

function notStrictlyFalse(args: readonly Plan[]): Plan {
  const [only] = args as [Plan];
  return {
    evaluate: frame => {
      const value = only.evaluate(frame);
      charge(frame.meter, 1);
      return value !== false;
    },
  };
}

function strictCall(name: string, overloads: readonly string[], args: readonly Plan[]): Plan {
  const overload = overloads.length === 1 ? (overloads[0] ?? '') : '';
  const carryOut = OPERATORS[name] ?? dispatch(name, overload);
  const count = args.length;
  return {
    evaluate: frame => {
      const values: Value[] = [];
      let failed: Failure | undefined;
      for (const arg of args) {
        const value = arg.evaluate(frame);
        values.push(value);
        if (!(value instanceof Failure)) continue;
        failed ??= value;
        // Of more than two arguments, those after one that failed are not evaluated, and the call costs nothing then.
        if (count > 2 && values.length < count) return value;
      }
      const result = failed ?? carryOut(...values);
      charge(frame.meter, callCost(name, overload, values, result));
      return result;
    },
  };
}

/** The overload that takes the values. */
function dispatch(name: string, only: string): (...values: Value[]) => Value {
  const declared = overloadsOf(name) ?? [];
  const candidates = only === '' ? declared : declared.filter(({ id }) => id === only);
  return (...values) => {
    for (const { id, arguments: types } of candidates) {
      if (types.length !== values.length) continue;
      if (types.every((type, at) => takes(type, values[at] ?? null))) {
        const carryOut = FUNCTIONS[id];
        return carryOut === undefined ? noSuchOverload(name, values) : carryOut(...values);
      }
    }
    return noSuchOverload(name, values);
  };
}
