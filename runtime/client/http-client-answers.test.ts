import { afterEach, describe, expect, test } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import { metadataOf } from '../../decorators/metadata-of.js';
import type { KubernetesObject, ObjectMeta } from '../../decorators/object-meta.js';
import { Redis } from '../../test/sample-kind.js';
import { answering, type Script, ScriptedServer } from '../../test/scripted-server.js';
import type { Logger } from '../log/logger.js';
import { isConflict } from './api-reasons.js';
import { ConnectionError } from './connection-error.js';

interface ConfigMap extends KubernetesObject {
  metadata: ObjectMeta;
  data?: Record<string, string>;
}

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

describe('answers', () => {
  test('a refusal becomes an ApiError', async () => {
    const details = { name: 'a', kind: 'redis' };
    const status = { kind: 'Status', code: 409, reason: 'Conflict', message: 'it has changed', details };
    const client = await start(answering(409, status));
    const error = await client.get(Redis, key).catch((error: unknown) => error);
    expect(isConflict(error)).toBe(true);
    expect(error).toHaveProperty('message', 'get Redis default/a: it has changed (409 Conflict)');
  });

  test('what is not JSON becomes a ConnectionError that names the server', async () => {
    const client = await start(answering(200, '<html>Sign in</html>'));
    const error = await client.get(Redis, key).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(String(error)).toContain(`get Redis default/a at ${server.url}: the answer is not JSON`);
  });

  test.each([
    ['null', 'get Redis default/a at SERVER: the answer is no object of JSON: is this an API server?'],
    ['7', 'the answer is no object of JSON'],
    ['[]', 'the answer is no object of JSON'],
    ['', 'the answer is not JSON: is this an API server?'],
  ])('%j is a ConnectionError', async (body, message) => {
    const client = await start(answering(200, body));
    for (const kind of [Redis, metadataOf(Redis)]) {
      const error = await client.get(kind, key).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(ConnectionError);
      expect(String(error)).toContain(message.replace('SERVER', server.url));
    }
    await expect(client.scale(Redis).get(key)).rejects.toThrow(ConnectionError);
  });

  test('that lead elsewhere are refusals, and say where', async () => {
    const location = 'https://login.example/start?state=secret';
    const client = await start(answering(302, '', { location }));
    await expect(client.get(Redis, key)).rejects.toThrow(
      /^get Redis default\/a: the answer was empty \(302\)\. It leads on to https:\/\/login\.example\/start, where nobody follows/,
    );
  });

  test('what is not JSON says what it is', async () => {
    const client = await start(answering(200, 'a line of a log', { 'content-type': 'text/plain' }));
    const log = client.subresource(Redis, 'log').get(key);
    await expect(log).rejects.toThrow('the answer is not JSON but text/plain: is this an API server?');
  });

  test.each([
    [redis, 'the answer is not a list: it has no items'],
    [{ items: {} }, 'the answer is not a list: it has no items'],
    [{ kind: 'Status', apiVersion: 'v1', status: 'Success' }, 'the answer is not a list: it has no items'],
    [{ items: [redis, null] }, 'items[1] of the answer is no object'],
    [{ items: ['a'] }, 'items[0] of the answer is no object'],
  ])('%j is no list', async (body, message) => {
    const client = await start(answering(200, body));
    for (const kind of [Redis, metadataOf(Redis)]) {
      const error = await client.list(kind).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(ConnectionError);
      expect(String(error)).toContain(`list Redis at ${server.url}: ${message}`);
    }
  });

  test('a list that says nothing of itself is one all the same', async () => {
    const client = await start(answering(200, { kind: 'RedisList', items: [redis] }));
    expect(await client.list(Redis)).toMatchObject({ items: [redis], metadata: { resourceVersion: '' } });
    server.script(answering(200, { kind: 'RedisList', metadata: null }));
    for (const kind of [Redis, metadataOf(Redis)]) {
      expect(await client.list(kind)).toMatchObject({ items: [], metadata: { resourceVersion: '' } });
    }
  });

  test('a failure is one whatever the HTTP status says', async () => {
    const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure' };
    const client = await start(answering(200, { ...status, code: 409, reason: 'Conflict', message: 'it has changed' }));
    const RedisMetadata = metadataOf(Redis);
    for (const call of [
      () => client.get(Redis, key),
      () => client.list(Redis),
      () => client.delete(RedisMetadata, key),
    ]) {
      expect(isConflict(await call().catch((error: unknown) => error))).toBe(true);
    }
    server.script(answering(200, status));
    await expect(client.get(Redis, key)).rejects.toThrow('get Redis default/a: the server gave no reason (500)');
    const Status = kindOf<ConfigMap>()({ group: 'a.b', version: 'v1', kind: 'Status', plural: 's', scope: 'Cluster' });
    server.script(answering(200, { apiVersion: 'a.b/v1', kind: 'Status', metadata: { name: 'a' }, data: {} }));
    expect(await client.get(Status, { name: 'a' } as never)).toHaveProperty('data');
    expect(await client.get(metadataOf(Status), { name: 'a' } as never)).not.toHaveProperty('data');
  });

  test('warnings are logged once each', async () => {
    const lines: unknown[] = [];
    const log = { warn: (message: string, fields: object) => lines.push([message, fields]) } as unknown as Logger;
    server = await ScriptedServer.start(
      answering(200, redis, { warning: '299 - "v1 is \\"old\\"", 299 - "unknown field \\"x\\", ignored"' }),
    );
    const client = await server.client({ log });
    await client.get(Redis, key);
    await client.get(Redis, key);
    const attempt = 'get Redis default/a';
    expect(lines).toEqual([
      ['The API server warns', { warning: 'v1 is "old"', attempt }],
      ['The API server warns', { warning: 'unknown field "x", ignored', attempt }],
    ]);
  });
});
