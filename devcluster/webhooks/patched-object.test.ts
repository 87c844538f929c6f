// What becomes of a custom resource that a webhook has patched, in the words of a real API server.
import { expect, test } from 'vitest';
import type { Json } from '../../schema/structural-schema.js';
import type { StatusError } from '../object/status-error.js';
import { ResourceRegistry } from '../registry/resource-registry.js';
import type { ResourceType } from '../registry/resource-type.js';
import { decoded, patchedObject } from './patched-object.js';

const of = (version: string, rest: object = {}) =>
  ({
    group: 'example.com',
    version,
    kind: 'Lamp',
    resource: 'lamps',
    storage: 'example.com/lamps',
    custom: true,
    schema: {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          properties: {
            watts: { type: 'integer' },
            color: { type: 'string', default: 'red' },
            room: { type: 'object', nullable: true },
          },
        },
      },
    },
    ...rest,
  }) as unknown as ResourceType;

const [V1, V2, V3] = [of('v1'), of('v2'), of('v3', { served: false })];
const registry = new ResourceRegistry([V1, V2, V3]);

const lamp = (change: object = {}): Json => ({
  apiVersion: 'example.com/v1',
  kind: 'Lamp',
  metadata: { name: 'l' },
  spec: {},
  ...change,
});

function refusal(patched: Json): unknown {
  try {
    decoded(V1, patchedObject(V1, patched, registry).object);
  } catch (error) {
    const { code, message } = error as StatusError;
    return [code, message];
  }
  return undefined;
}

test.each<[string, Json, number, string]>([
  [
    'that is a list',
    [],
    500,
    `Internal error occurred: couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
  ],
  ['without a kind', {}, 500, "Internal error occurred: Object 'Kind' is missing in '{}'"],
  [
    'of another kind',
    lamp({ kind: 'Other' }),
    422,
    'Other.example.com "l" is invalid: kind: Invalid value: "Other": must be Lamp',
  ],
  [
    'without a version',
    lamp({ apiVersion: undefined }),
    500,
    '/, Kind=Lamp is unstructured and is not suitable for converting to "example.com/v1"',
  ],
  [
    'of another group',
    lamp({ apiVersion: 'v1' }),
    500,
    '/v1, Kind=Lamp is unstructured and is not suitable for converting to "example.com/v1"',
  ],
  [
    'of a version that there is not',
    lamp({ apiVersion: 'example.com/v9' }),
    500,
    'request to convert CR from an invalid group/version: example.com/v9',
  ],
  [
    'with null where the schema takes none',
    lamp({ spec: { watts: null } }),
    422,
    'Lamp.example.com "l" is invalid: spec.watts: Invalid value: "null": spec.watts in body must be of type integer: "null"',
  ],
])('an object %s is refused', (_, patched, code, message) => {
  expect(refusal(patched)).toEqual([code, message]);
});

test('it may be of another version, served or not', () => {
  expect(patchedObject(V1, lamp(), registry).version).toBe(V1);
  expect(patchedObject(V1, lamp({ apiVersion: 'example.com/v2' }), registry).version).toBe(V2);
  expect(patchedObject(V1, lamp({ apiVersion: 'example.com/v3' }), registry).version).toBe(V3);
});

test('null becomes the default, and stays where it may be', () => {
  const patched = lamp({ spec: { color: null, room: null } });
  expect(decoded(V1, patchedObject(V1, patched, registry).object).spec).toEqual({ color: 'red', room: null });
});

test('what cannot be read of its metadata is dropped', () => {
  const metadata = { name: 'l', labels: { a: 1 }, annotations: { a: '1' }, creationTimestamp: 'x', finalizers: {} };
  const { object } = patchedObject(V1, lamp({ metadata }), registry);
  expect(object.metadata).toEqual({ name: 'l', annotations: { a: '1' } });
});

test('it may have lost its metadata', () => {
  expect(patchedObject(V1, lamp({ metadata: undefined }), registry).object.metadata).toEqual({});
});
