import { expect, test } from 'vitest';
import type { ResourceType } from '../registry/resource-type.js';
import { scaleErrors } from './scale-errors.js';

const WIDGETS = {
  custom: true,
  scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
} as ResourceType;
const widget = (spec: unknown, status: unknown = {}) =>
  ({ apiVersion: 'example.dev/v1', kind: 'Widget', metadata: { name: 'w' }, spec, status }) as never;

// As a kube-apiserver v1.36.3 said it.
test.each([
  [{ replicas: 3 }, undefined],
  [{}, undefined],
  [{ replicas: -1 }, 'Invalid value: -1: should be a non-negative integer'],
  [{ replicas: 2147483648 }, 'Invalid value: 2147483648: should be less than or equal to 2147483647'],
  [{ replicas: 'x' }, 'Invalid value: 0: .spec.replicas accessor error: x is of the type string, expected int64'],
  [{ replicas: 1.5 }, 'Invalid value: 0: .spec.replicas accessor error: 1.5 is of the type float64, expected int64'],
  [
    { replicas: [1] },
    'Invalid value: 0: .spec.replicas accessor error: [1] is of the type []interface {}, expected int64',
  ],
])('%j', (spec, expected) => {
  expect(scaleErrors(WIDGETS, widget(spec), '').map(({ field, message }) => [field, message])).toEqual(
    expected === undefined ? [] : [['.spec.replicas', expected]],
  );
});

test('a write of the status is judged by the status alone', () => {
  const errors = scaleErrors(WIDGETS, widget({ replicas: -1 }, { replicas: -2 }), 'status');
  expect(errors.map(({ field }) => field)).toEqual(['.status.replicas']);
});

test('built-in kinds have rules of their own', () => {
  expect(scaleErrors({ ...WIDGETS, custom: false }, widget({ replicas: -1 }), '')).toEqual([]);
});
