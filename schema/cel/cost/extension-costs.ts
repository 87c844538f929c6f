// The costs of functions from cel-go's extensions for lists and sets. By overload.
import { type Call, type CallCost, type Operand, sizeInCall } from './operand.js';
import { exactly, MOST, plus, type Range, scaled, times, wrapped } from './range.js';

/** Undefined for other overloads. */
export function extensionCost(call: Call): CallCost | undefined {
  const { overload, target } = call;
  const [first, second] = call.arguments;
  switch (overload) {
    case 'list_sets_contains_list':
    case 'list_sets_intersects_list':
      return setsCost(call, 1);
    case 'list_sets_equivalent_list':
      return setsCost(call, 2);
    case 'lists_range':
      return listCost(1, exactly(wholeNumber(first, MOST)));
    case 'list_slice': {
      if (target === undefined) return undefined;
      const end = wholeNumber(second, sizeInCall(target, call).max);
      return listCost(1, exactly(wrapped(end - wholeNumber(first, 0n))));
    }
    case 'list_reverse':
      return target && listCost(1, sizeInCall(target, call));
    case 'list_flatten':
      return target && listCost(1, sizeInCall(target, call));
    case 'list_flatten_int':
      return target && listCost(Number(wholeNumber(first, MOST)), sizeInCall(target, call));
    case 'list_distinct':
      return target && squareCost(2, target, call);
    default:
      return sortCost(call);
  }
}

function sortCost(call: Call): CallCost | undefined {
  const [, type, sort] = /^list_(.+)_(sort|sortByAssociatedKeys)$/.exec(call.overload) ?? [];
  const sorted = sort === 'sort' ? call.target : call.arguments[0];
  if (sort === undefined || sorted === undefined) return undefined;
  return squareCost(type === 'string' || type === 'bytes' ? 2.1 : 2, sorted, call);
}

function squareCost(factor: number, list: Operand, call: Call): CallCost {
  const size = sizeInCall(list, call);
  return listCost(factor, times(size, size));
}

/** The call itself and the new list have a cost, too. */
function listCost(factor: number, size: Range): CallCost {
  return { cost: plus(scaled(size, factor), exactly(11)), size };
}

function setsCost(call: Call, factor: number): CallCost | undefined {
  const [first, second] = call.arguments;
  if (first === undefined || second === undefined) return undefined;
  const product = times(sizeInCall(first, call), sizeInCall(second, call));
  return { cost: plus(scaled(product, factor), exactly(1)) };
}

/** What is written as a whole number; less than nothing is nothing. */
function wholeNumber(operand: Operand | undefined, otherwise: bigint): bigint {
  const literal = operand?.expression?.kind === 'literal' ? operand.expression.literal : undefined;
  if (literal?.type !== 'int') return otherwise;
  return literal.value < 0n ? 0n : literal.value;
}
