// Kinds that are known by their names alone, and lists in pages, on any control plane.
import { describe, expect } from 'vitest';
import { kindInfo } from '../../decorators/kind.js';
import type { ApiError } from '../../runtime/client/api-error.js';
import { isNoSuchKind, isServiceUnavailable } from '../../runtime/client/api-reasons.js';
import { each } from '../../runtime/client/each.js';
import { retryOnConflict } from '../../runtime/client/retry-on-conflict.js';
import { untypedKind } from '../../runtime/client/untyped.js';
import { CustomResourceDefinition } from '../../runtime/kinds/apiextensions-v1.js';
import { ConfigMap } from '../../runtime/kinds/core-v1.js';
import { test } from './fixture.js';
import { target } from './target.js';

const refusalOf = (call: Promise<unknown>): Promise<ApiError> =>
  call.then(
    () => Promise.reject(new Error('this was to be refused')),
    (error: ApiError) => error,
  );

describe('a kind by its names', () => {
  test('is found, and goes through the verbs', async ({ admin, namespace }) => {
    const Deployment = await admin.kind('apps/v1', 'Deployment');
    const names = { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments', scope: 'Namespaced' };
    expect(kindInfo(Deployment)).toEqual(names);
    const Untyped = await admin.kind('v1', 'ConfigMap');
    const key = { namespace, name: 'a' };
    await admin.create(Untyped, { metadata: key, data: { a: '1' } });
    await admin.patch(Untyped, key, { data: { b: '2' } });
    await admin.apply(Untyped, { metadata: key, data: { c: '3' } });
    expect((await admin.get(Untyped, key)).data).toEqual({ a: '1', b: '2', c: '3' });
    expect((await admin.list(Untyped, { namespace, fieldSelector: 'metadata.name=a' })).items).toHaveLength(1);
    await admin.delete(Untyped, key);
    expect(kindInfo(await admin.kind('v1', 'Namespace')).scope).toBe('Cluster');
  });

  test('comes with its definition', async ({ admin, namespace }) => {
    const group = `${namespace}.example`;
    const before = await refusalOf(admin.kind(`${group}/v1`, 'Lamp'));
    expect(isNoSuchKind(before)).toBe(true);
    expect(before.message).toContain(`find Lamp: ${group}/v1 is not served (404 NotFound)`);
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    await admin.create(CustomResourceDefinition, {
      metadata: { name: `lamps.${group}` },
      spec: {
        group,
        names: { kind: 'Lamp', plural: 'lamps' },
        scope: 'Namespaced',
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    });
    try {
      const Lamp = await expect
        .poll(() => admin.kind(`${group}/v1`, 'Lamp').catch(() => undefined), { timeout: 30_000 })
        .toBeDefined()
        .then(() => admin.kind(`${group}/v1`, 'Lamp'));
      expect(kindInfo(Lamp)).toEqual({ group, version: 'v1', kind: 'Lamp', plural: 'lamps', scope: 'Namespaced' });
      const lamp = await retryOnServing(() => admin.create(Lamp, { metadata: { namespace, name: 'a' }, watts: 5 }));
      expect(lamp.watts).toBe(5);
      const later = await refusalOf(admin.kind(`${group}/v2`, 'Lamp'));
      // Other tests have Lamps, too.
      expect(later.message).toMatch(new RegExp(`Lamp is served as .*\\b${group}/v1\\b`));
    } finally {
      await admin.delete(CustomResourceDefinition, { name: `lamps.${group}` });
    }
  });

  test.for([
    ['apps/v1', 'Deploymnt', 'apps/v1 has no such kind (404 NotFound). Did you mean Deployment?'],
    ['v1', 'pods', 'v1 has no such kind (404 NotFound). Did you mean Pod?'],
    ['extensions/v1beta1', 'Ingress', 'Ingress is served as networking.k8s.io/v1'],
    ['apps/v1beta1', 'Scales', 'apps is served as v1'],
  ] as const)('that is not served is told with what is: %s %s', async ([apiVersion, kind, message], { admin }) => {
    const error = await refusalOf(admin.kind(apiVersion, kind));
    expect(isNoSuchKind(error)).toBe(true);
    expect(error.message).toContain(message);
  });

  // What the embedded control plane does not model.
  if (target === 'real') {
    test('of a server that is down disturbs no other', async ({ admin, namespace }) => {
      const ApiService = await admin.kind('apiregistration.k8s.io/v1', 'APIService');
      const group = `${namespace}.example`;
      const name = `v1.${group}`;
      await admin.create(ApiService, {
        metadata: { name },
        spec: {
          group,
          version: 'v1',
          groupPriorityMinimum: 1000,
          versionPriority: 10,
          insecureSkipTLSVerify: true,
          service: { namespace, name: 'nobody' },
        },
      });
      try {
        await expect
          .poll(async () => isServiceUnavailable(await refusalOf(admin.kind(`${group}/v1`, 'Lamp'))), {
            timeout: 30_000,
          })
          .toBe(true);
        const error = await refusalOf(admin.kind('apps/v1', 'Deploymnt'));
        expect(error.message).toContain('Did you mean Deployment?');
      } finally {
        await admin.delete(ApiService, { name });
      }
    });
  }
});

/** A definition is told of in discovery a moment before it is served. */
async function retryOnServing<R>(call: () => Promise<R>): Promise<R> {
  return retryOnConflict(call, { tries: 100, pause: 50, retriable: isNoSuchKind });
}

test('each gives all objects in pages', async ({ admin, namespace }) => {
  const names = Array.from({ length: 7 }, (_, at) => `each-${at}`);
  for (const name of names) await admin.create(ConfigMap, { metadata: { namespace, name, labels: { all: 'here' } } });
  const found: string[] = [];
  const options = { namespace, labelSelector: 'all=here', limit: 3 };
  for await (const { kind, metadata } of each(admin, ConfigMap, options)) found.push(`${kind} ${metadata.name}`);
  expect(found).toEqual(names.map(name => `ConfigMap ${name}`));
  const untyped = untypedKind(kindInfo(ConfigMap));
  for await (const { metadata } of each(admin, untyped, options)) {
    expect(metadata.name).toBe('each-0');
    break;
  }
});

test('retryOnConflict reads and writes again', async ({ admin, namespace }) => {
  const key = { namespace, name: 'counted' };
  await admin.create(ConfigMap, { metadata: key, data: { count: '0' } });
  const count = () =>
    retryOnConflict(
      async () => {
        const map = await admin.get(ConfigMap, key);
        await admin.update(ConfigMap, { ...map, data: { count: String(Number(map.data?.count) + 1) } });
      },
      { tries: 50 },
    );
  await Promise.all([count(), count(), count(), count()]);
  expect((await admin.get(ConfigMap, key)).data).toEqual({ count: '4' });
});
