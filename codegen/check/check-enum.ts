// Checks the values of enums: against the type, against each other, and against the other rules of the field, which the
// API server would hold against them when they are used.

import type { StructuralSchema } from '../../schema/structural-schema.js';
import { validate } from '../../schema/validate.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { someOf } from '../model/some-of.js';
import { error } from './finding.js';

const RULES = ['minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength', 'pattern', 'format'];

/** In one schema; `path` is where it stands. */
export function checkEnum(schema: SchemaNode, path: string): readonly Diagnostic[] {
  if (schema.enum === undefined) return [];
  const odd = schema.said.enum === undefined ? [] : checkValues(schema, path);
  return odd.length > 0 ? odd : checkRules(schema, path);
}

/** What `@Enum` says. Values of a type cannot be wrong. */
function checkValues(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const { enum: values = [], said, type, anyOf } = schema;
  const typed: StructuralSchema = {
    ...(type !== undefined && { type }),
    ...(anyOf && { anyOf }),
    ...(schema['x-kubernetes-int-or-string'] && { 'x-kubernetes-int-or-string': true }),
  };
  const place = said.enum ?? schema.origin;
  const found = values.flatMap((value, index) => {
    const where = said[`enum[${index}]`] ?? place;
    const text = JSON.stringify(value);
    if (values.slice(0, index).some(earlier => JSON.stringify(earlier) === text)) {
      return [error(where, 'KW2025', `${text} is among the values of ${path} twice`, 'say it once')];
    }
    if (type !== 'array' && type !== 'object' && validate(value, typed, { path }).length === 0) return [];
    const is = schema['x-kubernetes-int-or-string'] ? 'a whole number or a text' : `of type ${type ?? 'any'}`;
    return [error(where, 'KW2025', `${text} is no value of ${path}, which is ${is}`, 'drop the value')];
  });
  if (values.length === 0) {
    found.push(error(place, 'KW2025', `@Enum of ${path} names no value`, 'name the values that the field may hold'));
  }
  if (schema.nullable) {
    const message = `${path} may be null, and the API server never takes null where there is an enum`;
    found.push(error(place, 'KW2025', message, 'drop null from the type, and write the field with "?"'));
  }
  // A type that @Enum cannot be about is told with the decorator.
  return type === 'array' || type === 'object' ? [] : found;
}

function checkRules(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const { enum: values = [], ...rules } = schema;
  const place = RULES.map(rule => schema.said[rule]).find(each => each !== undefined);
  if (place === undefined) return [];
  const never = values.filter(value => value !== null && validate(value, rules, { path }).length > 0);
  if (never.length === 0) return [];
  const names = someOf(never.map(value => JSON.stringify(value)));
  const message = `${names} of ${path} can never be used: the rules of the field refuse ${never.length === 1 ? 'it' : 'them'}`;
  return [error(place, 'KW2016', message, 'drop the rule, or the values')];
}
