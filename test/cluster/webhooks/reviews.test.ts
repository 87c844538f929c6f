// What webhooks are told of a write.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { test } from './fixture.js';

/** What each request of a test was told as, without what is another each time. */
function told(asked: readonly { readonly request: any }[]) {
  return asked.map(({ request: { uid, userInfo, object, oldObject, ...rest } }) => ({
    ...rest,
    object: object && { data: object.data, spec: object.spec },
    old: oldObject && { data: oldObject.data, spec: oldObject.spec },
  }));
}

/**
 * Without what was asked again in the same words: a write that another one of the object came before is tried again by the
 * server, which asks again. Controllers write to Deployments and to Pods whenever they like.
 */
function eachOnce<T>(asked: readonly T[]): readonly T[] {
  return asked.filter((one, at) => at === 0 || !isDeepStrictEqual(one, asked[at - 1]));
}

const CONFIG_MAP = {
  kind: { group: '', version: 'v1', kind: 'ConfigMap' },
  resource: { group: '', version: 'v1', resource: 'configmaps' },
  requestKind: { group: '', version: 'v1', kind: 'ConfigMap' },
  requestResource: { group: '', version: 'v1', resource: 'configmaps' },
};

test('creates, updates, patches and deletes are told with their objects and options', async ({
  hooks,
  reviews,
  namespace,
}) => {
  await hooks.configure('validating', [{ name: 'all' }]);
  const common = { ...CONFIG_MAP, namespace, dryRun: false };
  const options = (kind: string, rest: object = {}) => ({ kind, apiVersion: 'meta.k8s.io/v1', ...rest });

  const query = '?fieldManager=me&fieldValidation=Strict&dryRun=All';
  expect((await hooks.create('dry', { data: { a: '1' } }, query)).code).toBe(201);
  await hooks.create('a', { data: { a: '1' } });
  await hooks.ask('PUT', `${hooks.maps}/a`, { metadata: { name: 'a' }, data: { a: '2' } });
  await hooks.catchUp(hooks.maps);
  await hooks.ask('PATCH', `${hooks.maps}/a?fieldManager=me&force=true`, { data: { a: '3' } }).catch(() => {});
  await hooks.ask('PATCH', `${hooks.maps}/a?fieldManager=me`, { data: { a: '3' } });
  await hooks.catchUp(hooks.maps);
  await hooks.ask('DELETE', `${hooks.maps}/a`, { propagationPolicy: 'Background' });
  expect(told(reviews.take())).toEqual([
    {
      ...common,
      name: 'dry',
      operation: 'CREATE',
      dryRun: true,
      object: { data: { a: '1' } },
      old: null,
      options: options('CreateOptions', { dryRun: ['All'], fieldManager: 'me', fieldValidation: 'Strict' }),
    },
    {
      ...common,
      name: 'a',
      operation: 'CREATE',
      object: { data: { a: '1' } },
      old: null,
      options: options('CreateOptions'),
    },
    {
      ...common,
      name: 'a',
      operation: 'UPDATE',
      object: { data: { a: '2' } },
      old: { data: { a: '1' } },
      options: options('UpdateOptions'),
    },
    {
      ...common,
      name: 'a',
      operation: 'UPDATE',
      object: { data: { a: '3' } },
      old: { data: { a: '2' } },
      options: options('UpdateOptions', { fieldManager: 'me' }),
    },
    {
      ...common,
      name: 'a',
      operation: 'DELETE',
      object: null,
      old: { data: { a: '3' } },
      options: options('DeleteOptions', { propagationPolicy: 'Background' }),
    },
  ]);
});

test('what comes over the wire is a review of version 1, by whom it is, within the time', async ({
  hooks,
  reviews,
}) => {
  await hooks.configure('validating', [{ name: 'all', timeoutSeconds: 7 }]);
  await hooks.create('a');
  const [{ path, review, headers } = {} as any] = reviews.take();
  expect(path).toBe('/all?timeout=7s');
  expect([review.kind, review.apiVersion]).toEqual(['AdmissionReview', 'admission.k8s.io/v1']);
  expect(headers).toMatchObject({ accept: 'application/json, */*', 'content-type': 'application/json' });
  expect(review.request.uid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(review.request.userInfo).toMatchObject({
    username: expect.any(String),
    groups: expect.arrayContaining(['system:masters', 'system:authenticated']),
  });
  expect(review.request.object).toMatchObject({
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: { name: 'a', uid: expect.any(String), creationTimestamp: expect.any(String) },
  });
});

test('mutating webhooks see what was sent, validating ones what will be stored', async ({
  hooks,
  reviews,
  namespace,
}) => {
  await hooks.configure('mutating', [{ name: 'early' }]);
  await hooks.configure('validating', [{ name: 'late' }]);
  const metadata = { generateName: 'made-', finalizers: ['example.com/a'] };
  const { body } = await hooks.ask('POST', hooks.maps, { metadata });
  const [early, late] = reviews.take().map(({ request }) => request);
  expect([early.name, early.object.metadata.name, early.object.metadata.uid]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(early.object.metadata).toMatchObject({ namespace, generateName: 'made-', managedFields: expect.any(Array) });
  expect(early.object.metadata).not.toHaveProperty('creationTimestamp');
  expect([late.name, late.object.metadata.name]).toEqual([body.metadata.name, body.metadata.name]);
  expect(late.object.metadata.uid).toBe(body.metadata.uid);

  await hooks.ask('PUT', `${hooks.maps}/${body.metadata.name}`, { metadata: { name: body.metadata.name } });
  const [before, after] = reviews.take().map(({ request }) => request.object.metadata);
  expect(before).not.toHaveProperty('uid');
  expect(after.uid).toBe(body.metadata.uid);
});

test('of a collection no names are told, and each object is', async ({ hooks, reviews }) => {
  await hooks.create('a');
  await hooks.create('b');
  await hooks.configure('validating', [{ name: 'all' }]);
  await hooks.ask('DELETE', `${hooks.maps}?fieldSelector=metadata.name%21%3Dkube-root-ca.crt`);
  const asked = reviews.take().map(({ request }) => [request.name, request.oldObject.metadata.name, request.operation]);
  expect(asked.sort()).toEqual([
    [undefined, 'a', 'DELETE'],
    [undefined, 'b', 'DELETE'],
  ]);
});

test('subresources are told as what they are: status, scale, eviction', async ({ hooks, reviews, namespace }) => {
  const rules = [
    {
      apiGroups: ['', 'apps'],
      apiVersions: ['v1'],
      resources: ['deployments/*', 'pods/eviction', 'pods/status', 'serviceaccounts/token'],
      operations: ['*'],
    },
  ];
  const containers = [{ name: 'c', image: 'i' }];
  const labels = { app: 'a' };
  const template = { metadata: { labels }, spec: { containers } };
  const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const spec = { replicas: 0, paused: true, selector: { matchLabels: labels }, template };
  await hooks.ask('POST', deployments, { metadata: { name: 'a' }, spec });
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  await hooks.ask('POST', pods, { metadata: { name: 'p', labels: { mine: 'yes' } }, spec: { containers } });
  await hooks.configure('validating', [{ name: 'sub', rules, matchConditions: BY_HAND }]);

  await hooks.ask('PATCH', `${deployments}/a/scale`, { spec: { replicas: 2 } });
  await hooks.ask('PATCH', `${pods}/p/status`, { status: { message: 'hello' } });
  const token = `/api/v1/namespaces/${namespace}/serviceaccounts/default/token`;
  await expect.poll(async () => (await hooks.ask('POST', token, { spec: {} })).code).toBe(201);
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p', namespace } };
  expect((await hooks.ask('POST', `${pods}/p/eviction`, eviction)).code).toBe(201);
  const asked = reviews.take().map(({ request }) => request);
  const shown = asked.map(
    ({ kind, resource, subResource, requestSubResource, name, operation, object, oldObject }) => ({
      kind: `${kind.group}/${kind.version} ${kind.kind}`,
      resource: resource.resource,
      sub: [subResource, requestSubResource],
      name,
      operation,
      objects: [object?.kind, oldObject?.kind],
    }),
  );
  expect(eachOnce(shown)).toEqual([
    {
      kind: 'autoscaling/v1 Scale',
      resource: 'deployments',
      sub: ['scale', 'scale'],
      name: 'a',
      operation: 'UPDATE',
      objects: ['Scale', 'Scale'],
    },
    {
      kind: '/v1 Pod',
      resource: 'pods',
      sub: ['status', 'status'],
      name: 'p',
      operation: 'UPDATE',
      objects: ['Pod', 'Pod'],
    },
    {
      kind: 'authentication.k8s.io/v1 TokenRequest',
      resource: 'serviceaccounts',
      sub: ['token', 'token'],
      name: 'default',
      operation: 'CREATE',
      objects: ['TokenRequest', undefined],
    },
    {
      kind: 'policy/v1 Eviction',
      resource: 'pods',
      sub: ['eviction', 'eviction'],
      name: 'p',
      operation: 'CREATE',
      objects: ['Eviction', undefined],
    },
  ]);
  const { object, oldObject } = asked.find(({ subResource }) => subResource === 'scale');
  expect(object.spec).toEqual({ replicas: 2 });
  expect(oldObject.spec).toEqual({});
});

/** Controllers write, too. */
const BY_HAND = [{ name: 'by-hand', expression: "'system:masters' in request.userInfo.groups" }];

test('a Pod with grace is told once, with the grace that it has; without any it is told twice', async ({
  hooks,
  reviews,
  namespace,
}) => {
  const rules = [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['DELETE'] }];
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const spec = { containers: [{ name: 'c', image: 'i' }], nodeName: 'nowhere' };
  await hooks.ask('POST', pods, { metadata: { name: 'p' }, spec });
  await hooks.configure('validating', [{ name: 'pods', rules, matchConditions: BY_HAND }]);
  await hooks.ask('DELETE', `${pods}/p`);
  expect(eachOnce(reviews.take().map(({ request }) => request.options))).toEqual([
    { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/v1', gracePeriodSeconds: 30 },
  ]);
  await hooks.catchUp(pods);
  await hooks.ask('DELETE', `${pods}/p?gracePeriodSeconds=0`);
  const graces = reviews.take().map(({ request }) => request.oldObject.metadata.deletionGracePeriodSeconds);
  expect(eachOnce(graces)).toEqual([30, 0]);
});
