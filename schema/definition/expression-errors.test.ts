// The words were recorded of k8s.io/apiextensions-apiserver v0.36.3.
import { expect, test } from 'vitest';
import { fieldErrorText } from '../field-error.js';
import type { StructuralSchema } from '../structural-schema.js';
import { expressionErrors } from './expression-errors.js';

function errors(schema: StructuralSchema, ...sound: StructuralSchema[]): readonly string[] {
  return expressionErrors(schema, 'schema', new Set([schema, ...sound])).map(fieldErrorText);
}

test('a rule that does not compile is shown with its fields in the order of their declaration', () => {
  const rule = { rule: 'self.b', message: 'm', reason: 'FieldValueForbidden' } as const;
  expect(errors({ type: 'object', 'x-kubernetes-validations': [rule] })).toEqual([
    'schema.x-kubernetes-validations[0].rule: Invalid value: ' +
      '{"Rule":"self.b","Message":"m","MessageExpression":"","Reason":"FieldValueForbidden","FieldPath":"","OptionalOldSelf":null}: ' +
      "compilation failed: ERROR: <input>:1:5: undefined field 'b'\n | self.b\n | ....^",
  ]);
});

test('rules below come first, and each is told where it stands', () => {
  const items: StructuralSchema = { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] };
  const list: StructuralSchema = { type: 'array', maxItems: 5, items };
  const root: StructuralSchema = {
    type: 'object',
    properties: { list },
    'x-kubernetes-validations': [{ rule: 'true', optionalOldSelf: true }],
  };
  expect(errors(root, list, items)).toEqual([
    'schema.properties[list].items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": ' +
      'oldSelf cannot be used on the uncorrelatable portion of the schema within schema.properties[list]',
    'schema.x-kubernetes-validations[0].optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule',
  ]);
});
