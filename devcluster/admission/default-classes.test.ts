import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCluster, type TestCluster } from '../../test/dev-cluster.js';

const PLACE = '/api/v1/namespaces/default';
const NETWORK = '/apis/networking.k8s.io/v1';
const MARK = 'storageclass.kubernetes.io/is-default-class';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
  const classes = '/apis/storage.k8s.io/v1/storageclasses';
  for (const [name, mark] of [
    ['plain', 'false'],
    ['b', 'true'],
    ['a', 'true'],
  ] as const) {
    await cluster.request('POST', classes, {
      metadata: { name, annotations: { [MARK]: mark } },
      provisioner: 'example.dev/p',
    });
  }
  await cluster.request('POST', `${NETWORK}/ingressclasses`, {
    metadata: { name: 'web', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
    spec: { controller: 'example.dev/c' },
  });
});
afterAll(() => cluster.stop());

describe('a claim', () => {
  const classOf = async (metadata: object, spec: object = {}) => {
    const { body } = await cluster.request('POST', `${PLACE}/persistentvolumeclaims`, {
      metadata,
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
    });
    return body.spec.storageClassName;
  };

  test('that names no class gets the default, the first by name of those that came together', async () => {
    expect(await classOf({ name: 'none' })).toBe('a');
  });

  test.each<[string, string | undefined, object, object]>([
    ['names one', 'plain', {}, { storageClassName: 'plain' }],
    ['wants none', '', {}, { storageClassName: '' }],
    ['names one in the older way', undefined, { 'volume.beta.kubernetes.io/storage-class': 'plain' }, {}],
  ])('that %s keeps to that', async (what, expected, annotations, spec) => {
    expect(await classOf({ name: what.replaceAll(' ', '-'), annotations }, spec)).toBe(expected);
  });
});

test('an Ingress that names no class gets the default, but not when it is updated', async () => {
  const ingresses = `${NETWORK}/namespaces/default/ingresses`;
  const defaultBackend = { service: { name: 'web', port: { number: 80 } } };
  const made = await cluster.request('POST', ingresses, { metadata: { name: 'a' }, spec: { defaultBackend } });
  expect(made.body.spec.ingressClassName).toBe('web');
  const without = { metadata: { name: 'a' }, spec: { defaultBackend } };
  expect((await cluster.request('PUT', `${ingresses}/a`, without)).body.spec.ingressClassName).toBeUndefined();
});
