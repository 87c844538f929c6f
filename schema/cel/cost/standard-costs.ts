// The costs of cel-go's own functions, but for those that follow from the costs of their arguments. By overload.
import { type Call, type CallCost, sizeOf } from './operand.js';
import { exactly, plus, type Range, scaled, times, wrapped } from './range.js';

/** To walk a text or bytes once, for each character. */
export const TRAVERSAL = 0.1;
/** To look for a pattern, for each of its characters. */
export const PATTERN = 0.25;

/** All that is not named here costs 1. */
export function standardCost(call: Call): CallCost {
  const [first, second] = call.arguments.map(sizeOf);
  const target = call.target && sizeOf(call.target);
  return (first === undefined ? undefined : costByOverload(call.overload, first, second, target)) ?? CHEAP;
}

const CHEAP: CallCost = { cost: exactly(1) };

function costByOverload(overload: string, first: Range, second?: Range, target?: Range): CallCost | undefined {
  switch (overload) {
    case 'string_format':
      return target && { cost: scaled(target, TRAVERSAL) };
    case 'string_to_bytes':
      return { cost: scaled(first, TRAVERSAL), size: { min: first.min, max: wrapped(first.max * 4n) } };
    case 'bytes_to_string':
      return { cost: scaled(first, TRAVERSAL), size: { min: first.min / 4n, max: first.max } };
    case 'strings_quote': {
      const size = { min: wrapped(first.min + 2n), max: wrapped(first.max * 2n + 2n) };
      return { cost: scaled(first, TRAVERSAL), size };
    }
    case 'starts_with_string':
    case 'ends_with_string':
      return { cost: scaled(first, TRAVERSAL) };
    case 'in_list':
      return second && { cost: scaled(second, 1) };
    case 'matches_string':
      return target && { cost: patternCost(target, first) };
    case 'contains_string':
      return target && { cost: times(scaled(target, TRAVERSAL), scaled(first, TRAVERSAL)) };
    case 'add_list':
      return second && { cost: exactly(1), size: plus(first, second) };
    case 'add_string':
    case 'add_bytes': {
      const size = second && plus(first, second);
      return size && { cost: scaled(size, TRAVERSAL), size };
    }
    default:
      return COMPARISONS.test(overload) && second !== undefined ? { cost: comparisonCost(first, second) } : undefined;
  }
}

const COMPARISONS = /^(?:equals|not_equals|(?:less|greater)(?:_equals)?_(?:string|bytes))$/;

/** No more is compared than the shorter of both has. */
function comparisonCost(first: Range, second: Range): Range {
  const max = first.max < second.max ? first.max : second.max;
  return scaled({ min: max > 0n ? 1n : 0n, max }, TRAVERSAL);
}

/** Even to search an empty text for a pattern takes time. */
export function patternCost(text: Range, pattern: Range): Range {
  return times(scaled(plus(text, exactly(1)), TRAVERSAL), scaled(pattern, PATTERN));
}
