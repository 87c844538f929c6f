import { afterEach, describe, expect, test } from 'vitest';
import { Redis } from '../../test/sample-kind.js';
import { answering, type Script, ScriptedServer } from '../../test/scripted-server.js';
import type { ApiError } from './api-error.js';
import { isConflict, isInvalid, isNotFound } from './api-reasons.js';
import type { StatusClient } from './subresources.js';

const key = { namespace: 'default', name: 'a' };
const redis = {
  apiVersion: 'myapp.tangx.in/v1',
  kind: 'Redis',
  metadata: { ...key, uid: 'u-1', resourceVersion: '7', creationTimestamp: '2026-01-01T00:00:00Z' },
  spec: { replicas: 3 },
};
const meant = { metadata: { ...key, uid: 'u-1' } };

/** What an API server says when an operation of a JSON patch cannot be carried out, a test among them. */
const message = 'the server rejected our request due to an error in our request';
const failedTest = { kind: 'Status', status: 'Failure', code: 422, reason: 'Invalid', message, details: {} };

let server: ScriptedServer;
afterEach(() => server.close());

async function start(script: Script): Promise<StatusClient<Redis>> {
  server = await ScriptedServer.start(script);
  return (await server.client()).status(Redis);
}

function errorOf(call: Promise<unknown>): Promise<ApiError> {
  return call.then(
    () => expect.unreachable('this was to fail'),
    error => error,
  );
}

/** What the server is asked for, as method, URL, content type and body. */
function asked(): unknown[] {
  return server.asked.map(({ method, url, headers, body }) => [method, url, headers['content-type'], body]);
}

describe('a status that is set', () => {
  test('is one request, bound to the uid and to no version, which answers the object', async () => {
    const status = await start(answering(200, redis));
    expect(await status.set(redis, { replicas: 3, image: undefined } as Redis['status'] & object)).toEqual(redis);
    const url = '/apis/myapp.tangx.in/v1/namespaces/default/redis/a/status?fieldManager=test&fieldValidation=Strict';
    const body =
      '[{"op":"test","path":"/metadata/uid","value":"u-1"},{"op":"add","path":"/status","value":{"replicas":3}}]';
    expect(asked()).toEqual([['PATCH', url, 'application/json-patch+json', body]]);
  });

  test('takes what the other writes take', async () => {
    const status = await start(answering(200, redis));
    await status.set(meant, {}, { dryRun: true, fieldManager: 'm', fieldValidation: 'Warn' });
    expect(server.asked[0]?.url).toMatch(/\?fieldManager=m&fieldValidation=Warn&dryRun=All$/);
    const stop = new Error('stop');
    expect(await errorOf(status.set(meant, {}, { signal: AbortSignal.abort(stop) }))).toBe(stop);
    const beforeSend = () => {
      throw stop;
    };
    expect(await errorOf(status.set(meant, {}, { beforeSend }))).toBe(stop);
    expect(server.asked).toHaveLength(1);
  });

  test('of an object whose name another one has by then says that it is gone', async () => {
    const status = await start(answering(422, failedTest));
    const error = await errorOf(status.set(redis, {}));
    expect(isNotFound(error)).toBe(true);
    expect(isInvalid(error)).toBe(false);
    expect(error.message).toBe(
      'set Redis/status default/a: the Redis of uid u-1 is gone, another one has its name (404 NotFound)',
    );
    // By these a controller knows that it is about its own object.
    expect(error).toMatchObject({ key, kind: { group: 'myapp.tangx.in', kind: 'Redis' }, status: 404 });
    expect(error.cause).toMatchObject({ status: 422, reason: 'Invalid', message: expect.stringContaining(message) });
  });

  test('of an object whose name nobody has is the same error', async () => {
    const details = { name: 'a', group: 'myapp.tangx.in', kind: 'redis' };
    const answer = { kind: 'Status', code: 404, reason: 'NotFound', message: 'redis "a" not found', details };
    const status = await start(answering(404, answer));
    const error = await errorOf(status.set(redis, {}));
    expect(isNotFound(error)).toBe(true);
    expect(error).toMatchObject({ key, kind: { group: 'myapp.tangx.in', kind: 'Redis' }, status: 404 });
    expect(error.cause).toBeUndefined();
  });

  const causes = [{ reason: 'FieldValueInvalid', field: 'status.replicas', message: 'Invalid value: -1' }];
  const denied = 'admission webhook "w.example.org" denied the request: no';
  test.each([
    ['of the schema', 422, { ...failedTest, details: { name: 'a', causes } }, isInvalid],
    ['of an admission webhook', 422, { ...failedTest, message: denied }, isInvalid],
    ['of a proxy', 422, '<html>no</html>', isInvalid],
    ['of another reason', 409, { ...failedTest, code: 409, reason: 'Conflict' }, isConflict],
  ])('that is refused stays the refusal %s', async (_, code, answer, isReason) => {
    const status = await start(answering(code, answer));
    const error = await errorOf(status.set(redis, { replicas: -1 }));
    expect(isReason(error)).toBe(true);
    expect(isNotFound(error)).toBe(false);
    expect(error.status).toBe(code);
  });
});

describe('what cannot be right is refused before any request', () => {
  const cases: [string, (status: StatusClient<Redis>) => Promise<unknown>, string][] = [
    [
      'an object that was not read',
      status => status.set({ metadata: key } as never, {}),
      'set Redis/status default/a: metadata.uid is missing: pass the object as it was read',
    ],
    [
      'an empty uid',
      status => status.set({ metadata: { ...key, uid: '' } }, {}),
      'set Redis/status default/a: metadata.uid is missing',
    ],
    ['no metadata', status => status.set({} as never, {}), 'metadata.uid is missing'],
    [
      'another kind',
      status => status.set({ ...meant, apiVersion: 'v1', kind: 'Pod' }, {}),
      'this is a Pod (v1), not a Redis (myapp.tangx.in/v1)',
    ],
    ['no namespace', status => status.set({ metadata: { name: 'a', uid: 'u' } } as never, {}), 'Redis is namespaced'],
    [
      'a status that is not there',
      status => status.set(redis, undefined as never),
      'set Redis/status default/a: the status is undefined: pass the whole one, {} for an empty one',
    ],
    ['a null', status => status.set(redis, null as never), 'the status is null'],
    [
      'what JSON has no word for',
      status => status.set(redis, { replicas: Number.NaN }),
      'set Redis/status default/a: status.replicas is NaN, for which JSON has no word',
    ],
  ];
  test.each(cases)('%s', async (_, call, message) => {
    const status = await start(answering(200, redis));
    const error = await errorOf(call(status));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(message);
    expect(server.asked).toEqual([]);
  });
});
