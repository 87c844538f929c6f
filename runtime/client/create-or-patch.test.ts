import { afterEach, expect, test } from 'vitest';
import { Redis } from '../../test/sample-kind.js';
import { answering, inTurn, type Script, ScriptedServer } from '../../test/scripted-server.js';
import { createOrPatch, type NewWithStatus } from './create-or-patch.js';

let server: ScriptedServer;
afterEach(() => server.close());

const key = { namespace: 'default', name: 'a' };
const present = {
  apiVersion: 'myapp.tangx.in/v1',
  kind: 'Redis',
  metadata: { ...key, uid: 'u', resourceVersion: '7', generation: 2, labels: { by: 'somebody', old: 'x' } },
  spec: { replicas: 3, image: 'redis:7' },
  status: { replicas: 3 },
};
const absent = answering(404, { kind: 'Status', code: 404, reason: 'NotFound', details: { name: 'a', kind: 'redis' } });
const echo: Script = (response, asked, request) => answering(200, asked.body)(response, asked, request);

async function run(script: Script, wished: (present: any) => NewWithStatus<Redis>) {
  server = await ScriptedServer.start(script);
  return createOrPatch(await server.client(), Redis, key, wished);
}

const asked = () =>
  server.asked
    .slice(1)
    .map(({ method, url, body }) => [method, url.split('?')[0]?.split('/').slice(-2).join('/'), JSON.parse(body)]);

test('creates what is not there, without the status, which the server would not take', async () => {
  const { operation } = await run(inTurn(absent, echo), () => ({
    metadata: key,
    spec: { replicas: 1 },
    status: { replicas: 0 },
  }));
  expect(operation).toBe('created');
  expect(JSON.parse(server.asked[1]?.body ?? '')).toEqual({
    apiVersion: 'myapp.tangx.in/v1',
    kind: 'Redis',
    metadata: key,
    spec: { replicas: 1 },
  });
});

test.each<[operation: string, change: (present: any) => NewWithStatus<Redis>, patches: unknown[]]>([
  ['unchanged', object => ({ ...object }), []],
  // What is left out of the status stays as it is.
  ['unchanged', ({ status: _, ...object }) => object, []],
  [
    'updated',
    object => ({ ...object, metadata: { ...key, labels: { by: 'somebody' } }, spec: { replicas: 4 } }),
    [['PATCH', 'redis/a', { metadata: { labels: { old: null } }, spec: { replicas: 4, image: null } }]],
  ],
  [
    'updatedStatusOnly',
    object => ({ ...object, status: { replicas: 2 } }),
    [['PATCH', 'a/status', { status: { replicas: 2 } }]],
  ],
  ['updatedStatusOnly', object => ({ ...object, status: {} }), [['PATCH', 'a/status', { status: { replicas: null } }]]],
  [
    'updatedStatus',
    object => ({ ...object, spec: { ...object.spec, replicas: 4 }, status: { replicas: 4 } }),
    [
      ['PATCH', 'redis/a', { spec: { replicas: 4 } }],
      ['PATCH', 'a/status', { status: { replicas: 4 } }],
    ],
  ],
])('%s: patches what differs, and nothing else', async (operation, change, patches) => {
  const result = await run(inTurn(answering(200, present), ...patches.map(() => echo)), change);
  expect(result.operation).toBe(operation);
  expect(asked()).toEqual(patches);
});

test.each([
  [
    'renamed on creation',
    absent,
    { metadata: { ...key, name: 'b' }, spec: {} },
    'asked for Redis default/a, and got default/b',
  ],
  [
    'renamed',
    answering(200, present),
    { metadata: { ...key, name: 'b' }, spec: {} },
    'asked for Redis default/a, and got default/b',
  ],
  [
    'moved',
    answering(200, present),
    { metadata: { ...key, namespace: 'c' }, spec: {} },
    'asked for Redis default/a, and got c/a',
  ],
])('refuses what is %s', async (_, first, wish, message) => {
  await expect(run(inTurn(first), () => wish)).rejects.toThrow(message);
  expect(server.asked).toHaveLength(1);
});

test('an object that cannot be read is not wished', async () => {
  const refused = answering(403, { kind: 'Status', code: 403, reason: 'Forbidden' });
  let asks = 0;
  const attempt = run(refused, () => {
    asks += 1;
    return { metadata: key, spec: {} };
  });
  await expect(attempt).rejects.toMatchObject({ status: 403 });
  expect(asks).toBe(0);
});
