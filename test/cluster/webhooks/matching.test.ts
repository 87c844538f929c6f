// Which webhooks are asked about which writes.
import { expect, onTestFinished } from 'vitest';
import { serveDefinition } from '../../../hack/demo/custom-resource-definitions.js';
import { test } from './fixture.js';

const paths = (asked: readonly { readonly path: string }[]) =>
  asked.map(({ path }) => path.split('?')[0]?.slice(1)).sort();

const ANYTHING = { type: 'object' as const, 'x-kubernetes-preserve-unknown-fields': true as const };

const rule = (change: object) => [
  { apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['CREATE'], ...change },
];

test('rules name groups, versions, resources, operations and a scope', async ({ hooks, reviews }) => {
  const rules = {
    plain: rule({}),
    'all-groups': rule({ apiGroups: ['*'] }),
    'other-group': rule({ apiGroups: ['apps'] }),
    'all-versions': rule({ apiVersions: ['*'] }),
    'other-version': rule({ apiVersions: ['v2'] }),
    'all-resources': rule({ resources: ['*'] }),
    'all-and-parts': rule({ resources: ['*/*'] }),
    'with-parts': rule({ resources: ['configmaps/*'] }),
    'all-parts': rule({ resources: ['*/status'] }),
    'other-resource': rule({ resources: ['secrets'] }),
    'all-operations': rule({ operations: ['*'] }),
    'other-operation': rule({ operations: ['UPDATE', 'DELETE', 'CONNECT'] }),
    namespaced: rule({ scope: 'Namespaced' }),
    cluster: rule({ scope: 'Cluster' }),
    second: [...rule({ apiGroups: ['apps'] }), ...rule({})],
  };
  await hooks.configure(
    'validating',
    Object.entries(rules).map(([name, each]) => ({ name, rules: each })),
  );
  await hooks.create('m');
  expect(paths(reviews.take())).toEqual(
    [
      'all-and-parts',
      'all-groups',
      'all-operations',
      'all-resources',
      'all-versions',
      'namespaced',
      'plain',
      'second',
      'with-parts',
    ].sort(),
  );
});

test('selectors look at the labels before and after', async ({ hooks, reviews }) => {
  const selector = (operator: string, values?: string[]) => ({
    matchExpressions: [{ key: 'color', operator, ...(values && { values }) }],
  });
  await hooks.configure('validating', [
    { name: 'red', objectSelector: { matchLabels: { color: 'red' } } },
    { name: 'not-red', objectSelector: selector('NotIn', ['red']) },
    { name: 'colored', objectSelector: selector('Exists') },
    { name: 'plain', objectSelector: selector('DoesNotExist') },
    { name: 'elsewhere', namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'elsewhere' } } },
  ]);
  await hooks.create('m', {}, '', { color: 'red' });
  expect(paths(reviews.take())).toEqual(['colored', 'red']);
  await hooks.ask('PATCH', `${hooks.maps}/m`, { metadata: { labels: { color: 'blue' } } });
  expect(paths(reviews.take())).toEqual(['colored', 'not-red', 'red']);
  await hooks.ask('PATCH', `${hooks.maps}/m`, { metadata: { labels: { color: null } } });
  expect(paths(reviews.take())).toEqual(['colored', 'not-red', 'plain']);
  await hooks.ask('DELETE', `${hooks.maps}/m`);
  expect(paths(reviews.take())).toEqual(['not-red', 'plain']);
});

test('conditions in CEL decide; what has no value refuses the write, or lets it pass', async ({
  hooks,
  reviews,
  namespace,
}) => {
  const holds = (expression: string, rest: object = {}) => ({ matchConditions: [{ name: 'c', expression }], ...rest });
  await hooks.configure('validating', [
    { name: 'yes', ...holds("object.metadata.name == 'm'") },
    { name: 'no', ...holds("object.metadata.name == 'other'") },
    { name: 'whom', ...holds("request.operation == 'CREATE' && 'system:masters' in request.userInfo.groups") },
    { name: 'where', ...holds(`request.namespace == '${namespace}' && request.resource.resource == 'configmaps'`) },
    { name: 'options', ...holds("request.options.fieldManager == 'me'") },
    { name: 'old', ...holds('oldObject == null') },
    { name: 'may', ...holds("authorizer.group('').resource('pods').namespace('x').check('get').allowed()") },
    { name: 'may-this', ...holds("authorizer.requestResource.check('create').allowed()") },
    {
      name: 'false-wins',
      matchConditions: [
        { name: 'a', expression: 'object.missing == 1' },
        { name: 'b', expression: 'false' },
      ],
    },
    { name: 'ignored', ...holds('object.missing == 1', { failurePolicy: 'Ignore' }) },
    { name: 'broken', ...holds('object.data.missing == "1"'), objectSelector: { matchLabels: { broken: 'yes' } } },
    {
      name: 'broken-twice',
      objectSelector: { matchLabels: { broken: 'twice' } },
      matchConditions: [
        { name: 'a', expression: 'object.missing == 1' },
        { name: 'b', expression: "request.name.startsWith('x') || oldObject.data.a == '1'" },
        { name: 'c', expression: 'true' },
      ],
    },
  ]);
  await hooks.create('m', {}, '?fieldManager=me');
  expect(paths(reviews.take())).toEqual(['may', 'may-this', 'old', 'options', 'where', 'whom', 'yes']);
  const broken = await hooks.create('b', {}, '?fieldManager=me', { broken: 'yes' });
  expect([broken.code, broken.body]).toEqual([
    403,
    {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `configmaps "b" is forbidden: expression 'object.data.missing == "1"' resulted in error: no such key: data`,
      reason: 'Forbidden',
      details: { name: 'b', kind: 'configmaps' },
      code: 403,
    },
  ]);
  const twice = await hooks.create('b', {}, '?fieldManager=me', { broken: 'twice' });
  expect(twice.body.message).toBe(
    `configmaps "b" is forbidden: [expression 'object.missing == 1' resulted in error: no such key: missing, expression 'request.name.startsWith('x') || oldObject.data.a == '1'' resulted in error: no such key: data]`,
  );
});

test('a webhook for one version is asked about the others, in its own, if it likes', async ({
  admin,
  hooks,
  reviews,
  namespace,
}) => {
  const group = `${namespace}.example.com`;
  const schema = {
    openAPIV3Schema: {
      type: 'object' as const,
      properties: { spec: ANYTHING, status: ANYTHING },
    },
  };
  const version = (name: string, storage: boolean) => ({
    name,
    served: true,
    storage,
    schema,
    subresources: { status: {} },
  });
  const name = `lamps.${group}`;
  await serveDefinition(admin, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'lamps', singular: 'lamp', kind: 'Lamp', listKind: 'LampList' },
      versions: [
        version('v1', true),
        version('v2', false),
        { ...version('v0', false), served: false, subresources: {} },
      ],
    },
  } as never);
  onTestFinished(async () => {
    await hooks.ask('DELETE', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`);
  });
  const rules = [{ apiGroups: [group], apiVersions: ['v1'], resources: ['lamps', 'lamps/status'], operations: ['*'] }];
  reviews.answer('/equivalent', ({ object, operation }) =>
    operation === 'CREATE' && object.spec?.lit === undefined
      ? {
          patchType: 'JSONPatch',
          patch: Buffer.from('[{"op":"add","path":"/spec","value":{"lit":true}}]').toString('base64'),
        }
      : {},
  );
  await hooks.configure('mutating', [
    { name: 'equivalent', rules, matchPolicy: 'Equivalent' },
    { name: 'exact', rules, matchPolicy: 'Exact' },
  ]);
  await hooks.configure('validating', [{ name: 'unserved', rules: [{ ...rules[0], apiVersions: ['v0'] }] }]);
  const lamps = `/apis/${group}/v2/namespaces/${namespace}/lamps`;
  const { body } = await hooks.ask('POST', lamps, { apiVersion: `${group}/v2`, kind: 'Lamp', metadata: { name: 'l' } });
  expect([body.apiVersion, body.spec]).toEqual([`${group}/v2`, { lit: true }]);
  const asked = reviews.take();
  expect(paths(asked)).toEqual(['equivalent', 'unserved']);
  expect(asked[1]?.request.object.apiVersion).toBe(`${group}/v0`);
  const [{ request } = {} as any] = asked;
  const told = [
    request.kind.version,
    request.resource.version,
    request.requestKind.version,
    request.requestResource.version,
  ];
  expect(told).toEqual(['v1', 'v1', 'v2', 'v2']);
  expect(request.object.apiVersion).toBe(`${group}/v1`);
  await hooks.ask('PATCH', `${lamps}/l/status`, { status: { on: true } });
  const [status, ...others] = reviews.take();
  // The version that is not served has no status of its own.
  expect(others).toEqual([]);
  expect([status?.request.subResource, status?.request.object.status, status?.request.oldObject.apiVersion]).toEqual([
    'status',
    { on: true },
    `${group}/v1`,
  ]);
});

test('configurations themselves are not asked about, so that they can be mended', async ({
  hooks,
  reviews,
  namespace,
}) => {
  const rules = [{ apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*'], operations: ['*'] }];
  const mark = { matchLabels: { mark: namespace } };
  await hooks.configure('validating', [{ name: 'all', rules, objectSelector: mark }]);
  const labels = { mark: namespace };
  const path = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
  expect((await hooks.ask('POST', `${path}?dryRun=All`, { metadata: { name: namespace, labels } })).code).toBe(201);
  expect(reviews.take()).toEqual([]);
  const classes = '/apis/scheduling.k8s.io/v1/priorityclasses?dryRun=All';
  expect((await hooks.ask('POST', classes, { metadata: { name: namespace, labels }, value: 1 })).code).toBe(201);
  const [{ request } = {} as any] = reviews.take();
  expect([request.kind.kind, request.namespace, request.name]).toEqual(['PriorityClass', undefined, namespace]);
});

test('a Namespace is in itself', async ({ hooks, reviews, namespace }) => {
  const rules = [{ apiGroups: [''], apiVersions: ['v1'], resources: ['namespaces'], operations: ['UPDATE'] }];
  await hooks.configure('validating', [
    { name: 'own', rules },
    { name: 'namespaced', rules: [{ ...rules[0], scope: 'Namespaced' }] },
    {
      name: 'other',
      rules: [{ ...rules[0], operations: ['UPDATE', 'DELETE'] }],
      namespaceSelector: { matchLabels: { mark: 'yes' } },
      objectSelector: { matchLabels: { mark: 'yes' } },
    },
  ]);
  await hooks.ask('PATCH', `/api/v1/namespaces/${namespace}`, { metadata: { labels: { mark: 'yes' } } });
  const asked = reviews.take();
  expect(paths(asked)).toEqual(['other', 'own']);
  // When it is deleted, its labels are those that the API server's own cache of namespaces has.
  const askedToDelete = async () => {
    await hooks.ask('DELETE', `/api/v1/namespaces/${namespace}?dryRun=All`);
    return paths(reviews.take());
  };
  await expect.poll(askedToDelete).toEqual(['other']);
  expect(asked.map(({ request }) => request.namespace)).toEqual([namespace, namespace]);
});
