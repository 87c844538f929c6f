// Unions of literals, and booleans, as schemas.
import { ts } from 'ts-morph';
import type { Json } from '../../schema/structural-schema.js';
import type { LeafSchema } from '../model/schema-node.js';
import { writtenLiterals } from './declared-type.js';

/** The schema of a type that is made of literals; undefined for other types, and for texts and numbers mixed. */
export function literalSchema(
  members: readonly ts.Type[],
  written: ts.TypeNode | undefined,
  checker: ts.TypeChecker,
): LeafSchema | undefined {
  if (members.every(member => member.flags & ts.TypeFlags.BooleanLike)) return booleanSchema(members, checker);
  const values = members.flatMap(member =>
    member.isStringLiteral() || member.isNumberLiteral() ? [member.value] : [],
  );
  if (values.length < members.length) return undefined;
  const type = typeOf(values);
  return type && { type, enum: inSourceOrder(values, writtenLiterals(written, checker)) };
}

function booleanSchema(members: readonly ts.Type[], checker: ts.TypeChecker): LeafSchema {
  const [only] = members;
  const oneOnly = members.length === 1 && only !== undefined && (only.flags & ts.TypeFlags.BooleanLiteral) !== 0;
  return oneOnly ? { type: 'boolean', enum: [checker.typeToString(only) === 'true'] } : { type: 'boolean' };
}

function typeOf(values: readonly Json[]): 'string' | 'integer' | 'number' | undefined {
  if (values.every(value => typeof value === 'string')) return 'string';
  if (values.every(Number.isInteger)) return 'integer';
  return values.every(value => typeof value === 'number') ? 'number' : undefined;
}

/** The checker keeps unions in an order of its own; where the source does not tell (mapped types), sorted. */
function inSourceOrder(values: readonly (string | number)[], written: readonly (string | number)[]): readonly Json[] {
  const place = (value: string | number) => (written.includes(value) ? written.indexOf(value) : written.length);
  return [...values].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}
