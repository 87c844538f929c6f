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

describe('what cannot be right is refused before any request', () => {
  test('missing names, foreign kinds', async () => {
    const client = await start(answering(200, redis));
    const attempts = [
      client.get(Redis, { namespace: 'default', name: '' }),
      client.get(Redis, { name: 'a' } as never),
      client.get(Redis, { namespace: '..', name: 'a' }),
      client.create(Redis, { metadata: { name: 'a' }, spec: {} } as never),
      client.update(ConfigMap, redis as never),
      client.status(Redis).update({ metadata: {}, spec: {} }),
      client.subresource(Redis, '../other').get(key),
      client.deleteAllOf(Redis, {} as never),
      client.create(metadataOf(Redis), { metadata: key }),
      client.update(metadataOf(Redis), { metadata: key }),
      client.watch(Redis, { namespace: '' })[Symbol.asyncIterator]().next(),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toThrow(TypeError);
    await expect(client.get(Redis, undefined as never)).rejects.toThrow('which Redis? The key is undefined');
    await expect(client.update(Redis, { spec: {} } as never)).rejects.toThrow('Redis is namespaced');
    await expect(client.apply(Redis, { spec: {} } as never)).rejects.toThrow('Redis is namespaced');
    await expect(client.get(undefined as never, key as never)).rejects.toThrow('a kind is wanted, not undefined');
    expect(server.asked).toEqual([]);
  });

  test('what JSON has no word for: null in its place would remove a field', async () => {
    const client = await start(answering(200, redis));
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    const attempts: [Promise<unknown>, string][] = [
      [client.patch(Redis, key, { spec: { replicas: nan } }), 'patch Redis default/a: spec.replicas is NaN'],
      [client.apply(Redis, { metadata: key, spec: { replicas: infinity } }), 'spec.replicas is Infinity'],
      [client.create(Redis, { metadata: key, spec: { replicas: 5n as never } }), 'spec.replicas is the bigint 5'],
      [client.update(Redis, { metadata: key, spec: { at: new Date(nan) } as never }), 'spec.at is an invalid Date'],
      [client.patchJson(Redis, key, [{ op: 'add', path: '/spec/a', value: [1, nan] }]), '[0].value[1] is NaN'],
      [client.patch(Redis, key, { metadata: { finalizers: [undefined as never] } }), 'finalizers[0] is undefined'],
      [client.patch(Redis, key, { metadata: { finalizers: [(() => 'a') as never] } }), 'finalizers[0] is a function'],
      [client.update(Redis, { metadata: key, spec: new Map([['replicas', 3]]) as never }), 'spec is a Map'],
      [client.patchJson(Redis, key, [{ op: 'add', path: '/a', value: new Set(['b']) }]), '[0].value is a Set'],
      [client.delete(Redis, key, { gracePeriodSeconds: nan }), 'gracePeriodSeconds is NaN'],
      [client.evict(Pod, key, { gracePeriodSeconds: nan }), 'deleteOptions.gracePeriodSeconds is NaN'],
      [client.scale(Redis).set(key, nan), 'patch Redis/scale default/a: spec.replicas is NaN'],
    ];
    for (const [attempt, message] of attempts) await expect(attempt).rejects.toThrow(message);
    const endless: Record<string, unknown> = {};
    // Each round would double the ways to go.
    endless.self = [endless, endless];
    await expect(client.patch(Redis, key, endless)).rejects.toThrow(TypeError);
    expect(server.asked).toEqual([]);
    await client.patch(Redis, key, { spec: { replicas: undefined as never }, at: new Date(0) } as never);
    expect(server.asked[0]?.body).toBe('{"spec":{},"at":"1970-01-01T00:00:00.000Z"}');
  });

  test('a deletion of all whose selector was lost', async () => {
    const client = await start(answering(200, redis));
    const namespace = 'default';
    for (const selector of [
      { labelSelector: undefined },
      { labelSelector: null },
      { fieldSelector: undefined },
      { labelSelector: { app: undefined } },
    ]) {
      await expect(client.deleteAllOf(ConfigMap, { namespace, ...selector } as never)).rejects.toThrow(TypeError);
    }
    expect(server.asked).toEqual([]);
  });

  test('an object of another kind is named', async () => {
    const client = await start(answering(200, redis));
    const other = (said: object) => client.create(Redis, { metadata: key, spec: {}, ...said });
    await expect(other({ apiVersion: 'v1' })).rejects.toThrow('this is a Redis (v1), not a Redis (myapp.tangx.in/v1)');
    await expect(other({ kind: 'Pod' })).rejects.toThrow('this is a Pod (myapp.tangx.in/v1), not a Redis');
  });
});
