// Operators that say what they wish, in a manager.
import {
  type Client,
  controller,
  desiredState,
  isConditionTrue,
  isNotFound,
  Manager,
  type ManagerPart,
} from 'kubewright';
import { ConfigMap } from 'kubewright/kinds';
import { describe, expect, onTestFinished } from 'vitest';
import { Redis } from '../../api/v1/redis.js';
import { MortalClient } from '../desired-process.js';
import { RecordedLog } from '../recorded-log.js';
import { test } from './fixture.js';
import { Keeper, wishes } from './keeper.js';

const patiently = { timeout: 30_000 };

const parts: readonly (readonly [what: string, part: () => ManagerPart])[] = [
  ['a part of a manager', () => desiredState(Redis, { owns: [ConfigMap], desired: wishes })],
  ['the method of a class', () => controller(new Keeper())],
];

describe.for(parts)('a pure function as %s', ([, part]) => {
  test('keeps objects and status as it says, and is quiet then', async ({ admin, namespace }) => {
    const mortal = new MortalClient(admin);
    const { log } = start(mortal.client, namespace, part());
    const key = { namespace, name: 'r' };
    await admin.create(Redis, { metadata: key, spec: { replicas: 3 } });
    await settled(admin, namespace, 3, 6379);

    await admin.patch(Redis, key, { spec: { replicas: 1, port: 7000 } });
    await settled(admin, namespace, 1, 7000);
    // The one that comes back is as the old one was, and so is the status in the end: the writes tell when that is.
    const written = statusWrites(mortal);
    await admin.delete(ConfigMap, { namespace, name: 'r-0' });
    await expect.poll(() => statusWrites(mortal), patiently).toBe(written + 2);
    await settled(admin, namespace, 1, 7000);
    const { status } = await admin.get(Redis, key);
    expect(status).toMatchObject({ observedGeneration: 2, replicas: 1 });
    expect(status?.conditions).toHaveLength(1);
    expect(log.of('error')).toEqual([]);

    // A reconcile with nothing to do asks for nothing.
    const { length } = mortal.requests;
    const reconciled = () => log.of('debug').filter(({ message }) => message === 'reconciled').length;
    const before = reconciled();
    await admin.patch(Redis, key, { metadata: { labels: { touched: 'yes' } } });
    await expect.poll(reconciled, patiently).toBeGreaterThan(before);
    expect(mortal.requests.slice(length)).toEqual([]);

    await admin.delete(Redis, key);
    await expect.poll(() => names(admin, namespace), patiently).toEqual([]);
    expect(await admin.get(Redis, key).catch(isNotFound)).toBe(true);
  });
});

test('a failed apply is told in the log and in the status, and tried again', async ({ admin, namespace }) => {
  const { log } = start(admin, namespace, desiredState(Redis, { owns: [ConfigMap], desired: wishes }));
  await admin.create(ConfigMap, { metadata: { namespace, name: 'r-1' } });
  await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } });
  await expect.poll(() => log.of('error').length, patiently).toBeGreaterThan(0);
  expect(String(log.of('error')[0]?.fields.error)).toContain(
    `ConfigMap ${namespace}/r-1 is there already, and nobody controls it`,
  );
  await expect
    .poll(async () => (await admin.get(Redis, { namespace, name: 'r' })).status?.conditions?.[0]?.message, patiently)
    .toBe('1 of 2');
  await admin.delete(ConfigMap, { namespace, name: 'r-1' });
  await settled(admin, namespace, 2, 6379);
});

/** Runs an operator of this part until the test ends. */
function start(client: Client, namespace: string, part: ManagerPart) {
  const log = new RecordedLog();
  const stopping = new AbortController();
  const manager = new Manager({ name: 'wishing', client, log, namespaces: [namespace], healthProbe: false });
  manager.add(part);
  const ended = manager.run(stopping.signal);
  onTestFinished(async () => {
    stopping.abort();
    await ended;
  });
  return { log };
}

function statusWrites({ requests }: MortalClient): number {
  return requests.filter(request => request.endsWith('status of Redis')).length;
}

async function names(client: Client, namespace: string): Promise<string[]> {
  const { items } = await client.list(ConfigMap, { namespace });
  return items.map(({ metadata }) => metadata.name).filter(name => name !== 'kube-root-ca.crt');
}

/** So many ConfigMaps, all with this port, and the status says so. */
async function settled(client: Client, namespace: string, size: number, port: number): Promise<void> {
  await expect
    .poll(async () => {
      const [{ items }, redis] = await Promise.all([
        client.list(ConfigMap, { namespace }),
        client.get(Redis, { namespace, name: 'r' }),
      ]);
      const ports = items.filter(({ metadata }) => metadata.name.startsWith('r-')).map(({ data }) => data?.port);
      const { status, metadata } = redis;
      return {
        ports,
        ready: isConditionTrue(status?.conditions, 'Ready'),
        replicas: status?.replicas,
        current: status?.observedGeneration === metadata.generation,
      };
    }, patiently)
    .toEqual({ ports: Array.from({ length: size }, () => String(port)), ready: true, replicas: size, current: true });
}
