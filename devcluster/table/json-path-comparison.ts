// Compares values in the filters of a JSONPath as Go's templates do: only like with like.
import type { Json } from '../../schema/structural-schema.js';
import { JsonPathError } from './json-path-parser.js';

/** @throws JsonPathError for values of different types, for truth values that are ordered, and unknown operators */
export function compare(left: Json, operator: string, right: Json): boolean {
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case '<':
      return less(left, right);
    case '>=':
      return !less(left, right);
    case '<=':
      return less(left, right) || equal(left, right);
    case '>':
      return !(less(left, right) || equal(left, right));
    default:
      throw new JsonPathError(`unrecognized filter operator ${operator}`);
  }
}

function equal(left: Json, right: Json): boolean {
  requireAlike(left, right);
  return left === right;
}

function less(left: Json, right: Json): boolean {
  const type = requireAlike(left, right);
  if (type === 'boolean') throw new JsonPathError('invalid type for comparison');
  return (left as string | number) < (right as string | number);
}

function requireAlike(left: Json, right: Json): string {
  const [one, other] = [typeOf(left), typeOf(right)];
  if (one !== other) throw new JsonPathError('incompatible types for comparison');
  return one;
}

/** Integers and other numbers are of different types in Go. */
function typeOf(value: Json): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'float';
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value;
  throw new JsonPathError('invalid type for comparison');
}
