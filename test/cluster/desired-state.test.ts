import {
  type Client,
  type DesiredObject,
  DesiredStateError,
  dependent,
  isNotFound,
  type KubernetesObject,
} from 'kubewright';
import { ConfigMap, Secret, Service, ServiceAccount } from 'kubewright/kinds';
import { describe, expect, onTestFinished } from 'vitest';
import type { Kind } from '../../decorators/kind.js';
import { DesiredProcess, type DesiredProcessOptions } from '../desired-process.js';
import { test } from './fixture.js';
import { unless } from './unless.js';

const OWNER = 'owner';
const patiently = { timeout: 30_000 };

const map = (name: string, data: Record<string, string> = { a: '1' }): DesiredObject =>
  dependent(ConfigMap, { metadata: { name, labels: { app: 'x' } }, data });
const secret = (name: string): DesiredObject => dependent(Secret, { metadata: { name }, type: 'Opaque' });

type Overrides = Partial<Pick<DesiredProcessOptions<ConfigMap>, 'owns' | 'name'>>;

async function start(client: Client, namespace: string, overrides: Overrides = {}): Promise<DesiredProcess<ConfigMap>> {
  await client.apply(ConfigMap, { metadata: { name: OWNER, namespace } });
  const owns: Kind<KubernetesObject>[] = [ConfigMap, Secret] as never;
  const started = await DesiredProcess.start({ client, namespace, kind: ConfigMap, owner: OWNER, owns, ...overrides });
  onTestFinished(() => started.stop());
  return started;
}

/** The names of the objects of a kind, without those that a namespace has from the start. */
async function names(client: Client, kind: Kind<KubernetesObject>, namespace: string): Promise<string[]> {
  const { items } = await client.list(kind, { namespace });
  return items
    .map(({ metadata }) => metadata.name)
    .filter(name => ![OWNER, 'kube-root-ca.crt', 'default'].includes(name));
}

/** As if the cache lagged behind: it shows this ConfigMap as it is now, whatever comes. */
function showAlways({ cache }: DesiredProcess<ConfigMap>, namespace: string, name: string): void {
  const get = cache.get.bind(cache);
  const seen = cache.get(ConfigMap, { namespace, name });
  cache.get = ((kind: never, key: { name: string }) => (key.name === name ? seen : get(kind, key as never))) as never;
}

/** The failures of an apply. */
async function failures(applied: Promise<unknown>): Promise<readonly Error[]> {
  const error = await applied.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DesiredStateError);
  return (error as DesiredStateError).result.failed.map(failed => failed.error as Error);
}

describe('apply', () => {
  test('creates, then asks for nothing, then changes what is wished otherwise and prunes', async ({
    admin,
    namespace,
  }) => {
    const process = await start(admin, namespace);
    const wished = [map('b'), map('a'), secret('s')];
    const first = await process.reconcile(wished);
    expect(first.created.map(({ key }) => key.name)).toEqual(['b', 'a', 's']);
    expect(process.mortal.requests).toEqual(['patch ConfigMap', 'apply ConfigMap', 'apply ConfigMap', 'apply Secret']);
    const made = await admin.get(ConfigMap, { namespace, name: 'a' });
    expect(made.metadata.ownerReferences).toMatchObject([{ kind: 'ConfigMap', name: OWNER, controller: true }]);

    expect((await process.reconcile(wished)).unchanged).toHaveLength(3);
    expect(process.mortal.requests).toEqual([]);

    const changed = await process.reconcile([map('a', { b: '2' }), secret('s')]);
    expect(process.mortal.requests).toEqual(['apply ConfigMap', 'delete ConfigMap']);
    expect(changed.pruned.map(({ key }) => key.name)).toEqual(['b']);
    // What is no longer wished of an object is taken away from it.
    expect((await admin.get(ConfigMap, { namespace, name: 'a' })).data).toEqual({ b: '2' });
    expect(await names(admin, ConfigMap, namespace)).toEqual(['a']);
  });

  test('asks for nothing after a restart, and prunes what the process before has applied', async ({
    admin,
    namespace,
  }) => {
    const first = await start(admin, namespace);
    await first.reconcile([map('a'), map('b'), secret('s')]);
    await first.stop();
    const second = await start(admin, namespace);
    await second.reconcile([map('a'), map('b'), secret('s')]);
    expect(second.mortal.requests).toEqual([]);
    await second.reconcile([map('a')]);
    expect(second.mortal.requests.toSorted()).toEqual(['delete ConfigMap', 'delete Secret']);
    expect(await names(admin, ConfigMap, namespace)).toEqual(['a']);
    expect(await names(admin, Secret, namespace)).toEqual([]);
  });

  test('prunes kinds that the program does not know any more, once', async ({ admin, namespace }) => {
    const owns = [ConfigMap, Secret, ServiceAccount] as never;
    const first = await start(admin, namespace, { owns });
    await admin.create(ServiceAccount, { metadata: { name: 'foreign', namespace } });
    await first.reconcile([map('a'), dependent(ServiceAccount, { metadata: { name: 'mine' } })]);
    await first.stop();
    const second = await start(admin, namespace);
    const { pruned } = await second.reconcile([map('a')]);
    expect(pruned.map(({ key }) => key.name)).toEqual(['mine']);
    expect(second.mortal.requests).toEqual(['list ServiceAccount', 'delete ServiceAccount', 'patch ConfigMap']);
    expect(await names(admin, ServiceAccount, namespace)).toEqual(['foreign']);
    await second.reconcile([map('a')]);
    expect(second.mortal.requests).toEqual([]);
  });

  test('prunes nothing while a later wave waits for what is on its way out, and else does not wait for it', async ({
    admin,
    namespace,
  }) => {
    const process = await start(admin, namespace);
    await process.reconcile([map('old'), map('a')]);
    const a = { namespace, name: 'a' };
    await admin.patch(ConfigMap, a, { metadata: { finalizers: ['example.org/hold'] } }, { fieldManager: 'somebody' });
    await admin.delete(ConfigMap, a);
    const leaving = () => process.cache.get(ConfigMap, a)?.metadata.deletionTimestamp;
    await expect.poll(leaving, patiently).toBeDefined();

    const next = dependent(ConfigMap, { metadata: { name: 'b' } }, { wave: 1 });
    const waiting = await process.reconcile([map('a'), next]);
    expect(process.mortal.requests).toEqual([]);
    expect(waiting).toMatchObject({ terminating: [{ key: a }], later: [{ key: { name: 'b' } }], pruned: [] });
    expect(process.log.of('info')).toMatchObject([
      { fields: { later: [`ConfigMap ${namespace}/b`], waitsFor: [`ConfigMap ${namespace}/a`] } },
    ]);

    const without = await process.reconcile([map('a')]);
    expect(without).toMatchObject({ terminating: [{ key: a }], pruned: [{ key: { name: 'old' } }] });

    await admin.patch(ConfigMap, a, { metadata: { finalizers: null } });
    await expect
      .poll(async () => {
        await process.reconcile([map('a'), next]);
        return names(admin, ConfigMap, namespace);
      }, patiently)
      .toEqual(['a', 'b']);
  });

  test('repairs what others change, delete, and take away from it', async ({ admin, namespace }) => {
    const process = await start(admin, namespace);
    const wished = [map('a'), map('b')];
    await process.reconcile(wished, { force: true });
    await admin.patch(ConfigMap, { namespace, name: 'a' }, { data: { a: 'other' } }, { fieldManager: 'somebody' });
    await admin.patch(ConfigMap, { namespace, name: 'a' }, { data: { theirs: 'stays' } }, { fieldManager: 'somebody' });
    await admin.delete(ConfigMap, { namespace, name: 'b' });
    await expect
      .poll(async () => {
        await process.reconcile(wished, { force: true });
        const { items } = await admin.list(ConfigMap, { namespace, labelSelector: 'app=x' });
        return items.map(({ data }) => data);
      }, patiently)
      .toEqual([{ a: '1', theirs: 'stays' }, { a: '1' }]);
  });

  test('repairs and takes away the texts of a Secret, and asks for nothing after a restart', async ({
    admin,
    namespace,
  }) => {
    const texts = (stringData: Record<string, string>) =>
      dependent(Secret, { metadata: { name: 's' }, type: 'Opaque', stringData });
    const first = await start(admin, namespace);
    await first.reconcile([texts({ a: 'ü', b: '2' })]);
    expect((await admin.get(Secret, { namespace, name: 's' })).data).toEqual({ a: 'w7w=', b: 'Mg==' });
    await first.stop();
    const second = await start(admin, namespace);
    await second.reconcile([texts({ a: 'ü', b: '2' })]);
    expect(second.mortal.requests).toEqual([]);
    await admin.patch(Secret, { namespace, name: 's' }, { data: { a: 'b3RoZXI=' } }, { fieldManager: 'somebody' });
    await expect
      .poll(async () => {
        await second.reconcile([texts({ a: 'ü' })], { force: true });
        return (await admin.get(Secret, { namespace, name: 's' })).data;
      }, patiently)
      .toEqual({ a: 'w7w=' });
  });

  test('names the manager and the fields of a conflict, and applies the rest', async ({ admin, namespace }) => {
    const process = await start(admin, namespace);
    await process.reconcile([map('a')]);
    await admin.patch(ConfigMap, { namespace, name: 'a' }, { data: { a: 'edited' } }, { fieldManager: 'editor' });
    await expect.poll(() => process.cache.get(ConfigMap, { namespace, name: 'a' })?.data?.a, patiently).toBe('edited');
    const [error, ...others] = await failures(process.reconcile([map('a'), map('b')]));
    expect(others).toEqual([]);
    expect(error).toMatchObject({
      name: 'FieldConflictError',
      conflicts: [{ manager: 'editor', fields: ['.data.a'] }],
    });
    expect(error?.message).toBe(
      `ConfigMap ${namespace}/a: editor owns .data.a. Leave these fields out of what is wished, or take them over with force: true`,
    );
    expect(await names(admin, ConfigMap, namespace)).toEqual(['a', 'b']);
    expect((await process.reconcile([map('a'), map('b')], { force: true })).changed).toHaveLength(1);
  });

  test('says what to do about a field that can be set only once', async ({ admin, namespace }) => {
    const process = await start(admin, namespace);
    await process.reconcile([secret('s'), map('old')]);
    const other = dependent(Secret, { metadata: { name: 's' }, type: 'example.com/other' });
    const [error] = await failures(process.reconcile([other, map('a')], { force: true }));
    expect(error?.name).toBe('ImmutableFieldError');
    expect(error?.message).toContain(`wish Secret ${namespace}/s under another name, or delete it`);
    expect(await names(admin, ConfigMap, namespace)).toEqual(['a', 'old']);
    await admin.delete(Secret, { namespace, name: 's' });
    await expect
      .poll(async () => {
        await process.reconcile([other, map('a')]).catch(() => {});
        return names(admin, ConfigMap, namespace);
      }, patiently)
      .toEqual(['a']);
    expect((await admin.get(Secret, { namespace, name: 's' })).type).toBe('example.com/other');
  });

  test('touches nothing that is controlled by somebody else, or by nobody', async ({ admin, namespace }) => {
    const process = await start(admin, namespace);
    const other = await admin.create(ServiceAccount, { metadata: { name: 'other', namespace } });
    const { uid } = other.metadata;
    const reference = { apiVersion: 'v1', kind: 'ServiceAccount', name: 'other', uid, controller: true };
    await admin.create(ConfigMap, { metadata: { name: 'theirs', namespace, ownerReferences: [reference] } });
    await admin.create(ConfigMap, { metadata: { name: 'nobodys', namespace } });
    await expect.poll(() => process.cache.get(ConfigMap, { namespace, name: 'nobodys' }), patiently).toBeDefined();
    const errors = await failures(process.reconcile([map('theirs'), map('nobodys')]));
    expect(errors.map(({ message }) => message)).toEqual([
      `ConfigMap ${namespace}/theirs is controlled by ServiceAccount other: wish another name`,
      `ConfigMap ${namespace}/nobodys is there already, and nobody controls it: delete it, wish another name, or take it with adopt: true`,
    ]);
    expect(process.mortal.requests).toEqual(['patch ConfigMap']);
    expect((await process.reconcile([map('nobodys')], { adopt: true })).changed).toHaveLength(1);
    await process.reconcile([]);
    expect(await names(admin, ConfigMap, namespace)).toEqual(['theirs']);
  });

  test('does not overwrite what the cache has not seen yet', async ({ admin, namespace }) => {
    const process = await start(admin, namespace);
    const { client } = process.mortal;
    // As if the cache lagged behind: the object comes between the look at it and the write.
    process.cache.get = (() => {
      const get = process.cache.get.bind(process.cache);
      return ((kind: never, key: { name: string }) =>
        key.name === 'a' ? undefined : get(kind, key as never)) as never;
    })();
    await client.create(ConfigMap, { metadata: { name: 'a', namespace }, data: { a: 'theirs' } });
    // Not even by force. It is a conflict as any other: the controller tries again, and sees the object then.
    const applied = process.reconcile([map('a')], { force: true, adopt: true });
    await expect(applied).rejects.toMatchObject({ name: 'ApiError', reason: 'Conflict' });
    expect((await admin.get(ConfigMap, { namespace, name: 'a' })).data).toEqual({ a: 'theirs' });
  });

  test('deletes nothing that is no longer ours, however late the cache is', async ({ admin, namespace }) => {
    const process = await start(admin, namespace);
    await process.reconcile(['changed', 'orphaned', 'replaced'].map(name => map(name)));
    const owner = await admin.get(ConfigMap, { namespace, name: OWNER });
    const seen = process.cache.ownedBy(ConfigMap, owner);
    expect(seen).toHaveLength(3);
    process.cache.ownedBy = ((kind: unknown) => (kind === ConfigMap ? seen : [])) as never;
    await admin.patch(ConfigMap, { namespace, name: 'changed' }, { data: { more: 'x' } });
    await admin.patch(ConfigMap, { namespace, name: 'orphaned' }, { metadata: { ownerReferences: null } });
    await admin.delete(ConfigMap, { namespace, name: 'replaced' });
    await admin.create(ConfigMap, { metadata: { namespace, name: 'replaced' }, data: { a: 'theirs' } });
    const { pruned } = await process.reconcile([]);
    expect(pruned.map(({ key }) => key.name)).toEqual(['changed']);
    expect(await names(admin, ConfigMap, namespace)).toEqual(['orphaned', 'replaced']);
  });

  test('takes nothing back that somebody has let go, however late the cache is', async ({ admin, namespace }) => {
    const process = await start(admin, namespace);
    await process.reconcile([map('a')]);
    showAlways(process, namespace, 'a');
    await admin.patch(ConfigMap, { namespace, name: 'a' }, { metadata: { ownerReferences: null } });
    const applied = process.reconcile([map('a', { a: '2' })], { force: true, adopt: true });
    await expect(applied).rejects.toMatchObject({ name: 'ApiError', reason: 'Conflict' });
    const { metadata, data } = await admin.get(ConfigMap, { namespace, name: 'a' });
    expect([metadata.ownerReferences, data]).toEqual([undefined, { a: '1' }]);
  });

  test('does not make anew what it wanted to change', async ({ admin, namespace }) => {
    const process = await start(admin, namespace);
    await process.reconcile([map('a')]);
    showAlways(process, namespace, 'a');
    await admin.delete(ConfigMap, { namespace, name: 'a' });
    const gone = process.reconcile([map('a', { a: '2' })], { force: true });
    await expect(gone).rejects.toMatchObject({ name: 'ApiError', reason: 'Conflict' });
    await expect(gone).rejects.toThrow('uid mismatch');
    await admin.create(ConfigMap, { metadata: { namespace, name: 'a' }, data: { a: 'theirs' } });
    const replaced = process.reconcile([map('a', { a: '2' })], { force: true });
    await expect(replaced).rejects.toMatchObject({ name: 'ApiError', reason: 'Conflict' });
    expect((await admin.get(ConfigMap, { namespace, name: 'a' })).data).toEqual({ a: 'theirs' });
  });

  test('knows defaults and amounts of the server for what was wished', async ({ admin, namespace }) => {
    const owns = [Service] as never;
    const wished = [
      dependent(Service, { metadata: { name: 'web' }, spec: { selector: { app: 'x' }, ports: [{ port: 80 }] } }),
    ];
    const first = await start(admin, namespace, { owns });
    await first.reconcile(wished);
    await first.reconcile(wished);
    expect(first.mortal.requests).toEqual([]);
    await first.stop();
    const second = await start(admin, namespace, { owns });
    await second.reconcile(wished);
    expect(second.mortal.requests).toEqual([]);
  });

  test('comes to the wished end from a crash at each of its requests', async ({ admin, namespace }) => {
    const steps = [[map('a'), secret('s')], [map('a', { a: '2' }), map('b')], [secret('t')]];
    let process = await start(admin, namespace);
    for (const reaches of [true, false]) {
      for (const wished of steps) {
        for (let at = 0; at < 4; at += 1) {
          const before = [map('a'), map('c'), secret('u')];
          await process.reconcile(before);
          await process.reconcile(wished, {}, { at, reaches }).catch(() => {});
          await process.stop();
          process = await start(admin, namespace);
          await process.reconcile(wished);
          const named = (kind: string) =>
            wished.filter(({ kind: { name } }) => name === kind).map(w => w.object.metadata.name);
          expect(await names(admin, ConfigMap, namespace)).toEqual(named('ConfigMap'));
          expect(await names(admin, Secret, namespace)).toEqual(named('Secret'));
        }
      }
    }
    await admin.delete(ConfigMap, { namespace, name: OWNER }).catch(unless(isNotFound));
  });
});
