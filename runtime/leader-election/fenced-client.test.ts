import { afterEach, expect, test } from 'vitest';
import { Redis } from '../../test/sample-kind.js';
import { answering, inTurn, ScriptedServer } from '../../test/scripted-server.js';
import type { Client } from '../client/client.js';
import { Pod } from '../kinds/core-v1.js';
import { fencedClient } from './fenced-client.js';
import { NotLeaderError } from './not-leader-error.js';

const key = { namespace: 'default', name: 'a' };
const redis = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: { ...key, uid: 'u' }, spec: {} } as never;
const pod = { metadata: key, spec: { containers: [{ name: 'a', image: 'a' }] } } as never;

const writes: readonly (readonly [string, (client: Client) => Promise<unknown>])[] = [
  ['create', client => client.create(Redis, redis)],
  ['update', client => client.update(Redis, redis)],
  ['patch', client => client.patch(Redis, key, {})],
  ['patchJson', client => client.patchJson(Redis, key, [])],
  ['patchStrategic', client => client.patchStrategic(Pod, key, {})],
  ['apply', client => client.apply(Pod, pod)],
  ['delete', client => client.delete(Redis, key)],
  ['deleteAllOf', client => client.deleteAllOf(Redis, { namespace: 'default' })],
  ['evict', client => client.evict(Pod, key)],
  ['status.set', client => client.status(Redis).set(redis, {})],
  ['status.update', client => client.status(Redis).update(redis)],
  ['status.patch', client => client.status(Redis).patch(key, {})],
  ['status.apply', client => client.status(Redis).apply(key, {})],
  ['scale.set', client => client.scale(Redis).set(key, 1)],
  ['scale.update', client => client.scale(Redis).update(key, { replicas: 1, resourceVersion: '1' })],
  ['subresource.create', client => client.subresource(Pod, 'binding').create(key, {})],
  ['subresource.update', client => client.subresource(Pod, 'resize').update(key, pod)],
  ['subresource.patch', client => client.subresource(Pod, 'resize').patch(key, {})],
  ['subresource.patchJson', client => client.subresource(Pod, 'resize').patchJson(key, [])],
  ['subresource.patchStrategic', client => client.subresource(Pod, 'resize').patchStrategic(key, {})],
  ['subresource.apply', client => client.subresource(Pod, 'resize').apply(key, {} as never)],
];

let server: ScriptedServer;
let isLeader: boolean;
afterEach(() => server.close());

async function start(...script: Parameters<typeof ScriptedServer.start>): Promise<Client> {
  server = await ScriptedServer.start(...script);
  isLeader = true;
  return fencedClient(await server.client(), () => {
    if (!isLeader) throw new NotLeaderError('no leader');
  });
}

test.each(writes)('%s sends nothing where this replica does not lead', async (_verb, write) => {
  const client = await start(answering(200, redis));
  isLeader = false;
  await expect(write(client)).rejects.toThrow(NotLeaderError);
  expect(server.asked).toEqual([]);
});

test.each(writes)('%s is not sent a second time where the lead is lost meanwhile', async (_verb, write) => {
  const busy = answering(429, { kind: 'Status', code: 429, reason: 'TooManyRequests' }, { 'retry-after': '1' });
  const client = await start(
    inTurn(
      (...asked) => {
        isLeader = false;
        busy(...asked);
      },
      answering(200, redis),
    ),
  );
  await expect(write(client)).rejects.toThrow(NotLeaderError);
  expect(server.asked).toHaveLength(1);
});

test.each(writes)('%s is not sent where the lead is lost while its connection is made', async (_verb, write) => {
  server = await ScriptedServer.start(answering(200, redis));
  let asked = 0;
  const client = fencedClient(await server.client(), () => {
    asked += 1;
    // By the fence, by the client before it looks for a connection, and when there is one.
    if (asked === 3) throw new NotLeaderError('no leader');
  });
  await expect(write(client)).rejects.toThrow(NotLeaderError);
  expect([asked, server.asked]).toEqual([3, []]);
  // The connection is of use to the next one.
  await client.get(Redis, key);
  expect(server.asked).toHaveLength(1);
});

test.each(writes)('%s goes on where this replica leads, and asks the sender as well', async (_verb, write) => {
  const client = await start(answering(200, { ...(redis as object), items: [] }));
  await write(client);
  expect(server.asked).toHaveLength(1);
  expect(server.asked[0]?.body ?? '').not.toContain('beforeSend');
});

test('who tries again and again without a pause lets timers fire', async () => {
  const client = await start(answering(200, redis));
  isLeader = false;
  let hasFired = false;
  setTimeout(() => {
    hasFired = true;
  }, 1);
  while (!hasFired) await client.patch(Redis, key, {}).catch(() => {});
  expect(server.asked).toEqual([]);
});

test('reads, and writes that keep nothing, are for everybody', async () => {
  const client = await start(answering(200, redis));
  isLeader = false;
  await client.get(Redis, key);
  await client.scale(Redis).get(key);
  await client.subresource(Pod, 'resize').get(key);
  await client.patch(Redis, key, {}, { dryRun: true });
  expect(server.asked).toHaveLength(4);
});

test('what the sender asks before sending is asked too', async () => {
  const client = await start(answering(200, redis));
  const stale = new Error('stale');
  const beforeSend = (): void => {
    throw stale;
  };
  await expect(client.patch(Redis, key, {}, { beforeSend })).rejects.toBe(stale);
  expect(server.asked).toEqual([]);
});
