import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCluster, type TestCluster } from '../../test/dev-cluster.js';

const CLASSES = '/apis/scheduling.k8s.io/v1/priorityclasses';
const PODS = '/api/v1/namespaces/default/pods';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
  const usual = { metadata: { name: 'usual' }, value: 10, globalDefault: true, preemptionPolicy: 'Never' };
  await cluster.request('POST', CLASSES, usual);
});
afterAll(() => cluster.stop());

test('a Pod that names no class gets the default one, with its name', async () => {
  const pod = { metadata: { name: 'a' }, spec: { containers: [{ name: 'c', image: 'i' }] } };
  const { body } = await cluster.request('POST', PODS, pod);
  expect(body.spec).toMatchObject({ priorityClassName: 'usual', priority: 10, preemptionPolicy: 'Never' });
});

test('there is one default', async () => {
  const { code, body } = await cluster.request('POST', CLASSES, {
    metadata: { name: 'other' },
    value: 5,
    globalDefault: true,
  });
  expect([code, body.message]).toEqual([
    403,
    'priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass usual is already marked as default. Only one default can exist',
  ]);
  const again = await cluster.request('PATCH', `${CLASSES}/usual`, '{"description":"x"}', {
    'content-type': 'application/merge-patch+json',
  });
  expect(again.code).toBe(200);
});
