import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestCluster, type TestCluster, WIDGETS, widget } from '../../test/dev-cluster.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const MERGE = { 'content-type': 'application/merge-patch+json' };

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
  await cluster.serveWidgets();
});
afterAll(() => cluster.stop());

const create = async (body: object, path = MAPS) => (await cluster.request('POST', path, body)).body;

describe('a create', () => {
  test('ignores what only the server sets', async () => {
    const sent = { uid: 'mine', creationTimestamp: '2000-01-01T00:00:00Z', generation: 7 };
    const created = await create({ ...widget('ignores'), metadata: { name: 'ignores', ...sent } }, WIDGETS);
    expect(created.metadata).toMatchObject({ generation: 1 });
    expect(created.metadata.uid).not.toBe('mine');
    expect(created.metadata.creationTimestamp).not.toBe(sent.creationTimestamp);
  });

  test('refuses a resourceVersion', async () => {
    const { code, body } = await cluster.request('POST', MAPS, { metadata: { name: 'x', resourceVersion: '1' } });
    expect([code, body.message]).toEqual([500, 'resourceVersion should not be set on objects to be created']);
  });

  test.each([
    ['a/b/c', 'Foo', 'metadata.ownerReferences.apiVersion: Invalid value: "a/b/c": version must not be empty'],
    ['a/', 'Foo', 'metadata.ownerReferences.apiVersion: Invalid value: "a/": version must not be empty'],
    [
      'v1',
      'Event',
      'metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"x","uid":"u"}: /v1, Kind=Event is disallowed from being an owner',
    ],
  ])('with an owner %s %s is refused', async (apiVersion, kind, why) => {
    const ownerReferences = [{ apiVersion, kind, name: 'x', uid: 'u' }];
    const { code, body } = await cluster.request('POST', MAPS, { metadata: { name: 'owned', ownerReferences } });
    expect([code, body.message]).toEqual([422, `ConfigMap "owned" is invalid: ${why}`]);
  });

  test('of a name that is there is refused', async () => {
    await create({ metadata: { name: 'twice' } });
    const { code, body } = await cluster.request('POST', MAPS, { metadata: { name: 'twice' } });
    expect([code, body.message]).toEqual([409, 'configmaps "twice" already exists']);
  });

  test('makes a name out of generateName, and refuses to go without either', async () => {
    expect((await create({ metadata: { generateName: 'made-' } })).metadata.name).toMatch(/^made-[a-z0-9]{5}$/);
    const { code, body } = await cluster.request('POST', MAPS, { metadata: {} });
    expect([code, body.details.causes]).toEqual([
      422,
      [
        {
          reason: 'FieldValueRequired',
          message: 'Required value: name or generateName is required',
          field: 'metadata.name',
        },
      ],
    ]);
  });

  test('needs its namespace', async () => {
    const { code, body } = await cluster.request('POST', MAPS.replace('default', 'nowhere'), {
      metadata: { name: 'x' },
    });
    expect([code, body.message]).toEqual([404, 'namespaces "nowhere" not found']);
  });

  test('with dryRun answers as ever and stores nothing', async () => {
    const { code, body } = await cluster.request('POST', `${MAPS}?dryRun=All`, { metadata: { name: 'dry' } });
    expect([code, body.metadata.name]).toEqual([201, 'dry']);
    expect((await cluster.request('GET', `${MAPS}/dry`)).code).toBe(404);
  });

  test('tells of unknown and duplicate fields, refuses them when that is asked for, or says nothing', async () => {
    const body = '{"metadata":{"name":"odd"},"bogus":1,"data":{"a":"1","a":"2"}}';
    const warned = await cluster.request('POST', `${MAPS}?dryRun=All`, body);
    expect(warned.headers.get('warning')).toBe(
      '299 - "unknown field \\"bogus\\"", 299 - "duplicate field \\"data.a\\""',
    );
    const strict = await cluster.request('POST', `${MAPS}?dryRun=All&fieldValidation=Strict`, body);
    expect(strict.body.message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "bogus", duplicate field "data.a"',
    );
    const ignored = await cluster.request('POST', `${MAPS}?dryRun=All&fieldValidation=Ignore`, body);
    expect([ignored.code, ignored.headers.get('warning')]).toEqual([201, null]);
  });
});

describe('an update', () => {
  test('against another resourceVersion is a conflict, and without one is accepted of built-in kinds alone', async () => {
    const { metadata } = await create({ metadata: { name: 'up' } });
    const put = (resourceVersion?: string) =>
      cluster.request('PUT', `${MAPS}/up`, { metadata: { name: 'up', resourceVersion }, data: { a: 'b' } });
    expect((await put('1')).body.reason).toBe('Conflict');
    expect((await put()).code).toBe(200);
    expect((await put(metadata.resourceVersion)).body.reason).toBe('Conflict');
    await create(widget('up'), WIDGETS);
    const { code, body } = await cluster.request('PUT', `${WIDGETS}/up`, widget('up'));
    expect([code, body.details.causes[0].message]).toEqual([422, 'Invalid value: 0: must be specified for an update']);
  });

  test('that changes nothing keeps the resourceVersion', async () => {
    const created = await create({ metadata: { name: 'same' }, data: { a: 'b' } });
    const { body } = await cluster.request('PUT', `${MAPS}/same`, { metadata: { name: 'same' }, data: { a: 'b' } });
    expect(body.metadata.resourceVersion).toBe(created.metadata.resourceVersion);
  });

  test('counts a generation for what is wished, and none for metadata and status', async () => {
    await create(widget('counted', { color: 'red' }), WIDGETS);
    const patch = async (body: object, sub = '') =>
      (await cluster.request('PATCH', `${WIDGETS}/counted${sub}`, body, MERGE)).body.metadata.generation;
    expect(await patch({ metadata: { labels: { a: 'b' } } })).toBe(1);
    expect(await patch({ status: { ready: true } }, '/status')).toBe(1);
    expect(await patch({ spec: { color: 'blue' } })).toBe(2);
  });

  test('of the status leaves the rest alone, and the other way round', async () => {
    await create({ ...widget('split'), status: { lost: true } }, WIDGETS);
    const status = { spec: { color: 'blue' }, metadata: { labels: { a: 'b' } }, status: { ready: true } };
    const written = await cluster.request('PATCH', `${WIDGETS}/split/status`, status, MERGE);
    expect(written.body).toMatchObject({ spec: { replicas: 1 }, status: { ready: true } });
    expect(written.body.metadata.labels).toBeUndefined();
    const main = await cluster.request('PATCH', `${WIDGETS}/split`, { status: { ready: false } }, MERGE);
    expect(main.body.status).toEqual({ ready: true });
  });

  test('creates a Lease that is not there, and nothing else', async () => {
    const lease = { metadata: { name: 'l' }, spec: {} };
    expect((await cluster.request('PUT', '/apis/coordination.k8s.io/v1/namespaces/default/leases/l', lease)).code).toBe(
      201,
    );
    expect((await cluster.request('PUT', `${MAPS}/nothing`, { metadata: { name: 'nothing' } })).code).toBe(404);
  });
});

describe('a delete', () => {
  test.each([
    [{ dryRun: 'All' }, 'string into Go struct field DeleteOptions.dryRun of type []string'],
    [{ dryRun: [5] }, 'number into Go struct field DeleteOptions.dryRun of type string'],
    [{ preconditions: [] }, 'array into Go struct field DeleteOptions.preconditions of type v1.Preconditions'],
    [{ preconditions: { uid: 5 } }, 'number into Go struct field Preconditions.preconditions.uid of type types.UID'],
  ])('with %j, which nobody understands, deletes nothing', async (options, why) => {
    const name = JSON.stringify(options)
      .replaceAll(/[^a-zA-Z0-9]/g, '')
      .toLowerCase();
    await create({ metadata: { name } });
    const { code, body } = await cluster.request('DELETE', `${MAPS}/${name}`, options);
    expect([code, body.message]).toEqual([400, `json: cannot unmarshal ${why}`]);
    expect((await cluster.request('GET', `${MAPS}/${name}`)).code).toBe(200);
  });

  test('answers with a Status, and Pods with themselves', async () => {
    const { metadata } = await create({ metadata: { name: 'gone' } });
    const { body } = await cluster.request('DELETE', `${MAPS}/gone`);
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'gone', kind: 'configmaps', uid: metadata.uid },
    });
    const pods = '/api/v1/namespaces/default/pods';
    await create({ metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } }, pods);
    expect((await cluster.request('DELETE', `${pods}/p`)).body).toMatchObject({ kind: 'Pod', metadata: { name: 'p' } });
    expect((await cluster.request('GET', `${pods}/p`)).code).toBe(404);
  });

  test('waits for finalizers, takes no new ones, and is done with the last', async () => {
    await create({ ...widget('held'), metadata: { name: 'held', finalizers: ['example.dev/hold'] } }, WIDGETS);
    const path = `${WIDGETS}/held`;
    const first = (await cluster.request('DELETE', path)).body;
    expect(first.metadata).toMatchObject({ generation: 2, deletionGracePeriodSeconds: 0 });
    expect((await cluster.request('DELETE', path)).body).toEqual(first);
    const finalizers = ['example.dev/hold', 'example.dev/more'];
    expect((await cluster.request('PATCH', path, { metadata: { finalizers } }, MERGE)).body.message).toContain(
      'no new finalizers can be added if the object is being deleted',
    );
    expect((await cluster.request('POST', WIDGETS, widget('held'))).body.message).toBe(
      'object is being deleted: widgets.example.dev "held" already exists',
    );
    expect((await cluster.request('PATCH', path, { metadata: { finalizers: null } }, MERGE)).code).toBe(200);
    expect((await cluster.request('GET', path)).code).toBe(404);
  });

  test('takes its options out of the body: also dryRun', async () => {
    await create({ metadata: { name: 'stays' } });
    expect((await cluster.request('DELETE', `${MAPS}/stays`, { dryRun: ['All'] })).code).toBe(200);
    const wrong = await cluster.request('DELETE', `${MAPS}/stays`, { preconditions: { uid: 'other' } });
    expect(wrong.body.message).toContain('the UID in the precondition (other) does not match the UID in record');
    expect((await cluster.request('GET', `${MAPS}/stays`)).code).toBe(200);
  });

  test('gives a Pod on a node its grace, and takes it away when it is forced', async () => {
    const pods = '/api/v1/namespaces/default/pods';
    await create({ metadata: { name: 'q' }, spec: { nodeName: 'n', containers: [{ name: 'c', image: 'i' }] } }, pods);
    expect((await cluster.request('DELETE', `${pods}/q`)).body.metadata.deletionGracePeriodSeconds).toBe(30);
    expect((await cluster.request('GET', `${pods}/q`)).code).toBe(200);
    await cluster.request('DELETE', `${pods}/q`, { gracePeriodSeconds: 0 });
    expect((await cluster.request('GET', `${pods}/q`)).code).toBe(404);
  });

  test('of a collection takes what the selector allows', async () => {
    for (const name of ['c1', 'c2']) await create({ metadata: { name, labels: { group: name } } });
    const { body } = await cluster.request('DELETE', `${MAPS}?labelSelector=group%3Dc1`);
    expect(body.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual(['c1']);
    expect((await cluster.request('GET', `${MAPS}/c1`)).code).toBe(404);
    expect((await cluster.request('GET', `${MAPS}/c2`)).code).toBe(200);
  });
});

describe('a delete of a collection', () => {
  const PAGED = `${MAPS}?labelSelector=paged`;
  const names = async () => (await cluster.request('GET', PAGED)).body.items.map((item: any) => item.metadata.name);
  beforeEach(async () => {
    for (const name of ['p1', 'p2', 'p3']) await create({ metadata: { name, labels: { paged: '' } } });
  });

  test('takes one page, and tells how to go on', async () => {
    const { body } = await cluster.request('DELETE', `${PAGED}&limit=2`);
    expect([body.items.length, await names()]).toEqual([2, ['p3']]);
    await cluster.request('DELETE', `${PAGED}&limit=2&continue=${body.metadata.continue}`);
    expect(await names()).toEqual([]);
  });

  test('takes nothing in a dry run, and answers what it would', async () => {
    const { body } = await cluster.request('DELETE', `${PAGED}&dryRun=All`);
    expect([body.items.length, await names()]).toEqual([3, ['p1', 'p2', 'p3']]);
  });

  test('hands on how dependents are to go', async () => {
    for (const name of ['p1', 'p2', 'p3']) {
      await cluster.request('PATCH', `${MAPS}/${name}`, { metadata: { finalizers: ['example.dev/held'] } }, MERGE);
    }
    await cluster.request('DELETE', `${PAGED}&propagationPolicy=Foreground`);
    const { metadata } = (await cluster.request('GET', `${MAPS}/p2`)).body;
    expect(metadata.finalizers).toEqual(['example.dev/held', 'foregroundDeletion']);
    for (const name of ['p1', 'p2', 'p3']) {
      await cluster.request('PATCH', `${MAPS}/${name}`, { metadata: { finalizers: [] } }, MERGE);
    }
    expect(await names()).toEqual([]);
  });

  test.each([
    ['resourceVersion=99999999', 504, /^Timeout: Too large resource version: 99999999, current: \d+$/],
    ['resourceVersion=abc', 400, /^invalid resource version: resourceVersion: Invalid value: "abc"/],
    ['continue=abc', 400, /^invalid continue token: /],
    ['limit=x', 400, /^strconv\.ParseInt: parsing "x": invalid syntax$/],
    ['propagationPolicy=None', 422, /propagationPolicy: Unsupported value: "None"/],
    ['fieldSelector=spec.x%3Db', 400, /^"spec.x" is not a known field selector/],
  ])('by %s is refused, and takes nothing', async (query, status, message) => {
    const { code, body } = await cluster.request('DELETE', `${PAGED}&${query}`);
    expect([code, body.message]).toEqual([status, expect.stringMatching(message)]);
    expect(await names()).toEqual(['p1', 'p2', 'p3']);
  });

  test('ends at the first that is not the one that is meant', async () => {
    const { code } = await cluster.request('DELETE', PAGED, { preconditions: { uid: 'other' } });
    expect([code, await names()]).toEqual([409, ['p1', 'p2', 'p3']]);
  });
});

describe('a patch', () => {
  test.each([
    ['application/json-patch+json', [{ op: 'add', path: '/data/a', value: '2' }]],
    ['application/merge-patch+json', { data: { a: '2' } }],
    ['application/strategic-merge-patch+json', { data: { a: '2' } }],
    [
      'application/apply-patch+yaml',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'patched' }, data: { a: '2' } },
    ],
  ])('of type %s', async (type, patch) => {
    await cluster.request('DELETE', `${MAPS}/patched`);
    await create({ metadata: { name: 'patched' }, data: { b: '1' } });
    const { code, body } = await cluster.request('PATCH', `${MAPS}/patched?fieldManager=test`, patch, {
      'content-type': type,
    });
    expect([code, body.data]).toEqual([200, { a: '2', b: '1' }]);
    expect(body.metadata.managedFields.map((entry: { manager: string }) => entry.manager)).toContain('test');
  });

  test('of a type that custom resources do not have is refused with those that they have', async () => {
    await create(widget('typed'), WIDGETS);
    const type = { 'content-type': 'application/strategic-merge-patch+json' };
    const { code, body } = await cluster.request('PATCH', `${WIDGETS}/typed`, {}, type);
    expect([code, body.message]).toEqual([
      415,
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    ]);
  });

  test('that applies creates what is not there, and conflicts over what others own', async () => {
    const apply = (manager: string, value: string, force = false) =>
      cluster.request(
        'PATCH',
        `${MAPS}/applied?fieldManager=${manager}&force=${force}`,
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied' }, data: { a: value } },
        { 'content-type': 'application/apply-patch+yaml' },
      );
    expect((await apply('one', '1')).code).toBe(201);
    const refused = await apply('two', '2');
    expect([refused.code, refused.body.details.causes[0].reason]).toEqual([409, 'FieldManagerConflict']);
    expect((await apply('two', '2', true)).body.data).toEqual({ a: '2' });
  });
});

describe('an apply', () => {
  const apply = (path: string, configuration: unknown) =>
    cluster.request('PATCH', path, configuration, { 'content-type': 'application/apply-patch+yaml' });
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applies' }, data: { a: '1' } };

  test.each(['Strict', 'Warn', 'Ignore'])(
    'of fields that the schema lacks is refused before %s field validation looks for duplicates',
    async fieldValidation => {
      const query = `?fieldManager=m&fieldValidation=${fieldValidation}`;
      const text = JSON.stringify({ ...map, nothing: 1 }).replace('"a":"1"', '"a":"1","a":"2"');
      const builtin = await apply(`${MAPS}/applies${query}`, text);
      expect([builtin.code, builtin.body.message, builtin.headers.get('warning')]).toEqual([
        500,
        'failed to create typed patch object (/applies; /v1, Kind=ConfigMap): .nothing: field not declared in schema',
        null,
      ]);
      const custom = await apply(`${WIDGETS}/applies${query}`, { ...widget('applies'), spec: { nothing: 1 } });
      expect([custom.code, custom.body.message]).toEqual([
        500,
        'failed to create typed patch object (/applies; example.dev/v1, Kind=Widget): .spec.nothing: field not declared in schema',
      ]);
    },
  );

  test('of the status of what is not there looks no further', async () => {
    const { code } = await apply(`${WIDGETS}/nowhere/status?fieldManager=m`, { ...widget('nowhere'), nothing: 1 });
    expect(code).toBe(404);
  });

  test('of what is there keeps the resourceVersion, and so does a write of nothing but the times of managers', async () => {
    const path = `${MAPS}/applies`;
    const { body: first } = await apply(`${path}?fieldManager=m`, map);
    const { body: again } = await apply(`${path}?fieldManager=m`, map);
    expect(again).toEqual(first);
    const times = [{ op: 'replace', path: '/metadata/managedFields/0/time', value: '2020-01-01T00:00:00Z' }];
    const type = { 'content-type': 'application/json-patch+json' };
    expect((await cluster.request('PATCH', path, times, type)).body).toEqual(first);
  });
});

describe('the scale of a custom resource', () => {
  test('is read, written, checked by the schema, and counted', async () => {
    await create(widget('scaled'), WIDGETS);
    const path = `${WIDGETS}/scaled/scale`;
    expect((await cluster.request('GET', path)).body).toMatchObject({ kind: 'Scale', spec: { replicas: 1 } });
    expect((await cluster.request('PATCH', path, { spec: { replicas: 3 } }, MERGE)).body.spec.replicas).toBe(3);
    expect((await cluster.request('GET', `${WIDGETS}/scaled`)).body).toMatchObject({
      metadata: { generation: 2 },
      spec: { replicas: 3 },
    });
    const { body } = await cluster.request('PATCH', path, { spec: { replicas: -1 } }, MERGE);
    expect(body.details.causes.map((cause: { field: string }) => cause.field)).toEqual([
      'spec.replicas',
      '.spec.replicas',
    ]);
  });
});

test('what is not modelled is refused, and listed', async () => {
  await create(
    { metadata: { name: 'logs' }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    '/api/v1/namespaces/default/pods',
  );
  const { code, body } = await cluster.request('GET', '/api/v1/namespaces/default/pods/logs/log');
  expect([code, body.reason]).toEqual([501, 'NotImplemented']);
  expect((await cluster.request('GET', '/kubewright/not-modelled')).body.notModelled.length).toBeGreaterThan(5);
});

test('the Namespaces that every cluster has cannot be deleted', async () => {
  const { code, body } = await cluster.request('DELETE', '/api/v1/namespaces/default');
  expect([code, body.message]).toEqual([403, 'namespaces "default" is forbidden: this namespace may not be deleted']);
});

test('a token that is to be bound to an object is refused: it would outlive it', async () => {
  const accounts = '/api/v1/namespaces/default/serviceaccounts';
  await create({ metadata: { name: 'bound' } }, accounts);
  const spec = { boundObjectRef: { kind: 'Secret', apiVersion: 'v1', name: 's' } };
  const { code, body } = await cluster.request('POST', `${accounts}/bound/token`, { spec });
  expect([code, body.message]).toEqual([501, expect.stringContaining('tokens that are bound to an object')]);
});
