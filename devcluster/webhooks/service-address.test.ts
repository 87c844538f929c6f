import { expect, test } from 'vitest';
import type { ApiObject } from '../object/api-object.js';
import { MemoryStore } from '../store/memory-store.js';
import { serviceAddress } from './service-address.js';

const namespace = 'hooks';

function storeOf(spec: object, others: Readonly<Record<string, object>> = {}): MemoryStore {
  const store = new MemoryStore();
  const put = (storage: string, name: string, rest: object, labels: object = {}) =>
    store.put(
      { storage, namespace, name },
      { metadata: { name, namespace, labels }, ...rest } as unknown as ApiObject,
      '',
    );
  put('/services', 'hook', { spec });
  if (others.slice)
    put('discovery.k8s.io/endpointslices', 'hook-1', others.slice, { 'kubernetes.io/service-name': 'hook' });
  if (others.pod) put('/pods', 'one', { spec: others.pod }, { app: 'operator' });
  return store;
}

const found = (store: MemoryStore, port = 443) => serviceAddress(store, { namespace, name: 'hook', port });
const ports = [{ port: 443, targetPort: 9443 }];
const selector = { app: 'operator' };

test('a name elsewhere is dialled at the port that is asked for', () => {
  const store = storeOf({ type: 'ExternalName', externalName: 'localhost' });
  expect(found(store, 9443)).toEqual({ host: 'localhost', port: 9443 });
});

test('the Pods that a Service selects are processes of this machine', () => {
  expect(found(storeOf({ type: 'ClusterIP', ports, selector }))).toEqual({ host: '127.0.0.1', port: 9443 });
  const same = { type: 'ClusterIP', ports: [{ port: 443 }], selector };
  expect(found(storeOf(same))).toEqual({ host: '127.0.0.1', port: 443 });
});

test('the name of a port is that of a container', () => {
  const spec = { ports: [{ port: 443, targetPort: 'webhook' }], selector };
  const pod = { containers: [{ name: 'c', ports: [{ name: 'webhook', containerPort: 9444 }] }] };
  expect(found(storeOf(spec, { pod }))).toEqual({ host: '127.0.0.1', port: 9444 });
  expect(() => found(storeOf(spec))).toThrow('no endpoints available for service "hook"');
});

test('endpoints that somebody has made are asked instead, once they are ready', () => {
  const slice = (ready: boolean) => ({
    ports: [{ name: '', port: 9445 }],
    endpoints: [
      { addresses: ['10.1.2.3'], conditions: { ready: false } },
      { addresses: ['10.1.2.4'], conditions: { ready } },
    ],
  });
  const spec = { ports, selector };
  expect(found(storeOf(spec, { slice: slice(true) }))).toEqual({ host: '10.1.2.4', port: 9445 });
  expect(found(storeOf(spec, { slice: slice(false) }))).toEqual({ host: '127.0.0.1', port: 9443 });
});

test.each([
  ['has no such port', { ports: [{ port: 80 }], selector }, 'no service port 443 found for service "hook"'],
  ['is headless', { clusterIP: 'None', ports, selector }, 'cannot route to service with ClusterIP "None"'],
  ['selects nothing', { ports }, 'no endpoints available for service "hook"'],
])('a Service that %s leads nowhere', (_, spec, why) => {
  expect(() => found(storeOf(spec))).toThrow(why);
});

test('nor does one that is not there', () => {
  expect(() => serviceAddress(new MemoryStore(), { namespace, name: 'hook', port: 443 })).toThrow(
    'service "hook" not found',
  );
});
