import { expect, test } from 'vitest';
import type { JsonObject } from '../../schema/structural-schema.js';
import { decodeBuiltin } from './decode-builtin.js';

const pod = (fields: JsonObject): JsonObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, ...fields });
const json = (object: unknown): JsonObject => object as JsonObject;

test('a part that was decoded is taken as it is', () => {
  const first = json(decodeBuiltin(pod({ spec: { containers: [{ name: 'main', image: 'a' }], unknown: 1 } })));
  const second = json(decodeBuiltin({ ...first, metadata: { name: 'b' } }));
  expect(second.spec).toBe(first.spec);
  expect(second.metadata).toEqual({ name: 'b' });
});

test('a part becomes what it became before', () => {
  const spec = { containers: [{ name: 'main', image: 'a' }] };
  expect(json(decodeBuiltin(pod({ spec }))).spec).toBe(json(decodeBuiltin(pod({ spec }))).spec);
  expect(spec).toEqual({ containers: [{ name: 'main', image: 'a' }] });
});

test('a part that was decoded cannot be changed', () => {
  const { spec } = decodeBuiltin(pod({ spec: { containers: [] } })) as unknown as { spec: { nodeName?: string } };
  expect(() => {
    spec.nodeName = 'a';
  }).toThrow(TypeError);
});

test('a part of another kind or field is decoded for itself', () => {
  const part = { replicas: 2, phase: 'Running' };
  decodeBuiltin({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'a' }, spec: part });
  expect(json(decodeBuiltin(pod({ status: part }))).status).toEqual({ phase: 'Running' });
  expect(json(decodeBuiltin(pod({ spec: part }))).spec).not.toHaveProperty('replicas');
});

test('defaults that look from one part into another are filled in when the other has changed', () => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } };
  const status = { loadBalancer: { ingress: [{ ip: '10.0.0.1' }] } };
  const inside = json(decodeBuiltin({ ...service, spec: { type: 'ClusterIP' }, status }));
  const outside = json(decodeBuiltin({ ...inside, spec: { type: 'LoadBalancer' } }));
  expect(outside.status).toEqual({ loadBalancer: { ingress: [{ ip: '10.0.0.1', ipMode: 'VIP' }] } });
});
