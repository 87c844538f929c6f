// What mutating webhooks do to objects, in which order, and how often they are asked.
import { expect } from 'vitest';
import { test } from './fixture.js';
import { patching } from './review-server.js';

/** Adds its name to a list in the data. */
const appending = (name: string) => (request: any) => {
  const before = request.object.data?.seen ?? '';
  return patching(...(request.object.data === undefined ? [{ op: 'add', path: '/data', value: {} }] : []), {
    op: 'add',
    path: '/data/seen',
    value: `${before}${name}`,
  });
};

test('they are asked one after the other, by the names of configurations and in their order', async ({
  hooks,
  reviews,
}) => {
  for (const name of ['a', 'b', 'c']) reviews.answer(`/${name}`, appending(name));
  await hooks.configure('mutating', [{ name: 'c' }], 'z');
  await hooks.configure('mutating', [{ name: 'b' }, { name: 'a' }], 'y');
  const { body } = await hooks.create('m');
  expect(body.data).toEqual({ seen: 'bac' });
  expect((await hooks.ask('PATCH', `${hooks.maps}/m`, { data: { seen: '-' } })).body.data).toEqual({ seen: '-bac' });
});

test('those that want it are asked again when a later one has changed something', async ({ hooks, reviews }) => {
  reviews.answer('/first', request =>
    request.object.data?.late === undefined || request.object.data?.both !== undefined
      ? {}
      : patching({ op: 'add', path: '/data/both', value: 'yes' }),
  );
  reviews.answer('/never', {});
  reviews.answer('/last', request =>
    request.object.data?.late === undefined ? patching({ op: 'add', path: '/data', value: { late: 'yes' } }) : {},
  );
  await hooks.configure('mutating', [
    { name: 'first', reinvocationPolicy: 'IfNeeded' },
    { name: 'never' },
    { name: 'last', reinvocationPolicy: 'IfNeeded' },
  ]);
  const { body } = await hooks.create('m');
  expect(body.data).toEqual({ late: 'yes', both: 'yes' });
  expect(reviews.take().map(({ path }) => path.split('?')[0])).toEqual([
    '/first',
    '/never',
    '/last',
    '/first',
    '/last',
  ]);
});

test('what plugins make of a change asks again whoever made it', async ({ hooks, reviews, namespace }) => {
  const rules = [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }];
  const priorities: unknown[] = [];
  reviews.answer('/important', ({ object: { spec } }) => {
    priorities.push(spec.priority);
    const name = { op: 'add', path: '/spec/priorityClassName', value: 'system-node-critical' };
    return priorities.length > 1 ? {} : patching(name, { op: 'remove', path: '/spec/priority' });
  });
  await hooks.configure('mutating', [{ name: 'important', rules, reinvocationPolicy: 'IfNeeded' }]);
  const pod = { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } };
  const { body } = await hooks.ask('POST', `/api/v1/namespaces/${namespace}/pods`, pod);
  expect([body.message, body.spec?.priority, priorities]).toEqual([undefined, 2_000_001_000, [0, 2_000_001_000]]);
});

test('one that is not asked again refuses what its conditions cannot judge any more', async ({ hooks, reviews }) => {
  const matchConditions = [{ name: 'c', expression: "object.data.a == '1'" }];
  reviews.answer('/last', ({ object }) => (object.data === undefined ? {} : patching({ op: 'remove', path: '/data' })));
  await hooks.configure('mutating', [{ name: 'first', matchConditions }, { name: 'last' }]);
  const { code, body } = await hooks.create('m', { data: { a: '1' } });
  expect([code, body.message]).toEqual([
    403,
    `configmaps "m" is forbidden: expression 'object.data.a == "1"' resulted in error: no such key: data`.replaceAll(
      '"1"',
      "'1'",
    ),
  ]);
});

test('a patch that changes nothing asks nobody again', async ({ hooks, reviews }) => {
  reviews.answer('/same', patching({ op: 'add', path: '/data', value: { a: '1' } }));
  await hooks.configure('mutating', [{ name: 'once', reinvocationPolicy: 'IfNeeded' }, { name: 'same' }]);
  await hooks.create('m', { data: { a: '1' } });
  // The first patch of an object takes the fractions of seconds out of its managed fields, which counts as a change.
  expect(reviews.take()).toHaveLength(3);
  await hooks.configure('mutating', [{ name: 'same' }], '0');
  await hooks.create('n', { data: { a: '1' } });
  expect(reviews.take()).toHaveLength(3);
});

test('what they add gets defaults, is validated, and is nobody’s field', async ({ hooks, reviews, namespace }) => {
  const rules = [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }];
  const sidecar = { name: 'side', image: 'side' };
  reviews.answer('/side', request =>
    patching({
      op: 'add',
      path: '/spec/containers/-',
      value: request.object.metadata.name === 'bad' ? { ...sidecar, imagePullPolicy: 'Sometimes' } : sidecar,
    }),
  );
  await hooks.configure('mutating', [{ name: 'side', rules }]);
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const pod = (name: string) => ({ metadata: { name }, spec: { containers: [{ name: 'c', image: 'i' }] } });
  const made = await hooks.ask('POST', pods, pod('good'));
  // Plugins come before them.
  expect(reviews.take()[0]?.request.object.spec).toMatchObject({ priority: 0, tolerations: [{}, {}] });
  expect(made.body.spec.containers[1]).toMatchObject({
    ...sidecar,
    imagePullPolicy: 'Always',
    terminationMessagePath: '/dev/termination-log',
  });
  expect(JSON.stringify(made.body.metadata.managedFields)).not.toContain('side');
  const bad = await hooks.ask('POST', pods, pod('bad'));
  expect([bad.code, bad.body.message]).toEqual([
    422,
    'Pod "bad" is invalid: spec.containers[1].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
  ]);
});

test('a dry run is told to them, and stores nothing', async ({ hooks, reviews }) => {
  reviews.answer('/a', appending('a'));
  await hooks.configure('mutating', [{ name: 'a', sideEffects: 'NoneOnDryRun' }]);
  expect((await hooks.create('m', {}, '?dryRun=All')).body.data).toEqual({ seen: 'a' });
  expect(reviews.take()[0]?.request.dryRun).toBe(true);
  expect((await hooks.ask('GET', `${hooks.maps}/m`)).code).toBe(404);
});

test('a patch that does not apply fails the request, whatever the policy', async ({ hooks, reviews }) => {
  const cases: Record<string, [object[], string]> = {
    'no-parent': [
      [{ op: 'add', path: '/data/a/b', value: 1 }],
      'add operation does not apply: doc is missing path: "/data/a/b": missing value',
    ],
    'no-key': [
      [{ op: 'remove', path: '/data' }],
      "error in remove for path: '/data': Unable to remove nonexistent key: data: missing value",
    ],
    'no-parent-to-replace': [
      [{ op: 'replace', path: '/data/a', value: 1 }],
      'replace operation does not apply: doc is missing path: /data/a: missing value',
    ],
    'failed-test': [[{ op: 'test', path: '/kind', value: 'Secret' }], 'testing value /kind failed: test failed'],
    'no-source': [
      [{ op: 'copy', from: '/data/x', path: '/metadata/x' }],
      'copy operation does not apply: doc is missing from path: /data/x: missing value',
    ],
    'far-index': [
      [{ op: 'add', path: '/metadata/managedFields/7', value: {} }],
      "error in add for path: '/metadata/managedFields/7': Unable to access invalid index: 7: invalid index referenced",
    ],
    'no-path': [[{ op: 'copy', from: '/kind' }], 'copy operation failed to decode path: missing value'],
    'no-path-to-move': [
      [{ op: 'move', from: '/kind' }],
      'move operation failed to decode path: operation missing path field: missing value',
    ],
    'into-itself': [
      [{ op: 'move', from: '/metadata', path: '/metadata/x' }],
      'move operation does not apply: doc is missing destination path: /metadata/x: missing value',
    ],
    'far-test': [
      [{ op: 'test', path: '/metadata/managedFields/7', value: 'x' }],
      "error in test for path: '/metadata/managedFields/7': Unable to access invalid index: 7: invalid index referenced",
    ],
    'no-object': [
      [{ op: 'replace', path: '', value: 'x' }],
      'replace operation value must be object or array: %!w(<nil>)',
    ],
    'unknown-kind': [
      [{ op: 'replace', path: '/kind', value: 'Nothing' }],
      'no kind "Nothing" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"',
    ],
    'no-op': [[{ op: 'merge', path: '/data', value: 1 }], 'Unexpected kind: merge'],
    'wrong-type': [
      [{ op: 'add', path: '/data', value: { a: 1 } }],
      'json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
    ],
  };
  for (const [name, [operations]] of Object.entries(cases)) reviews.answer(`/${name}`, patching(...operations));
  await hooks.configure(
    'mutating',
    Object.keys(cases).map(name => ({
      name,
      failurePolicy: 'Ignore',
      objectSelector: { matchLabels: { case: name } },
    })),
  );
  const answers = [];
  for (const name of Object.keys(cases)) {
    const { code, body } = await hooks.create(name, {}, '', { case: name });
    answers.push([name, code, body.reason, body.message, body.details]);
  }
  expect(answers).toEqual(
    Object.entries(cases).map(([name, [, why]]) => [
      name,
      500,
      'InternalError',
      `Internal error occurred: ${why}`,
      { causes: [{ message: why }] },
    ]),
  );
});

test('what makes another object of it is refused', async ({ hooks, reviews }) => {
  const cases: Record<string, [object, number, string]> = {
    elsewhere: [
      { op: 'replace', path: '/metadata/namespace', value: 'default' },
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    stored: [
      { op: 'add', path: '/metadata/resourceVersion', value: '1' },
      500,
      'resourceVersion should not be set on objects to be created',
    ],
    'another-kind': [
      { op: 'replace', path: '/kind', value: 'Secret' },
      500,
      'converting (v1.Secret) to (core.ConfigMap): unknown conversion',
    ],
  };
  for (const [name, [operation]] of Object.entries(cases)) reviews.answer(`/${name}`, patching(operation));
  reviews.answer('/no-kind', patching({ op: 'remove', path: '/kind' }, { op: 'remove', path: '/apiVersion' }));
  await hooks.configure(
    'mutating',
    [...Object.keys(cases), 'no-kind'].map(name => ({ name, objectSelector: { matchLabels: { case: name } } })),
  );
  for (const [name, [, code, message]] of Object.entries(cases)) {
    const answer = await hooks.create(name, {}, '', { case: name });
    expect([name, answer.code, answer.body.message]).toEqual([name, code, message]);
  }
  const { code, body } = await hooks.create('same', {}, '', { case: 'no-kind' });
  expect([code, body.kind, body.apiVersion]).toEqual([201, 'ConfigMap', 'v1']);
});

test('what they spoil in the metadata is put right, and told', async ({ hooks, reviews }) => {
  const owner = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' };
  const another = { ...owner, name: 'q' };
  reviews.answer('/owners', patching({ op: 'add', path: '/metadata/ownerReferences', value: [owner, another, owner] }));
  reviews.answer('/managers', patching({ op: 'replace', path: '/metadata/managedFields/0/operation', value: 'x' }));
  await hooks.configure(
    'mutating',
    ['owners', 'managers'].map(name => ({ name, objectSelector: { matchLabels: { case: name } } })),
  );
  const advice =
    'API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: u';
  const owned = await hooks.create('owned', {}, '?dryRun=All', { case: 'owners' });
  expect(owned.body.metadata.ownerReferences).toEqual([owner, another]);
  expect(owned.warnings).toEqual([
    `.metadata.ownerReferences contains duplicate entries after mutating admission happens; ${advice}`,
  ]);
  const twice = { metadata: { name: 'sent', ownerReferences: [owner, owner] } };
  const sent = await hooks.ask('POST', `${hooks.maps}?dryRun=All`, twice);
  expect(sent.body.metadata.ownerReferences).toEqual([owner]);
  expect(sent.warnings).toEqual([`.metadata.ownerReferences contains duplicate entries; ${advice}`]);

  const managed = await hooks.create('managed', { data: { a: '1' } }, '', { case: 'managers' });
  expect(managed.body.metadata.managedFields).toEqual([expect.objectContaining({ operation: 'Update' })]);
  expect(managed.warnings).toEqual([
    '.metadata.managedFields was in an invalid state after admission; this could be caused by an outdated mutating admission controller; please fix your requests: operation must be `Apply` or `Update`',
  ]);
});

test('nothing can be changed of what is deleted', async ({ hooks, reviews }) => {
  await hooks.create('m');
  reviews.answer('/a', request =>
    request.operation === 'DELETE' ? patching({ op: 'add', path: '/data', value: {} }) : {},
  );
  await hooks.configure('mutating', [{ name: 'a' }]);
  const { code, body } = await hooks.ask('DELETE', `${hooks.maps}/m`);
  expect([code, body.message]).toEqual([
    500,
    `Internal error occurred: admission webhook "${hooks.fullName('a')}" attempted to modify the object, which is not supported for this operation`,
  ]);
});

test('the replicas of a Scale can be changed', async ({ hooks, reviews, namespace }) => {
  const rules = [
    { apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments/scale'], operations: ['UPDATE'] },
  ];
  const labels = { app: 'a' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } };
  const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const spec = { replicas: 1, paused: true, selector: { matchLabels: labels }, template };
  await hooks.ask('POST', deployments, { metadata: { name: 'a' }, spec });
  reviews.answer('/most', patching({ op: 'replace', path: '/spec/replicas', value: 3 }));
  await hooks.configure('mutating', [{ name: 'most', rules }]);
  const { body } = await hooks.ask('PATCH', `${deployments}/a/scale`, { spec: { replicas: 9 } });
  expect(body.spec).toEqual({ replicas: 3 });
  expect((await hooks.ask('GET', `${deployments}/a`)).body.spec.replicas).toBe(3);
});

test('what they add to the metadata of a status stays, as far as the kind lets a status write it', async ({
  hooks,
  reviews,
  namespace,
}) => {
  const rules = [{ apiGroups: ['', 'apps'], apiVersions: ['v1'], resources: ['*/status'], operations: ['UPDATE'] }];
  const matchConditions = [{ name: 'by-hand', expression: "'system:masters' in request.userInfo.groups" }];
  const added = ['annotations', 'labels'].map(field => ({ op: 'add', path: `/metadata/${field}`, value: { a: 'b' } }));
  reviews.answer('/status', patching(...added));
  await hooks.configure('mutating', [{ name: 'status', rules, matchConditions }]);
  const containers = [{ name: 'c', image: 'i' }];
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  await hooks.ask('POST', pods, { metadata: { name: 'p' }, spec: { containers } });
  const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const labels = { app: 'a' };
  const spec = {
    paused: true,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers } },
  };
  await hooks.ask('POST', deployments, { metadata: { name: 'd', labels }, spec });
  const pod = await hooks.ask('PATCH', `${pods}/p/status`, { status: { message: 'm' } });
  const deployment = await hooks.ask('PATCH', `${deployments}/d/status`, { status: { observedGeneration: 1 } });
  expect([pod, deployment].map(({ body: { metadata } }) => [metadata.annotations, metadata.labels])).toEqual([
    [{ a: 'b' }, { a: 'b' }],
    [expect.objectContaining({ a: 'b' }), labels],
  ]);
});

test('what they change of a binding, or of a request for a token, counts; a binding is told as what it came as', async ({
  hooks,
  reviews,
  namespace,
}) => {
  const rules = [{ apiGroups: [''], apiVersions: ['v1'], resources: ['bindings', 'pods/binding'], operations: ['*'] }];
  const tokens = [{ ...rules[0], resources: ['serviceaccounts/token'] }];
  await hooks.configure('mutating', [
    { name: 'bound', rules },
    { name: 'long', rules: tokens },
  ]);
  const core = `/api/v1/namespaces/${namespace}`;
  reviews.answer('/bound', patching({ op: 'replace', path: '/target/name', value: 'elsewhere' }));
  reviews.answer('/long', patching({ op: 'add', path: '/spec/expirationSeconds', value: 7200 }));
  for (const name of ['p', 'q']) {
    await hooks.ask('POST', `${core}/pods`, { metadata: { name }, spec: { containers: [{ name: 'c', image: 'i' }] } });
    const path = name === 'p' ? `${core}/pods/p/binding` : `${core}/bindings`;
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name }, target: { kind: 'Node', name: 'n' } };
    expect((await hooks.ask('POST', path, binding)).code).toBe(201);
    expect((await hooks.ask('GET', `${core}/pods/${name}`)).body.spec.nodeName).toBe('elsewhere');
  }
  const told = reviews.take().map(({ request }) => [request.resource.resource, request.subResource, request.name]);
  expect(told).toEqual([
    ['pods', 'binding', 'p'],
    ['bindings', undefined, 'q'],
  ]);
  await hooks.ask('POST', `${core}/serviceaccounts`, { metadata: { name: 'mine' } });
  const { body } = await hooks.ask('POST', `${core}/serviceaccounts/mine/token`, { spec: {} });
  expect(body.spec?.expirationSeconds).toBe(7200);
});
