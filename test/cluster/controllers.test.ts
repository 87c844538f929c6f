// What controllers promise to users, on a control plane: causes, triggers from outside, finalizers.
import {
  causeText,
  done,
  Owns,
  type ReconcileContext,
  Reconciles,
  type Result,
  type Snapshot,
  TriggeredBy,
} from 'kubewright';
import { ConfigMap, Secret } from 'kubewright/kinds';
import { describe, expect } from 'vitest';
import { runOperator } from '../run-operator.js';
import { test } from './fixture.js';

const FINALIZER = 'test.example.com/cleanup';
const patiently = { timeout: 30_000 };

describe('a controller', () => {
  test('says why it reconciles: what was there, what changed, what it owns', async ({ admin, namespace }) => {
    const causes: string[] = [];

    @Reconciles(ConfigMap, { name: 'why' })
    @Owns(Secret)
    class Why {
      async reconcile(object: Snapshot<ConfigMap>, context: ReconcileContext): Promise<Result> {
        if (object.metadata.name === 'a') causes.push(...context.causes.map(causeText));
        return done;
      }
    }
    const { metadata } = await admin.create(ConfigMap, { metadata: { namespace, name: 'a' }, data: { x: '1' } });
    runOperator({ client: admin, namespace }, new Why());
    await expect.poll(() => causes, patiently).toContain(`ConfigMap ${namespace}/a listed`);
    await admin.patch(ConfigMap, { namespace, name: 'a' }, { data: { x: '2', y: '3' } });
    await expect.poll(() => causes, patiently).toContain(`ConfigMap ${namespace}/a updated: data.x, data.y`);
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: metadata.uid, controller: true };
    await admin.create(Secret, { metadata: { namespace, name: 's', ownerReferences: [owner] } });
    await expect.poll(() => causes, patiently).toContain(`Secret ${namespace}/s created`);
    await admin.delete(Secret, { namespace, name: 's' });
    await expect.poll(() => causes, patiently).toContain(`Secret ${namespace}/s deleted`);
  });

  test('is triggered from outside', async ({ admin, namespace }) => {
    const calls = Promise.withResolvers<void>();
    const causes: string[] = [];

    @Reconciles(ConfigMap, { name: 'called' })
    @TriggeredBy({
      name: 'calls',
      open: async function* ({ allKeys }) {
        await calls.promise;
        yield allKeys().filter(({ name }) => name === 'a') as { name: string; namespace: string }[];
      },
    })
    class Called {
      async reconcile(_: Snapshot<ConfigMap>, context: ReconcileContext): Promise<Result> {
        causes.push(...context.causes.map(causeText));
        return done;
      }
    }
    await admin.create(ConfigMap, { metadata: { namespace, name: 'a' } });
    runOperator({ client: admin, namespace }, new Called());
    await expect.poll(() => causes, patiently).toContain(`ConfigMap ${namespace}/a listed`);
    calls.resolve();
    await expect.poll(() => causes, patiently).toContain('source calls');
  });

  test('keeps its finalizer on each object, and releases it once, whoever else writes', async ({
    admin,
    namespace,
  }) => {
    const finalized: string[] = [];
    const seen: (readonly string[] | undefined)[] = [];

    @Reconciles(ConfigMap, { name: 'keeper', finalizer: FINALIZER, maxConcurrentReconciles: 4 })
    class Keeper {
      async reconcile({ metadata }: Snapshot<ConfigMap>): Promise<Result> {
        if (metadata.name.startsWith('c-')) seen.push(metadata.finalizers);
        return done;
      }
      async finalize({ metadata: { name } }: Snapshot<ConfigMap>, { client }: ReconcileContext): Promise<Result> {
        finalized.push(name);
        // Between what it has read and the release, the object changes.
        await client.patch(ConfigMap, { namespace, name }, { data: { goodbye: 'yes' } });
        return done;
      }
    }
    runOperator({ client: admin, namespace }, new Keeper());
    const names = Array.from({ length: 10 }, (_, i) => `c-${i}`);
    const foreign = { finalizers: ['other.example.com/x'] };
    for (const name of names) {
      await admin.create(ConfigMap, { metadata: { namespace, name, ...(name === 'c-3' && foreign) } });
    }
    const finalizersOf = async (): Promise<unknown[]> => {
      const { items } = await admin.list(ConfigMap, { namespace });
      return items.filter(({ metadata }) => metadata.name.startsWith('c-')).map(({ metadata }) => metadata.finalizers);
    };
    const expected = names.map(name => [...(name === 'c-3' ? foreign.finalizers : []), FINALIZER]);
    await expect.poll(finalizersOf, patiently).toEqual(expected);
    expect(seen.every(finalizers => finalizers?.includes(FINALIZER))).toBe(true);

    for (const name of names) await admin.delete(ConfigMap, { namespace, name });
    await expect.poll(finalizersOf, patiently).toEqual([foreign.finalizers]);
    // The rest is gone; what others hold is left to them, and is not finalized again for what they do.
    await admin.patch(ConfigMap, { namespace, name: 'c-3' }, { data: { still: 'here' } });
    await admin.patch(ConfigMap, { namespace, name: 'c-3' }, { metadata: { finalizers: null } });
    await expect.poll(finalizersOf, patiently).toEqual([]);
    expect(finalized.toSorted()).toEqual(names);
  });
});
