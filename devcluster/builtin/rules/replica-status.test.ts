import { expect, test } from 'vitest';
import type { ApiObject } from '../../object/api-object.js';
import { countStatus, replicaStatus } from './replica-status.js';

const object = (status: object) => ({ status }) as unknown as ApiObject;
const errors = (status: object) =>
  replicaStatus(['readyReplicas', 'availableReplicas'])(object(status)).map(({ field }) => field);

test.each([
  [{}, []],
  [{ replicas: 3, readyReplicas: 3, availableReplicas: 2 }, []],
  [{ replicas: -1 }, ['status.replicas', 'status.readyReplicas', 'status.availableReplicas']],
  [{ replicas: 1, readyReplicas: 2 }, ['status.readyReplicas']],
  [{ replicas: 2, readyReplicas: 1, availableReplicas: 2 }, ['status.availableReplicas']],
  [{ observedGeneration: -1 }, ['status.observedGeneration']],
])('a status that counts %j', (status, fields) => {
  expect(errors(status)).toEqual(fields);
});

test('counts by themselves are only not below zero', () => {
  expect(countStatus('numberReady')(object({ numberReady: -1, other: -1 }))).toMatchObject([
    { field: 'status.numberReady', message: 'Invalid value: -1: must be greater than or equal to 0' },
  ]);
});
