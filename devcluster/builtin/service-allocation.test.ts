import { expect, test } from 'vitest';
import type { Json } from '../../schema/structural-schema.js';
import type { ApiObject } from '../object/api-object.js';
import { decodeBuiltin } from './decode-builtin.js';
import { allocateService, takenBy } from './service-allocation.js';

const service = (spec: { readonly [field: string]: Json }) =>
  decodeBuiltin({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec });
const port = { port: 80 };
const none = takenBy([]);

test('gives the first free address from a random one on', () => {
  const first = allocated(service({ ports: [port] }));
  expect(first.spec).toMatchObject({ clusterIP: '10.0.0.17', clusterIPs: ['10.0.0.17'], ipFamilies: ['IPv4'] });
  const second = allocateService(service({ ports: [port] }), undefined, takenBy([first]), () => 0);
  expect(second.service?.spec).toMatchObject({ clusterIP: '10.0.0.18' });
  const last = allocateService(service({ ports: [port] }), undefined, none, () => 0.9999);
  expect(last.service?.spec).toMatchObject({ clusterIP: '10.0.0.254' });
});

test('headless Services have None for an address, and those of a name elsewhere nothing', () => {
  expect(allocated(service({ clusterIP: 'None' })).spec).toMatchObject({ clusterIP: 'None', clusterIPs: ['None'] });
  expect(allocated(service({ type: 'ExternalName', externalName: 'a.example' })).spec).not.toHaveProperty('clusterIP');
});

test('keeps what a Service has when an update leaves it out', () => {
  const old = allocated(service({ type: 'NodePort', ports: [port] }));
  const update = allocateService(service({ type: 'NodePort', ports: [port] }), old, takenBy([old]), () => 0.5);
  expect(update.service?.spec).toEqual(old.spec);
});

test.each([
  [{ clusterIP: '10.0.0.17', ports: [port] }, 'provided IP is already allocated'],
  [{ clusterIP: '10.1.0.1', ports: [port] }, 'not in the valid range'],
  [{ clusterIP: 'x', ports: [port] }, 'must be a valid IP address'],
  [{ type: 'NodePort', ports: [{ port: 80, nodePort: 30000 }] }, 'provided port is already allocated'],
  [{ type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] }, 'not in the valid range'],
])('refuses %j', (spec, message) => {
  const taken = takenBy([allocated(service({ type: 'NodePort', ports: [port] }))]);
  const { problems } = allocateService(service(spec), undefined, taken, () => 0);
  expect(problems?.map(each => each.message).join()).toContain(message);
});

test('an address may not be changed once it is given', () => {
  const old = allocated(service({ ports: [port] }));
  const { problems } = allocateService(service({ clusterIP: '10.0.0.99', ports: [port] }), old, none, () => 0);
  expect(problems?.[0]?.message).toBe('Invalid value: ["10.0.0.99"]: may not change once set');
});

test('says so when there is no address left', () => {
  const clusterIPs = new Set(Array.from({ length: 256 }, (_, last) => `10.0.0.${last}`));
  const { problems } = allocateService(service({ ports: [port] }), undefined, { ...none, clusterIPs }, () => 0.3);
  expect(problems?.[0]?.message).toContain('range is full');
});

function allocated(object: ApiObject): ApiObject {
  const { service: result, problems } = allocateService(object, undefined, none, () => 0);
  if (result === undefined) throw new Error(JSON.stringify(problems));
  return result;
}
