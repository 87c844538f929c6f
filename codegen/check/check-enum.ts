// Checks that the values of an enum keep the other rules of their field: the API server would refuse them when they are used.
import { validate } from '../../schema/validate.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { error } from './finding.js';

const RULES = ['minimum', 'maximum', 'minLength'];

/** In one schema; `path` is where it stands. */
export function checkEnum(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const { enum: values = [], ...rules } = schema;
  const place = RULES.map(rule => schema.said[rule]).find(each => each !== undefined);
  if (place === undefined) return [];
  const never = values.filter(value => value !== null && validate(value, rules, { path }).length > 0);
  if (never.length === 0) return [];
  const names = never.map(value => JSON.stringify(value)).join(', ');
  const message = `${names} of ${path} can never be used: the rules of the field refuse ${never.length === 1 ? 'it' : 'them'}`;
  return [error(place, 'KW2016', message, 'drop the rule, or the values')];
}
