// What controllers promise to users, on a control plane: causes, finalizers, kinds that are not there.
import { randomBytes } from 'node:crypto';
import {
  type Client,
  causeText,
  controller,
  done,
  type KubernetesObject,
  kindOf,
  Manager,
  type ObjectMeta,
  Owns,
  type ReconcileContext,
  Reconciles,
  type Result,
  type Snapshot,
  TriggeredBy,
} from 'kubewright';
import { ConfigMap, CustomResourceDefinition, Secret } from 'kubewright/kinds';
import { describe, expect, onTestFinished } from 'vitest';
import { serveDefinition } from '../../hack/demo/custom-resource-definitions.js';
import { RecordedLog } from '../recorded-log.js';
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
    await start(admin, namespace, new Why());
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
    await start(admin, namespace, new Called());
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
    await start(admin, namespace, new Keeper());
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

describe('a kind that is not installed', () => {
  test('stops an operator that needs it in time, with what to do', async ({ admin, namespace }) => {
    const Missing = kindNamed(uniqueName());

    @Reconciles(Missing, { cacheSyncTimeout: 1500 })
    class Needing {
      reconcile = async (_: Snapshot<KubernetesObject>): Promise<Result> => done;
    }
    const { ended } = await start(admin, namespace, new Needing());
    await expect(ended).rejects.toMatchObject({ name: 'CacheSyncError' });
    const message = await ended.catch((error: Error) => error.message);
    expect(message).toContain(`No kind ${Missing.name} (late.example.com/v1) on this server`);
    expect(message).toContain('apply its CRD: kubectl apply -f config/crd/bases');
  });

  test('lets the rest go on where its controller is optional, which starts when it is installed', async ({
    admin,
    namespace,
  }) => {
    const name = uniqueName();
    const Late = kindNamed(name);
    const reconciled: string[] = [];

    @Reconciles(Late, { optional: true })
    class Patient {
      async reconcile({ metadata }: Snapshot<KubernetesObject>): Promise<Result> {
        reconciled.push(`late ${metadata.name}`);
        return done;
      }
    }
    @Reconciles(ConfigMap, { name: 'other' })
    class Other {
      async reconcile({ metadata }: Snapshot<ConfigMap>): Promise<Result> {
        reconciled.push(metadata.name);
        return done;
      }
    }
    await start(admin, namespace, new Patient(), new Other());
    await admin.create(ConfigMap, { metadata: { namespace, name: 'a' } });
    await expect.poll(() => reconciled, patiently).toContain('a');

    await serveDefinition(admin, definitionOf(name));
    onTestFinished(async () => {
      await admin.delete(CustomResourceDefinition, { name: definitionOf(name).metadata.name });
    });
    await admin.create(Late, { metadata: { namespace, name: 'b' } });
    await expect.poll(() => reconciled, { timeout: 90_000 }).toContain('late b');
  }, 120_000);
});

/** Runs an operator of these reconcilers until the test ends. */
async function start(client: Client, namespace: string, ...reconcilers: Parameters<typeof controller>[0][]) {
  const log = new RecordedLog();
  const manager = new Manager({ name: 'test-operator', client, log, namespaces: [namespace], healthProbe: false });
  for (const reconciler of reconcilers) manager.add(controller(reconciler));
  const stopping = new AbortController();
  const ended = manager.run(stopping.signal);
  ended.catch(() => {});
  onTestFinished(async () => {
    stopping.abort();
    await ended.catch(() => {});
  });
  return { ended, log };
}

interface Late extends KubernetesObject {
  metadata: ObjectMeta;
}

function uniqueName(): string {
  return `Late${randomBytes(4).toString('hex')}`;
}

function kindNamed(kind: string) {
  const plural = `${kind.toLowerCase()}s`;
  return kindOf<Late>()({ group: 'late.example.com', version: 'v1', kind, plural, scope: 'Namespaced' });
}

function definitionOf(kind: string) {
  const plural = `${kind.toLowerCase()}s`;
  const schema = { openAPIV3Schema: { type: 'object' } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.late.example.com` },
    spec: {
      group: 'late.example.com',
      names: { kind, plural },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  } as const;
}
