import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../decorators/snapshot.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Redis } from '../../test/sample-kind.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { ReconcileContext } from '../controller/reconciler.js';
import { done } from '../controller/result.js';
import type { DesiredObject } from '../desired/dependent.js';
import { dependent } from '../desired/dependent.js';
import { Deployment } from '../kinds/apps-v1.js';
import { ConfigMap, Pod } from '../kinds/core-v1.js';
import { type Desired, desiredState, observedOf } from './desired-state.js';

const metadata = {
  name: 'r',
  namespace: 'default',
  uid: 'u',
  resourceVersion: '1',
  creationTimestamp: '',
  generation: 3,
};
const redis = (status?: object) =>
  ({
    apiVersion: 'myapp.tangx.in/v1',
    kind: 'Redis',
    metadata,
    spec: { replicas: 1 },
    ...(status && { status }),
  }) as unknown as Snapshot<Redis>;

/** Runs the function once. */
async function reconciled(
  object: Snapshot<Redis>,
  desired: Desired<Redis>,
  fails: { apply?: Error; status?: Error } = {},
) {
  const applied: (readonly DesiredObject[])[] = [];
  const reports: { readonly uid: string; readonly status: object }[] = [];
  const log = new RecordedLog();
  const context = {
    key: { name: 'r', namespace: 'default' },
    log,
    clock: new FakeClock(),
    signal: new AbortController().signal,
    apply: async (objects: readonly DesiredObject[]) => {
      applied.push(objects);
      if (fails.apply) throw fails.apply;
      return { created: [], changed: [], pruned: [] };
    },
    client: {
      status: () => ({
        set: async ({ metadata: { uid } }: Snapshot<Redis>, status: object) => {
          reports.push({ uid, status });
          if (fails.status) throw fails.status;
        },
      }),
    },
  };
  const { reconcile } = desiredState(Redis, { owns: [ConfigMap], desired: () => desired });
  const outcome = await reconcile(object, context as unknown as ReconcileContext).catch((error: unknown) => error);
  return { outcome, applied, reports, log };
}

describe('desiredState', () => {
  const objects = [dependent(ConfigMap, { metadata: { name: 'a' } })];

  test('applies the objects, and writes the status of that very object where it differs', async () => {
    const run = await reconciled(redis({ replicas: 2 }), { objects, status: { replicas: 1 }, requeueAfter: 5000 });
    expect(run.applied).toEqual([objects]);
    expect(run.reports).toEqual([{ uid: metadata.uid, status: { replicas: 1 } }]);
    expect(run.outcome).toMatchObject({ kind: 'requeueAfter', delay: 5000 });
  });

  test('a condition changes at the time of the manager', async () => {
    const condition = { type: 'Ready', status: 'True', reason: 'All', message: '' } as const;
    const { reports } = await reconciled(redis(), { objects, status: { conditions: [condition] } as never });
    expect(reports[0]).toMatchObject({
      status: { conditions: [{ type: 'Ready', lastTransitionTime: '2026-01-01T00:00:00Z' }] },
    });
  });

  test.each([
    ['is as wished', redis({ replicas: 1 }), { replicas: 1 }],
    ['is not said', redis({ replicas: 1 }), undefined],
    ['is empty on both sides', redis(), {}],
  ])('writes no status that %s', async (_, object, status) => {
    const run = await reconciled(object, { objects, ...(status && { status }) });
    expect(run.reports).toEqual([]);
    expect(run.outcome).toBe(done);
  });

  test('writes the status also when an object has failed, whose error counts', async () => {
    const failure = new Error('no a');
    const run = await reconciled(redis(), { objects, status: { replicas: 0 } }, { apply: failure });
    expect(run.outcome).toBe(failure);
    expect(run.reports).toEqual([{ uid: metadata.uid, status: { replicas: 0 } }]);
    const both = await reconciled(
      redis(),
      { objects, status: { replicas: 0 } },
      { apply: failure, status: new Error('nor this') },
    );
    expect(both.outcome).toBe(failure);
    expect(both.log.of('warn')).toHaveLength(1);
  });

  test.each([
    ['nothing', undefined, 'has to answer { objects: [ ... ] }'],
    ['a promise', Promise.resolve({ objects }), 'has to answer { objects: [ ... ] }, and not a promise'],
  ])('refuses a function that answers %s', async (_, answer, message) => {
    const { outcome, applied } = await reconciled(redis(), answer as never);
    expect(String(outcome)).toContain(`desired of desiredState(Redis) ${message}`);
    expect(applied).toEqual([]);
  });

  test('has the finalize that it is given, and none else', () => {
    const finalize = async () => done;
    const desired = () => ({ objects: [] });
    expect(desiredState(Redis, { owns: [], desired, finalize }).finalize).toBe(finalize);
    expect(desiredState(Redis, { owns: [], desired })).not.toHaveProperty('finalize');
  });

  test('fails when the status cannot be written', async () => {
    const failure = new Error('no status');
    expect((await reconciled(redis(), { objects, status: { replicas: 0 } }, { status: failure })).outcome).toBe(
      failure,
    );
  });
});

test('a test observes the objects of each kind, by name', () => {
  const object = (apiVersion: string, kind: string, name: string) =>
    ({ apiVersion, kind, metadata: { ...metadata, name } }) as unknown as Snapshot<Pod>;
  const observed = observedOf([
    object('v1', 'Pod', 'b'),
    object('apps/v1', 'Deployment', 'd'),
    object('v1', 'Pod', 'a'),
  ]);
  expect(observed.owned(Pod).map(pod => pod.metadata.name)).toEqual(['a', 'b']);
  expect(observed.owned(Deployment).map(deployment => deployment.metadata.name)).toEqual(['d']);
  expect(observed.owned(ConfigMap)).toEqual([]);
});
