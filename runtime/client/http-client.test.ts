import { afterEach, describe, expect, test } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import { metadataOf } from '../../decorators/metadata-of.js';
import type { KubernetesObject, ObjectMeta } from '../../decorators/object-meta.js';
import { Redis } from '../../test/sample-kind.js';
import { answering, type Script, ScriptedServer } from '../../test/scripted-server.js';

interface ConfigMap extends KubernetesObject {
  metadata: ObjectMeta;
  data?: Record<string, string>;
}
const ConfigMap = kindOf<ConfigMap>()({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  scope: 'Namespaced',
});

const Pod = kindOf<ConfigMap>()({ group: '', version: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced' });

const key = { namespace: 'default', name: 'a' };
const redis = {
  apiVersion: 'myapp.tangx.in/v1',
  kind: 'Redis',
  metadata: { ...key, uid: 'u', resourceVersion: '7', managedFields: [{ manager: 'm' }] },
  spec: { replicas: 3 },
};

let server: ScriptedServer;
afterEach(() => server.close());

async function start(script: Script) {
  server = await ScriptedServer.start(script);
  return server.client();
}

/** The request that was made, as method, URL, content type and body. */
function asked(at = -1): unknown[] {
  const { method, url, headers, body } = server.asked.at(at) ?? { headers: {} };
  return [method, url, headers['content-type'], body ? JSON.parse(body) : undefined];
}

const base = '/apis/myapp.tangx.in/v1/namespaces/default/redis';
const write = 'fieldManager=test&fieldValidation=Strict';

describe('each verb is one request', () => {
  test('get answers the object as it came', async () => {
    const client = await start(answering(200, redis));
    expect(await client.get(Redis, key)).toEqual(redis);
    expect(asked()).toEqual(['GET', `${base}/a`, undefined, undefined]);
    await client.get(Redis, key, { resourceVersion: '0' });
    expect(server.asked[1]?.url).toBe(`${base}/a?resourceVersion=0`);
    expect(server.asked[0]?.headers).toMatchObject({
      authorization: 'Bearer t',
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'user-agent': expect.stringMatching(/^kubewright\/\d+\.\d+\.\d+ \(\w+\/\w+; test\)$/),
    });
  });

  test('list selects, and says the kind of items that come without it', async () => {
    const metadata = { resourceVersion: '9', continue: 'c', remainingItemCount: 1 };
    const client = await start(answering(200, { kind: 'ConfigMapList', metadata, items: [{ metadata: key }] }));
    const options = { namespace: 'default', labelSelector: 'a=b', limit: 1, continue: 'p', resourceVersion: '0' };
    const list = await client.list(ConfigMap, options);
    expect(list.items).toEqual([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: key }]);
    expect(list.metadata).toEqual(metadata);
    expect(server.asked[0]?.url).toBe(
      '/api/v1/namespaces/default/configmaps?labelSelector=a%3Db&limit=1&continue=p&resourceVersion=0',
    );
  });

  test('labels that are wished for may be said as objects hold them', async () => {
    const client = await start(answering(200, { metadata: { resourceVersion: '9' }, items: [] }));
    const matchExpressions = [{ key: 'tier', operator: 'In', values: ['b', 'a'] }];
    await client.list(ConfigMap, { labelSelector: { matchLabels: { app: 'x' }, matchExpressions }, limit: 1 });
    await client.deleteAllOf(ConfigMap, { namespace: 'default', labelSelector: { app: 'x', a: 'b' } });
    server.script(answering(200, ''));
    for await (const _ of client.watch(ConfigMap, { labelSelector: {} })) expect.unreachable();
    expect(server.asked.map(({ url }) => decodeURIComponent(url.replaceAll('+', ' ')))).toEqual([
      '/api/v1/configmaps?labelSelector=app=x,tier in (a,b)&limit=1',
      '/api/v1/namespaces/default/configmaps?labelSelector=a=b,app=x',
      '/api/v1/configmaps?watch=true&labelSelector=',
    ]);
    const wrong = { matchExpressions: [{ key: 'tier', operator: 'in', values: ['a'] }] };
    await expect(client.list(ConfigMap, { labelSelector: wrong })).rejects.toThrow('unknown operator in');
  });

  test('list takes the null of a server written in Go for no items', async () => {
    const client = await start(
      answering(200, { kind: 'ConfigMapList', apiVersion: 'v1', metadata: { resourceVersion: '5' }, items: null }),
    );
    const empty = { metadata: { resourceVersion: '5' }, items: [] };
    expect(await client.list(ConfigMap)).toMatchObject(empty);
    expect(await client.list(metadataOf(ConfigMap))).toMatchObject(empty);
  });

  test('list without options asks for all objects of all namespaces at once', async () => {
    const client = await start(answering(200, { metadata: { resourceVersion: '9' }, items: [] }));
    expect((await client.list(ConfigMap)).items).toEqual([]);
    expect(asked()).toEqual(['GET', '/api/v1/configmaps', undefined, undefined]);
  });

  test('create says the kind and who owns the fields', async () => {
    const client = await start(answering(201, redis));
    await client.create(Redis, { metadata: key, spec: {} });
    const body = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: key, spec: {} };
    expect(asked()).toEqual(['POST', `${base}?${write}`, 'application/json', body]);
  });

  test('create asks what has no name, and says which namespace it was about', async () => {
    interface Review extends KubernetesObject {
      metadata: Omit<ObjectMeta, 'name' | 'generateName'>;
      spec: { user?: string };
    }
    const names = { group: 'authorization.k8s.io', version: 'v1', kind: 'Review', plural: 'reviews' } as const;
    const Review = kindOf<Review>()({ ...names, scope: 'Namespaced' });
    const client = await start(answering(201, { metadata: {}, status: { allowed: true } }));
    await client.create(Review, { metadata: { namespace: 'a' }, spec: { user: 'u' } });
    expect(asked()).toEqual([
      'POST',
      `/apis/authorization.k8s.io/v1/namespaces/a/reviews?${write}`,
      'application/json',
      { apiVersion: 'authorization.k8s.io/v1', kind: 'Review', metadata: { namespace: 'a' }, spec: { user: 'u' } },
    ]);
    server.script(answering(403, { kind: 'Status', code: 403, reason: 'Forbidden', message: 'no' }));
    const refused = client.create(Review, { metadata: { namespace: 'a' }, spec: {} });
    await expect(refused).rejects.toThrow('create Review in a: no (403 Forbidden)');
  });

  test('update sends the whole object', async () => {
    const client = await start(answering(200, redis));
    await client.update(Redis, await client.get(Redis, key), { fieldManager: 'me', dryRun: true });
    const query = 'fieldManager=me&fieldValidation=Strict&dryRun=All';
    expect(asked()).toEqual(['PUT', `${base}/a?${query}`, 'application/json', redis]);
  });

  test('patch sends a merge patch', async () => {
    const client = await start(answering(200, redis));
    await client.patch(Redis, key, { spec: { replicas: 5 } }, { fieldValidation: 'Warn' });
    const query = 'fieldManager=test&fieldValidation=Warn';
    expect(asked()).toEqual(['PATCH', `${base}/a?${query}`, 'application/merge-patch+json', { spec: { replicas: 5 } }]);
  });

  test('patchJson sends a JSON patch', async () => {
    const client = await start(answering(200, redis));
    const operations = [{ op: 'test', path: '/spec/replicas', value: 3 }] as const;
    await client.patchJson(Redis, key, operations);
    expect(asked()).toEqual(['PATCH', `${base}/a?${write}`, 'application/json-patch+json', operations]);
  });

  test('apply sends an apply configuration, and forces only when told', async () => {
    const client = await start(answering(200, redis));
    const body = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: key, spec: { replicas: 1 } };
    await client.apply(Redis, { metadata: key, spec: { replicas: 1 } });
    expect(asked()).toEqual(['PATCH', `${base}/a?${write}`, 'application/apply-patch+yaml', body]);
    await client.apply(Redis, { metadata: key, spec: { replicas: 1 } }, { force: true });
    expect(server.asked[1]?.url).toBe(`${base}/a?${write}&force=true`);
  });

  test('delete sends its wishes, and answers what the server says', async () => {
    const client = await start(answering(200, { kind: 'Status', status: 'Success' }));
    const wishes = { preconditions: { uid: 'u' }, propagationPolicy: 'Foreground', gracePeriodSeconds: 0 } as const;
    expect(await client.delete(Redis, key, { ...wishes, dryRun: true })).toEqual({ kind: 'Status', status: 'Success' });
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', ...wishes, dryRun: ['All'] };
    expect(asked()).toEqual(['DELETE', `${base}/a`, 'application/json', body]);
  });

  test('status writes go to the subresource', async () => {
    const client = await start(answering(200, redis));
    const status = client.status(Redis);
    await status.patch(key, { replicas: 3 });
    const body = { status: { replicas: 3 } };
    expect(asked()).toEqual(['PATCH', `${base}/a/status?${write}`, 'application/merge-patch+json', body]);
    await status.apply(key, { replicas: 3 }, { force: true });
    expect(asked()).toEqual([
      'PATCH',
      `${base}/a/status?${write}&force=true`,
      'application/apply-patch+yaml',
      { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: key, ...body },
    ]);
    await status.update({ metadata: key, spec: {}, ...body });
    expect(asked().slice(0, 2)).toEqual(['PUT', `${base}/a/status?${write}`]);
  });

  test('scale reads and writes numbers; what is left out is 0', async () => {
    const metadata = { resourceVersion: '7' };
    const client = await start(answering(200, { kind: 'Scale', metadata, spec: {}, status: { selector: 'a=b' } }));
    const scale = client.scale(Redis);
    expect(await scale.get(key)).toEqual({ replicas: 0, statusReplicas: 0, selector: 'a=b', resourceVersion: '7' });
    expect(asked().slice(0, 2)).toEqual(['GET', `${base}/a/scale`]);
    await scale.set(key, 4);
    const body = { spec: { replicas: 4 } };
    expect(asked()).toEqual(['PATCH', `${base}/a/scale?${write}`, 'application/merge-patch+json', body]);
    await scale.update(key, { ...(await scale.get(key)), replicas: 5 });
    expect(asked()).toEqual([
      'PUT',
      `${base}/a/scale?${write}`,
      'application/json',
      { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { ...key, ...metadata }, spec: { replicas: 5 } },
    ]);
  });

  test('patchStrategic sends a strategic merge patch', async () => {
    const client = await start(answering(200, {}));
    await client.patchStrategic(ConfigMap, key, { data: { a: null }, $retainKeys: ['data'] });
    const body = { data: { a: null }, $retainKeys: ['data'] };
    const url = `/api/v1/namespaces/default/configmaps/a?${write}`;
    expect(asked()).toEqual(['PATCH', url, 'application/strategic-merge-patch+json', body]);
  });

  test('deleteAllOf selects in the query, wishes in the body, and says the kind of what it answers', async () => {
    const client = await start(answering(200, { metadata: { resourceVersion: '9' }, items: [{ metadata: key }] }));
    const selection = { namespace: 'default', labelSelector: 'a=b', fieldSelector: 'metadata.name=a' };
    const answer = await client.deleteAllOf(ConfigMap, { ...selection, gracePeriodSeconds: 0, dryRun: true });
    expect(answer).toHaveProperty('items', [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: key }]);
    expect(asked()).toEqual([
      'DELETE',
      '/api/v1/namespaces/default/configmaps?labelSelector=a%3Db&fieldSelector=metadata.name%3Da',
      'application/json',
      { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, dryRun: ['All'] },
    ]);
    server.script(answering(200, { kind: 'Status', status: 'Success' }));
    expect(await client.deleteAllOf(ConfigMap, { namespace: 'default' })).toMatchObject({ kind: 'Status' });
  });

  test('evict creates an Eviction', async () => {
    const client = await start(answering(201, { kind: 'Status', status: 'Success' }));
    await client.evict(Pod, key, { gracePeriodSeconds: 5, dryRun: true, preconditions: { uid: 'u' } });
    const deleteOptions = { gracePeriodSeconds: 5, preconditions: { uid: 'u' }, dryRun: ['All'] };
    expect(asked()).toEqual([
      'POST',
      '/api/v1/namespaces/default/pods/a/eviction',
      'application/json',
      { apiVersion: 'policy/v1', kind: 'Eviction', metadata: key, deleteOptions },
    ]);
  });

  test('any subresource has all verbs, and an apply of it says the kind above it', async () => {
    const client = await start(answering(200, redis));
    const below = client.subresource(Redis, 'backup');
    await below.get(key);
    await below.create(key, { spec: 1 });
    await below.update(key, { spec: 2 });
    await below.patch(key, { spec: 3 });
    await below.patchJson(key, [{ op: 'remove', path: '/spec' }]);
    await below.patchStrategic(key, { spec: 4 });
    await below.apply(key, { spec: 5 }, { force: true });
    await below.apply(key, { apiVersion: 'v1', kind: 'Backup' });
    const url = `${base}/a/backup?${write}`;
    expect(server.asked.map((_, at) => asked(at))).toEqual([
      ['GET', `${base}/a/backup`, undefined, undefined],
      ['POST', url, 'application/json', { spec: 1 }],
      ['PUT', url, 'application/json', { spec: 2 }],
      ['PATCH', url, 'application/merge-patch+json', { spec: 3 }],
      ['PATCH', url, 'application/json-patch+json', [{ op: 'remove', path: '/spec' }]],
      ['PATCH', url, 'application/strategic-merge-patch+json', { spec: 4 }],
      [
        'PATCH',
        `${url}&force=true`,
        'application/apply-patch+yaml',
        { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', spec: 5 },
      ],
      ['PATCH', url, 'application/apply-patch+yaml', { apiVersion: 'v1', kind: 'Backup' }],
    ]);
  });

  test('metadata alone is asked for by the Accept header, and keeps the name of its kind', async () => {
    const partial = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: redis.metadata };
    const alone = { apiVersion: redis.apiVersion, kind: 'Redis', metadata: redis.metadata };
    const RedisMetadata = metadataOf(Redis);
    const client = await start(answering(200, partial));
    expect(await client.get(RedisMetadata, key)).toEqual(alone);
    expect(await client.patch(RedisMetadata, key, { metadata: { labels: { a: 'b' } } })).toEqual(alone);
    // A server that knows no such form sends whole objects.
    server.script(answering(200, { metadata: { resourceVersion: '9' }, items: [redis] }));
    expect((await client.list(RedisMetadata)).items).toEqual([alone]);
    server.script(answering(200, `${JSON.stringify({ type: 'ADDED', object: redis })}\n`));
    for await (const event of client.watch(RedisMetadata)) expect(event).toEqual({ type: 'ADDED', object: alone });
    server.script(answering(200, { kind: 'Status', apiVersion: 'v1', status: 'Success' }));
    expect(await client.delete(RedisMetadata, key)).toMatchObject({ kind: 'Status' });
    server.script(answering(200, { kind: 'Scale', metadata: {}, spec: { replicas: 2 } }));
    expect((await client.scale(RedisMetadata).get(key)).replicas).toBe(2);
    const object = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
    const list = object.replace('PartialObjectMetadata', 'PartialObjectMetadataList');
    expect(server.asked.map(({ headers }) => headers.accept)).toEqual([
      object,
      object,
      list,
      object,
      object,
      'application/json',
    ]);
  });
});
