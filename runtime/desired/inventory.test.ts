import { describe, expect, test } from 'vitest';
import { kindInfo, kindOf } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { Deployment } from '../kinds/apps-v1.js';
import { ConfigMap } from '../kinds/core-v1.js';
import { configurationOf } from './configuration.js';
import { dependent } from './dependent.js';
import {
  inventoryAnnotation,
  inventoryText,
  kindConstant,
  readInventory,
  unknownKinds,
  withKinds,
  withoutKinds,
} from './inventory.js';

const ANNOTATION = 'applied.kubewright.dev/m.c';

function owner(text?: string, namespace: string | undefined = 'default'): Snapshot<KubernetesObject> {
  const annotations = text === undefined ? {} : { [ANNOTATION]: text };
  return {
    apiVersion: 'a/v1',
    kind: 'Owner',
    metadata: {
      name: 'o',
      ...(namespace && { namespace }),
      uid: 'u',
      resourceVersion: '1',
      creationTimestamp: '',
      annotations,
    },
  } as unknown as Snapshot<KubernetesObject>;
}

const wished = (name: string, namespace?: string) =>
  configurationOf(
    dependent(ConfigMap, { metadata: { name, ...(namespace && { namespace }) } }),
    owner(undefined, ''),
    'm/c',
  );

describe('an inventory', () => {
  test('has each kind once, with the namespaces of its objects, and survives as text', () => {
    const deployment = dependent(Deployment, {
      metadata: { name: 'd' },
      spec: { selector: {}, template: {} },
    } as never);
    const first = withKinds(new Map(), [
      wished('a', 'x'),
      wished('b', 'x'),
      configurationOf(deployment, owner(), 'm/c'),
    ]);
    const grown = withKinds(first, [wished('c', 'w')]);
    expect(readInventory(owner(inventoryText(grown)), ANNOTATION)).toEqual(grown);
    expect([...grown.values()]).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaces: ['w', 'x'] },
      { apiVersion: 'apps/v1', kind: 'Deployment', resource: 'deployments', namespaces: ['default'] },
    ]);
    expect(withKinds(grown, [wished('d', 'w')])).toBe(grown);
    expect(unknownKinds(grown, [Deployment as never]).map(({ kind }) => kind)).toEqual(['ConfigMap']);
    expect(withoutKinds(grown, new Set(['ConfigMap', 'Deployment.apps'])).size).toBe(0);
  });

  test('gives back the constants of its kinds', () => {
    const kinds = withKinds(new Map(), [wished('a', 'x')]);
    const [kind] = unknownKinds(kinds, []);
    expect(kindInfo(kindConstant(kind as never))).toEqual(kindInfo(ConfigMap));
    const cluster = { apiVersion: 'g.example/v2', kind: 'Wide', resource: 'wides' };
    const Wide = kindOf()({ group: 'g.example', version: 'v2', kind: 'Wide', plural: 'wides', scope: 'Cluster' });
    expect(kindInfo(kindConstant(cluster))).toEqual(kindInfo(Wide));
  });

  test.each([
    ['{'],
    ['{}'],
    ['[1]'],
    ['[{"apiVersion":"v1","kind":"A"}]'],
    ['[{"apiVersion":"v1","kind":"A","resource":"as","namespaces":[1]}]'],
  ])('is none in %s', text => {
    expect(readInventory(owner(text), ANNOTATION)).toBeUndefined();
  });

  test('is empty where there is none', () => {
    expect(readInventory(owner(), ANNOTATION)).toEqual(new Map());
  });

  test('has the version that was applied last, which a server has longest', () => {
    const old = new Map([
      ['ConfigMap', { apiVersion: 'v1beta1', kind: 'ConfigMap', resource: 'c', namespaces: ['x'] }],
    ]);
    expect([...withKinds(old, [wished('a', 'x')]).values()]).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaces: ['x'] },
    ]);
  });

  test('of objects in very many namespaces says everywhere, and does not grow then', () => {
    const many = withKinds(
      new Map(),
      Array.from({ length: 101 }, (_, i) => wished('a', `n${i}`)),
    );
    expect(many.get('ConfigMap')?.namespaces).toEqual(['*']);
    expect(withKinds(many, [wished('a', 'another')])).toBe(many);
  });

  test.each([
    ['redis-operator/redis', 'applied.kubewright.dev/redis-operator.redis'],
    ['a.b/c', 'applied.kubewright.dev/a.b.c'],
    ['a/b.c', /^applied\.kubewright\.dev\/[\da-f]{40}$/],
    ['-a/b', /^applied\.kubewright\.dev\/[\da-f]{40}$/],
    [`${'a'.repeat(40)}/${'b'.repeat(40)}`, /^applied\.kubewright\.dev\/[\da-f]{40}$/],
  ])('of %s has a name that the server takes', (applier, name) => {
    expect(inventoryAnnotation(applier)).toMatch(name);
  });
});
