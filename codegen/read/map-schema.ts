// Maps as schemas: types with an index signature.

import type { ValidationRule } from '../../schema/structural-schema.js';
import type { SchemaNode } from '../model/schema-node.js';
import { celString } from './cel-text.js';
import { ts } from './compiler.js';
import { elementType } from './declared-type.js';
import type { Reading } from './reading.js';
import { patternOf, type TextForm, textForms } from './text-pattern.js';
import { plain, type ReadType, refuse, type TypeUse } from './type-use.js';

/** A type with index signatures; `Record<string, T>` has one. */
export function mapSchema(type: ts.Type, use: TypeUse, reading: Reading, readType: ReadType): SchemaNode {
  const { checker } = reading;
  const signatures = checker.getIndexInfosOfType(type);
  const [values] = signatures;
  const keys = signatures.map(({ keyType }) => keyType);
  const forms = keys.every(key => isText(key)) ? undefined : textForms(keys);
  if (values === undefined || !(forms !== undefined || (keys.length === 1 && keys.every(isText)))) {
    return refuse(unfitKeys(keys), use, reading);
  }
  if (type.getProperties().length > 0) {
    const hint = 'keep the map in a field of its own';
    return refuse({ code: 'KW1011', because: 'a map with named fields beside', hint, type: 'object' }, use, reading);
  }
  if (signatures.some(other => other.type !== values.type)) {
    const hint = 'a schema has one type for the values of all keys: make a field for each kind of key';
    return refuse({ code: 'KW1012', because: 'a map whose values differ by their keys', hint }, use, reading);
  }
  const declared = values.declaration?.type;
  const written = declared ?? elementType(use.written, checker, use.bound);
  const additionalProperties = readType(values.type, { ...use, written, path: `${use.path}.*` }, reading);
  return {
    ...plain(use),
    type: 'object',
    additionalProperties,
    ...(forms === undefined ? {} : { 'x-kubernetes-validations': [keyRule(forms)] }),
  };
}

/** `string`, with or without a brand. */
function isText(key: ts.Type): boolean {
  return key.isIntersection() ? key.types.some(isText) : (key.flags & ts.TypeFlags.String) !== 0;
}

function unfitKeys(keys: readonly ts.Type[]) {
  const template = keys.find(key => key.flags & ts.TypeFlags.TemplateLiteral);
  return {
    code: 'KW1012',
    because: 'a map whose keys are not string',
    hint: template
      ? 'among the fixed parts of a key only string can stand: say Record<string, T>'
      : 'JSON has text for keys: say Record<string, T>, or a union of the keys there may be',
  };
}

/** A schema cannot say what keys look like; a rule can. */
function keyRule(forms: readonly TextForm[]): ValidationRule {
  const [only] = forms;
  const [start, end, ...more] = forms.length === 1 ? (only?.fixed ?? []) : [];
  if (end === '' && start !== undefined && more.length === 0) {
    return rule(`key.startsWith(${celString(start)})`, `start with ${JSON.stringify(start)}`);
  }
  if (start === '' && end !== undefined && more.length === 0) {
    return rule(`key.endsWith(${celString(end)})`, `end with ${JSON.stringify(end)}`);
  }
  const pattern = patternOf(forms);
  return rule(`key.matches(${celString(pattern)})`, `match ${pattern}`);
}

function rule(holds: string, says: string): ValidationRule {
  return { rule: `self.all(key, ${holds})`, message: `all keys must ${says}` };
}
