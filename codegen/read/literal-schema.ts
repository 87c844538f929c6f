// Unions of literals, booleans and texts with a form as schemas.

import type { Json } from '../../schema/structural-schema.js';
import type { LeafSchema } from '../model/schema-node.js';
import { ts } from './compiler.js';
import type { Bound } from './declared-type.js';
import { nameOfNode } from './origin.js';
import type { Reading } from './reading.js';
import { patternOf, textForms } from './text-pattern.js';
import type { TypeUse } from './type-use.js';
import type { Unfit } from './unfit-types.js';
import { writtenLiterals } from './written-literals.js';

/**
 * The schema of a type that is made of literals, or of texts of some form; undefined for other types, and for texts and
 * numbers mixed. The members come without their brands.
 */
export function literalSchema(
  members: readonly ts.Type[],
  written: ts.TypeNode | undefined,
  checker: ts.TypeChecker,
  bound?: Bound,
): LeafSchema | undefined {
  if (members.every(member => member.flags & ts.TypeFlags.BooleanLike)) return booleanSchema(members, checker);
  const values = members.flatMap(member =>
    member.isStringLiteral() || member.isNumberLiteral() ? [member.value] : [],
  );
  if (values.length < members.length) return textSchema(members);
  const type = typeOf(values);
  return type && { type, enum: inSourceOrder(values, writtenLiterals(written, checker, bound)) };
}

/** A literal that is not what is written: JavaScript rounds whole numbers from 2^53, and texts may hold half a character. */
export function isInexact(type: ts.Type): boolean {
  if (type.isStringLiteral()) return !type.value.isWellFormed();
  if (!type.isNumberLiteral()) return false;
  return !Number.isFinite(type.value) || (Number.isInteger(type.value) && !Number.isSafeInteger(type.value));
}

export function unfitLiteral(type: ts.Type, checker: ts.TypeChecker): Unfit {
  return {
    code: 'KW1005',
    because: type.isStringLiteral()
      ? 'a text with half of a surrogate pair in it, which no file can hold'
      : `the number ${checker.typeToString(type)}, which JavaScript may have rounded`,
    hint: type.isStringLiteral() ? 'write both halves' : 'say Int64 or Double, with @Minimum or @Maximum',
    noJson: true,
  };
}

/** Template literal types; and `'a' | (string & {})`, which is any text, and lets editors propose some. */
function textSchema(members: readonly ts.Type[]): LeafSchema | undefined {
  const forms = textForms(members);
  if (forms !== undefined) return { type: 'string', pattern: patternOf(forms) };
  const isAny = members.some(text => text.flags & ts.TypeFlags.String);
  return members.length > 1 && isAny && members.every(text => text.flags & ts.TypeFlags.StringLike)
    ? { type: 'string' }
    : undefined;
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

/** The checker keeps unions in an order of its own; where the source does not tell (template literals), sorted. */
function inSourceOrder(values: readonly (string | number)[], written: readonly (string | number)[]): readonly Json[] {
  const place = (value: string | number) => (written.includes(value) ? written.indexOf(value) : written.length);
  return [...values].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** The API holds the numbers of an enum, and nobody sees when they come to mean something else. */
export function warnOfNumbers(members: readonly ts.Type[], use: TypeUse, { findings }: Reading): void {
  const [first] = members.filter(member => member.flags & ts.TypeFlags.EnumLiteral && member.isNumberLiteral());
  const symbol = first?.getSymbol();
  if (symbol === undefined) return;
  const member = symbol.valueDeclaration;
  const name = member !== undefined && ts.isEnumMember(member) ? member.parent.name.text : symbol.name;
  const message = `${use.path} holds the numbers of the enum ${name}: when a member is moved or put in between, stored objects silently mean another one`;
  const hint = `give the members texts, as in ${symbol.name} = '${symbol.name}', or say the numbers themselves, as in 1 | 2`;
  findings.warning(nameOfNode(use.node), 'KW1018', message, hint);
}
