// What a pure function is in for that answers something else each time. The clock stands still unless it is moved.
import { beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '../../decorators/snapshot.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Redis } from '../../test/sample-kind.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { ReconcileContext } from '../controller/reconciler.js';
import { DesiredStateError } from '../desired/apply-result.js';
import { dependent } from '../desired/dependent.js';
import { ConfigMap } from '../kinds/core-v1.js';
import { desiredState } from './desired-state.js';

const metadata = { name: 'r', namespace: 'default', uid: 'u', resourceVersion: '1', creationTimestamp: '' };
const nothing = {
  created: [],
  changed: [],
  unchanged: [],
  pruned: [],
  terminating: [],
  heldBack: [],
  later: [],
  failed: [],
};

let status: object;
let reports: { readonly status: unknown; readonly signal: unknown }[];
let log: RecordedLog;
let clock: FakeClock;
let applied: () => Promise<object>;
const { signal } = new AbortController();
const context = {
  key: { name: 'r', namespace: 'default' },
  signal,
  get log() {
    return log;
  },
  get clock() {
    return clock;
  },
  apply: () => applied(),
  client: {
    status: () => ({
      set: async (_: object, wished: object, options: { readonly signal: unknown }) => {
        reports.push({ status: wished, signal: options.signal });
        status = wished;
      },
    }),
  },
} as unknown as ReconcileContext;

beforeEach(() => {
  clock = new FakeClock();
  status = {};
  reports = [];
  log = new RecordedLog();
  applied = async () => nothing;
});

const redis = () =>
  ({ apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata, spec: {}, status }) as unknown as Snapshot<Redis>;

test('a status that comes out otherwise each time is written three times; then it waits, and is come back to', async () => {
  let replicas = 0;
  const { reconcile } = desiredState(Redis, {
    owns: [],
    desired: () => {
      replicas += 1;
      return { objects: [], status: { replicas }, requeueAfter: 5000 };
    },
  });
  for (let time = 1; time <= 3; time += 1) {
    expect(await reconcile(redis(), context)).toMatchObject({ kind: 'requeueAfter', delay: 5000 });
  }
  expect(log.of('warn')).toMatchObject([{ fields: { fields: ['status: .replicas'] } }]);
  expect(reports).toHaveLength(3);
  expect(reports.every(report => report.signal === signal)).toBe(true);
  expect(await reconcile(redis(), context)).toMatchObject({ kind: 'requeueAfter', delay: 1000 });
  expect(reports).toHaveLength(3);
  await clock.advance(1000);
  expect(await reconcile(redis(), context)).toMatchObject({ kind: 'requeueAfter', delay: 5000 });
  expect(reports).toHaveLength(4);
});

test('what was written counts also where other objects have failed', async () => {
  let stamp = 0;
  const { reconcile } = desiredState(Redis, {
    owns: [ConfigMap],
    desired: () => {
      stamp += 1;
      return { objects: [dependent(ConfigMap, { metadata: { name: 'a' }, data: { stamp: String(stamp) } })] };
    },
  });
  const key = { namespace: 'default', name: 'a' };
  const changed = { kind: ConfigMap, key, object: undefined };
  const failed = { ...changed, error: new Error('no b') };
  applied = async () => {
    throw new DesiredStateError({ ...nothing, changed: [changed], failed: [failed] });
  };
  for (let time = 1; time <= 3; time += 1) await expect(reconcile(redis(), context)).rejects.toThrow('no b');
  expect(log.of('warn')).toMatchObject([{ fields: { fields: ['ConfigMap default/a: .data.stamp'] } }]);
});
