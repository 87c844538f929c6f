// What users of @kubernetes/client-node do: the typed API, objects of any kind, custom objects, patches, an informer.
import {
  ApiException,
  AppsV1Api,
  AuthenticationV1Api,
  AuthorizationV1Api,
  CoordinationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1ConfigMap,
  type V1Pod,
  VersionApi,
  Watch,
} from '@kubernetes/client-node';
import { describe, expect, vi } from 'vitest';
import { test as base } from './fixture.js';

const test = base
  .extend('config', { scope: 'file' }, async ({ controlPlane }) => {
    const config = new KubeConfig();
    config.loadFromFile(controlPlane.adminKubeconfig);
    return config;
  })
  .extend('core', { scope: 'file' }, async ({ config }) => config.makeApiClient(CoreV1Api))
  .extend('apps', { scope: 'file' }, async ({ config }) => config.makeApiClient(AppsV1Api))
  .extend('objects', { scope: 'file' }, async ({ config }) => KubernetesObjectApi.makeApiClient(config))
  .extend('custom', { scope: 'file' }, async ({ config }) => config.makeApiClient(CustomObjectsApi));

const containers = [{ name: 'main', image: 'redis:7-alpine' }];
const patiently = { timeout: 20_000 };

/** The status and the reason of a refusal. */
async function refusal(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiException)) throw error;
  const body = typeof error.body === 'string' ? JSON.parse(error.body) : error.body;
  return { code: error.code, kind: body.kind, reason: body.reason };
}

describe('the typed API', () => {
  test('needs no apiVersion and no kind in the bodies of built-in kinds', async ({ core, apps, config, namespace }) => {
    const metadata = { name: 'a' };
    await core.createNamespacedConfigMap({ namespace, body: { metadata, data: { a: '1' } } });
    expect(await core.readNamespacedConfigMap({ name: 'a', namespace })).toMatchObject({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: { a: '1' },
    });
    const pod = await core.createNamespacedPod({ namespace, body: { metadata, spec: { containers } } });
    expect(pod.spec?.restartPolicy).toBe('Always');
    const labels = { app: 'a' };
    const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
    const deployment = await apps.createNamespacedDeployment({ namespace, body: { metadata, spec } });
    expect(deployment).toMatchObject({ kind: 'Deployment', spec: { replicas: 1, revisionHistoryLimit: 10 } });
    const leases = config.makeApiClient(CoordinationV1Api);
    const lease = await leases.createNamespacedLease({ namespace, body: { metadata, spec: { holderIdentity: 'me' } } });
    expect(lease.spec?.holderIdentity).toBe('me');
  });

  test('replaces an object, and refuses a version that has passed', async ({ core, namespace }) => {
    const made = await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'a' } } });
    const replaced = await core.replaceNamespacedConfigMap({
      name: 'a',
      namespace,
      body: { ...made, data: { a: '1' } },
    });
    expect(replaced.data).toEqual({ a: '1' });
    const late = core.replaceNamespacedConfigMap({ name: 'a', namespace, body: { ...made, data: { a: '2' } } });
    expect(await refusal(late)).toEqual({ code: 409, kind: 'Status', reason: 'Conflict' });
  });

  test('is told by a Status what is wrong', async ({ core, namespace }) => {
    const missing = core.readNamespacedConfigMap({ name: 'a', namespace });
    expect(await refusal(missing)).toEqual({ code: 404, kind: 'Status', reason: 'NotFound' });
    const body = { metadata: { name: 'A_B' } };
    const invalid = core.createNamespacedConfigMap({ namespace, body });
    expect(await refusal(invalid)).toEqual({ code: 422, kind: 'Status', reason: 'Invalid' });
    const twice = () => core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'a' } } });
    await twice();
    expect(await refusal(twice())).toEqual({ code: 409, kind: 'Status', reason: 'AlreadyExists' });
  });

  test('lists by labels, by fields and in pages, in one namespace and in all', async ({ core, namespace }) => {
    for (const name of ['a', 'b', 'c']) {
      const metadata = { name, labels: { of: namespace, odd: String(name !== 'b') } };
      await core.createNamespacedPod({ namespace, body: { metadata, spec: { containers } } });
    }
    const names = (list: { items: V1Pod[] }) => list.items.map(({ metadata }) => metadata?.name);
    const odd = await core.listNamespacedPod({ namespace, labelSelector: 'odd=true' });
    expect(names(odd)).toEqual(['a', 'c']);
    expect(names(await core.listNamespacedPod({ namespace, fieldSelector: 'metadata.name=b' }))).toEqual(['b']);
    const first = await core.listNamespacedPod({ namespace, limit: 2 });
    expect(names(first)).toEqual(['a', 'b']);
    const token = first.metadata?._continue ?? '';
    expect(names(await core.listNamespacedPod({ namespace, limit: 2, _continue: token }))).toEqual(['c']);
    const everywhere = await core.listPodForAllNamespaces({ labelSelector: `of=${namespace}` });
    expect(names(everywhere)).toEqual(['a', 'b', 'c']);
  });

  test('patches in every way', async ({ core, apps, namespace }) => {
    const metadata = { name: 'a' };
    const map = { name: 'a', namespace };
    await core.createNamespacedConfigMap({ namespace, body: { metadata, data: { a: '1' } } });
    const json = [{ op: 'replace', path: '/data/a', value: '2' }];
    expect((await core.patchNamespacedConfigMap({ ...map, body: json })).data).toEqual({ a: '2' });
    const merge = { data: { a: null, b: '3' } };
    const mergePatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
    expect((await core.patchNamespacedConfigMap({ ...map, body: merge }, mergePatch)).data).toEqual({ b: '3' });

    const labels = { app: 'a' };
    const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
    await apps.createNamespacedDeployment({ namespace, body: { metadata, spec } });
    const side = { spec: { template: { spec: { containers: [{ name: 'side', image: 'busybox' }] } } } };
    const strategic = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
    const patched = await apps.patchNamespacedDeployment({ ...map, body: side }, strategic);
    expect(patched.spec?.template.spec?.containers.map(({ name }) => name)).toEqual(['side', 'main']);
  });

  test('applies on the server, and is told of conflicts', async ({ core, namespace }) => {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: '1' } };
    const applied = { name: 'a', namespace, body, fieldManager: 'one' };
    const asApply = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply);
    const made = await core.patchNamespacedConfigMap(applied, asApply);
    expect(made.metadata?.managedFields).toMatchObject([{ manager: 'one', operation: 'Apply' }]);
    const other = { ...applied, body: { ...body, data: { a: '2' } }, fieldManager: 'two' };
    const conflict = core.patchNamespacedConfigMap(other, asApply);
    expect(await refusal(conflict)).toEqual({ code: 409, kind: 'Status', reason: 'Conflict' });
    expect((await core.patchNamespacedConfigMap({ ...other, force: true }, asApply)).data).toEqual({ a: '2' });
  });

  test('reads and writes subresources', async ({ core, apps, config, namespace }) => {
    const key = { name: 'a', namespace };
    await core.createNamespacedPod({ namespace, body: { metadata: { name: 'a' }, spec: { containers } } });
    const body = { status: { phase: 'Running', message: 'm' } };
    const mergePatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
    expect((await core.patchNamespacedPodStatus({ ...key, body }, mergePatch)).status?.message).toBe('m');

    const labels = { app: 'a' };
    const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
    await apps.createNamespacedDeployment({ namespace, body: { metadata: { name: 'a' }, spec } });
    const scale = await apps.readNamespacedDeploymentScale(key);
    expect(scale.status?.selector).toBe('app=a');
    await apps.replaceNamespacedDeploymentScale({ ...key, body: { ...scale, spec: { replicas: 4 } } });
    expect((await apps.readNamespacedDeployment(key)).spec?.replicas).toBe(4);

    await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name: 'a' } } });
    const request = { spec: { audiences: [], expirationSeconds: 600 } };
    const issued = await core.createNamespacedServiceAccountToken({ ...key, body: request });
    const reviews = config.makeApiClient(AuthenticationV1Api);
    const review = await reviews.createTokenReview({ body: { spec: { token: issued.status?.token ?? '' } } });
    expect(review.status?.user?.username).toBe(`system:serviceaccount:${namespace}:a`);
  });

  test('deletes one object and many', async ({ core, namespace }) => {
    for (const name of ['a', 'b', 'c']) {
      await core.createNamespacedSecret({ namespace, body: { metadata: { name, labels: { of: 'test' } } } });
    }
    expect(await core.deleteNamespacedSecret({ name: 'a', namespace })).toMatchObject({ status: 'Success' });
    const many = { namespace, labelSelector: 'of=test' };
    await core.deleteCollectionNamespacedSecret({ ...many, body: { propagationPolicy: 'Background' } });
    expect((await core.listNamespacedSecret(many)).items).toEqual([]);
  });

  test('asks who may do what, which kinds there are, and of which version the server is', async ({ config, core }) => {
    const resourceAttributes = { verb: 'list', resource: 'pods', namespace: 'default' };
    const access = await config
      .makeApiClient(AuthorizationV1Api)
      .createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } });
    expect(access.status?.allowed).toBe(true);
    const { resources } = await core.getAPIResources();
    expect(resources.find(({ name }) => name === 'pods')).toMatchObject({ kind: 'Pod', namespaced: true });
    expect((await config.makeApiClient(VersionApi).getCode()).major).toBe('1');
  });
});

describe('KubernetesObjectApi', () => {
  test('goes through every verb with a built-in kind', async ({ objects, namespace }) => {
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace } };
    const made = await objects.create<V1ConfigMap>({ ...configMap, data: { a: '1' } });
    expect(await objects.read<V1ConfigMap>(configMap)).toEqual(made);
    expect((await objects.replace<V1ConfigMap>({ ...made, data: { a: '2' } })).data).toEqual({ a: '2' });
    expect((await objects.patch<V1ConfigMap>({ ...configMap, data: { b: '3' } })).data).toEqual({ a: '2', b: '3' });
    const applied = { ...configMap, data: { c: '4' } };
    const apply = [undefined, undefined, 'test', true, PatchStrategy.ServerSideApply] as const;
    expect((await objects.patch<V1ConfigMap>(applied, ...apply)).data).toEqual({ a: '2', b: '3', c: '4' });
    const { items } = await objects.list<V1ConfigMap>('v1', 'ConfigMap', namespace);
    expect(items.map(({ metadata }) => metadata?.name)).toContain('a');
    await objects.delete(configMap);
    expect(await refusal(objects.read(configMap))).toMatchObject({ code: 404, reason: 'NotFound' });
  });

  test('goes through every verb with a custom resource', async ({ objects, namespace }) => {
    const redis = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: { name: 'a', namespace } };
    const made = await objects.create({ ...redis, spec: {} } as typeof redis);
    expect(made).toMatchObject({ spec: { replicas: 1, port: 6379 } });
    const patch = { ...redis, spec: { replicas: 2 } };
    const merge = [undefined, undefined, undefined, undefined, PatchStrategy.MergePatch] as const;
    expect(await objects.patch(patch, ...merge)).toMatchObject({ spec: { replicas: 2, port: 6379 } });
    const refused = objects.patch({ ...redis, spec: { port: 1 } } as typeof redis, ...merge);
    expect(await refusal(refused)).toEqual({ code: 422, kind: 'Status', reason: 'Invalid' });
    expect((await objects.list(redis.apiVersion, redis.kind, namespace)).items).toHaveLength(1);
    await objects.delete(redis);
    expect((await objects.list(redis.apiVersion, redis.kind, namespace)).items).toEqual([]);
  });
});

describe('CustomObjectsApi', () => {
  test('writes an object, its status and its scale', async ({ custom, namespace }) => {
    const redis = { group: 'myapp.tangx.in', version: 'v1', namespace, plural: 'redis' };
    const one = { ...redis, name: 'a' };
    const body = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: { name: 'a' }, spec: { replicas: 2 } };
    await custom.createNamespacedCustomObject({ ...redis, body });
    const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
    await custom.patchNamespacedCustomObjectStatus({ ...one, body: { status: { replicas: 1 } } }, merge);
    await custom.patchNamespacedCustomObjectScale({ ...one, body: { spec: { replicas: 5 } } }, merge);
    expect(await custom.getNamespacedCustomObject(one)).toMatchObject({
      spec: { replicas: 5 },
      status: { replicas: 1 },
    });
    expect(await custom.listNamespacedCustomObject(redis)).toMatchObject({ kind: 'RedisList', items: [{}] });
    await custom.deleteNamespacedCustomObject(one);
    expect(await refusal(custom.getNamespacedCustomObject(one))).toMatchObject({ code: 404 });
  });

  test('makes a definition with its defaults, which the typed API would lose', async ({
    custom,
    objects,
    namespace,
  }) => {
    const group = 'client-node-test.example';
    const definitions = { group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions' };
    const properties = { spec: { type: 'object', properties: { size: { type: 'integer', default: 3 } } } };
    const name = `gadgets.${group}`;
    await custom.createClusterCustomObject({
      ...definitions,
      body: {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name },
        spec: {
          group,
          names: { plural: 'gadgets', kind: 'Gadget' },
          scope: 'Namespaced',
          versions: [
            { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties } } },
          ],
        },
      },
    });
    const gadget = { apiVersion: `${group}/v1`, kind: 'Gadget', metadata: { name: 'a', namespace }, spec: {} };
    await vi.waitFor(async () => expect(await objects.create(gadget)).toMatchObject({ spec: { size: 3 } }), patiently);
    await custom.deleteClusterCustomObject({ ...definitions, name });
  });
});

describe('an informer', () => {
  test('sees what is there, what comes, changes and goes', async ({ config, core, namespace }) => {
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const labelSelector = 'of=test';
    const body = (name: string) => ({ metadata: { name, labels: { of: 'test' } } });
    await core.createNamespacedConfigMap({ namespace, body: body('a') });
    const list = () => core.listNamespacedConfigMap({ namespace, labelSelector });
    const informer = makeInformer(config, path, list, labelSelector);
    const seen: string[] = [];
    for (const verb of ['add', 'update', 'delete'] as const) {
      informer.on(verb, ({ metadata }) => void seen.push(`${verb} ${metadata?.name}`));
    }
    const connected = new Promise<void>(resolve => informer.on('connect', () => resolve()));
    await informer.start();
    await connected;
    try {
      await core.createNamespacedConfigMap({ namespace, body: body('b') });
      await core.patchNamespacedConfigMap({
        name: 'a',
        namespace,
        body: [{ op: 'add', path: '/data', value: { a: '1' } }],
      });
      await core.deleteNamespacedConfigMap({ name: 'b', namespace });
      await vi.waitFor(() => expect(seen).toEqual(['add a', 'add b', 'update a', 'delete b']), patiently);
      expect(informer.list().map(({ metadata }) => metadata?.name)).toEqual(['a']);
    } finally {
      await informer.stop();
    }
  });
});

test('a watch answers changes until it is aborted', async ({ config, core, namespace }) => {
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const { metadata } = await core.listNamespacedConfigMap({ namespace });
  const seen: string[] = [];
  const watch = new Watch(config);
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const query = { resourceVersion: metadata?.resourceVersion, fieldSelector: 'metadata.name=a' };
  const controller = await watch.watch(
    path,
    query,
    (type, object) => seen.push(`${type} ${object.kind}`),
    () => end(),
  );
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'a' } } });
  await core.deleteNamespacedConfigMap({ name: 'a', namespace });
  await vi.waitFor(() => expect(seen).toEqual(['ADDED ConfigMap', 'DELETED ConfigMap']), patiently);
  controller.abort();
  await ended;
});
