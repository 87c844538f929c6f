// The rules of a union: which fields an object has in which case.
import { escapeName } from '../../schema/cel/types/escape-name.js';
import type { ValidationRule } from '../../schema/structural-schema.js';
import type { SchemaNode } from '../model/schema-node.js';
import { celString } from './cel-text.js';

/** A value of the field that tells the cases apart. */
export type CaseValue = string | number | boolean;

/** A field of a union, and the cases that always or sometimes have it. */
export interface CaseField {
  readonly name: string;
  readonly schema: SchemaNode;
  readonly required: readonly CaseValue[];
  readonly optional: readonly CaseValue[];
}

/**
 * What the presence of a field must agree with: nothing, if all cases have it in the same way; undefined if CEL cannot
 * name the field.
 */
export function caseRules(
  { name, required, optional }: CaseField,
  discriminator: string,
  all: readonly CaseValue[],
): readonly ValidationRule[] | undefined {
  const allowed = [...required, ...optional];
  const everywhere = allowed.length === all.length;
  if (everywhere && (required.length === 0 || optional.length === 0)) return [];

  const [property, decider] = [escapeName(name), escapeName(discriminator)];
  if (property === undefined || decider === undefined) return undefined;
  const has = `has(self.${property})`;
  const isOneOf = (values: readonly CaseValue[]) => comparison(`self.${decider}`, values, all);
  const when = (values: readonly CaseValue[]) => `${discriminator} is ${orList(values)}`;
  if (optional.length === 0) {
    const message = `${name} is required when ${when(required)}, and forbidden otherwise`;
    return [{ rule: `${isOneOf(required)} ? ${has} : !${has}`, message }];
  }
  const needed = {
    rule: `${isOneOf(required)} ? ${has} : true`,
    message: `${name} is required when ${when(required)}`,
  };
  const kept = { rule: `${isOneOf(allowed)} || !${has}`, message: `${name} is forbidden unless ${when(allowed)}` };
  return [...(required.length > 0 ? [needed] : []), ...(everywhere ? [] : [kept])];
}

/** `a, b or c` */
function orList(values: readonly CaseValue[]): string {
  const [last, ...before] = values.map(value => String(value)).reverse();
  return before.length === 0 ? `${last}` : `${before.reverse().join(', ')} or ${last}`;
}

function comparison(decider: string, values: readonly CaseValue[], all: readonly CaseValue[]): string {
  const [only] = values;
  if (typeof only === 'boolean') return only ? decider : `!${decider}`;
  // CEL compares whole numbers with whole numbers, and others with others.
  const fractional = all.some(value => typeof value === 'number' && !Number.isInteger(value));
  const literals = values.map(value => {
    if (typeof value === 'string') return celString(value);
    return fractional && Number.isInteger(value) ? `${value}.0` : String(value);
  });
  return literals.length === 1 ? `${decider} == ${literals[0]}` : `${decider} in [${literals.join(', ')}]`;
}
