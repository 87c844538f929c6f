import { expect, test } from 'vitest';
import { typeText } from './type-text.js';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';

test.each([
  [{ type: 'string' }, 'string'],
  [{ type: 'string', format: 'byte' }, 'string'],
  [{ type: 'string', enum: ['A', 'B'] }, 'string'],
  [{ type: 'boolean' }, 'boolean'],
  [{ type: 'integer', format: 'int32' }, 'Int32'],
  [{ type: 'integer', format: 'int64' }, 'Int64'],
  [{ type: 'number', format: 'double' }, 'Double'],
  [{ type: 'array', items: { type: 'array', items: { type: 'string' } } }, 'string[][]'],
  [{ type: 'object', additionalProperties: { type: 'string' } }, 'Record<string, string>'],
  [{ type: 'object' }, 'Record<string, unknown>'],
  [{}, 'unknown'],
  [ref('io.k8s.apimachinery.pkg.api.resource.Quantity'), 'Quantity'],
  [ref('io.k8s.apimachinery.pkg.util.intstr.IntOrString'), 'IntOrString'],
  [{ allOf: [ref(`${meta}.Time`)] }, 'Time'],
  [{ allOf: [ref(`${meta}.ObjectMeta`)] }, 'ObjectMeta'],
  [ref('io.k8s.apimachinery.pkg.runtime.RawExtension'), 'unknown'],
])('the schema %j is the type %s', (schema, expected) => {
  expect(typeText(schema).text).toBe(expected);
});

test('a reference, also one inside of a list or map, names the model that it needs', () => {
  const items = { allOf: [ref('io.k8s.api.core.v1.Container')] };
  expect(typeText({ type: 'array', items })).toEqual({
    text: 'Container[]',
    models: ['io.k8s.api.core.v1.Container'],
    imports: [],
  });
});

test('an unknown type is refused', () => {
  expect(() => typeText({ type: 'null' })).toThrow(/unknown type/);
});
