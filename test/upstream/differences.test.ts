import { expect, it } from 'vitest';
import { differences, FIELD, unexplained } from './differences.js';
import { type Facts, factsOf } from './facts.js';

const WHY = 'because';

it('finds nothing between a definition and itself, whatever its prose is', () => {
  const other = definition({ a: { type: 'string', description: 'other', title: 'Other' } });
  expect(differences(definition({ a: { type: 'string', title: 'A' } }), other)).toEqual([]);
});

it.each<[string, object, object, object]>([
  ['a keyword', { a: { minLength: 1 } }, { a: { minLength: 2 } }, { at: 'v1 a minLength', upstream: 1, ours: 2 }],
  ['a field', { a: {} }, {}, { at: 'v1 a', upstream: FIELD, ours: undefined }],
  ['a field called description', {}, { description: {} }, { at: 'v1 description', upstream: undefined, ours: FIELD }],
  ['what is in items', { a: { items: { enum: ['a'] } } }, { a: { items: {} } }, { at: 'v1 a[] enum' }],
  [
    'what is in maps',
    { a: { additionalProperties: { type: 'a' } } },
    { a: { additionalProperties: {} } },
    { at: 'v1 a[*] type' },
  ],
  [
    'what is required',
    { a: { required: ['b', 'c'] } },
    { a: { required: ['c'] } },
    { at: 'v1 a required.b', upstream: true },
  ],
  ['the order of rules', { a: rules('x', 'y') }, { a: rules('y', 'x') }, { at: 'v1 a x-kubernetes-validations' }],
  ['whether there is a title', { a: { title: 'x' } }, { a: {} }, { at: 'v1 a title', upstream: true }],
])('finds %s', (_, upstream, ours, expected) => {
  expect(differences(definition(upstream), definition(ours))).toEqual([expect.objectContaining(expected)]);
});

it('finds what differs outside of schemas', () => {
  const found = differences(definition({}), definition({}, { served: false }, { scope: 'Cluster' }));
  expect(found.map(({ at }) => at)).toEqual(['definition spec.scope', 'v1 version.served']);
});

it('takes a difference that is listed, and no other one', () => {
  const found = differences(definition({ a: {} }), definition({}));
  const listed = { at: 'v1 a', upstream: FIELD, why: WHY };
  expect(unexplained(found, [listed])).toEqual([]);
  expect(unexplained(found, [])).toHaveLength(1);
  expect(unexplained(found, [{ ...listed, upstream: 1 }])).toHaveLength(2);
  expect(unexplained(found, [listed, { ...listed, at: /a$/ }])).toHaveLength(1);
});

it('tells of one that is listed and gone, or not found as often as it says', () => {
  const found = differences(definition({ a: {}, b: {} }), definition({}));
  const listed = { at: /^v1 [ab]$/, upstream: FIELD, why: WHY };
  expect(unexplained(found, [{ ...listed, times: 2 }])).toEqual([]);
  expect(unexplained(found, [{ ...listed, times: 3 }])).toHaveLength(1);
  expect(unexplained([], [{ ...listed, times: 2 }])).toHaveLength(1);
});

function rules(...texts: readonly string[]): object {
  return { 'x-kubernetes-validations': texts.map(rule => ({ rule })) };
}

function definition(properties: object, version: object = {}, spec: object = {}): Facts {
  const schema = { openAPIV3Schema: { type: 'object', properties } };
  return factsOf({
    metadata: { name: 'things.example.com', annotations: { 'kubewright.dev/version': 'any' } },
    spec: { scope: 'Namespaced', ...spec, versions: [{ name: 'v1', served: true, storage: true, schema, ...version }] },
  });
}
