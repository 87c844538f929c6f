// Leaders that are killed, asked to stop, and stood still, on a real API server, with the generated role: another acts, and
// whoever was replaced acts no more. The long form, with figures, is main.ts.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createClient } from 'kubewright';
import { Event, Lease } from 'kubewright/kinds';
import { expect, onTestFinished } from 'vitest';
import { test } from '../../real/fixture.js';
import { endLeader } from './ends-of-leaders.js';
import { Replicas } from './replicas.js';

/** Shorter than the defaults, and in the same proportions. */
const timing = { lease: 4500, renew: 3000, retry: 600 };

test('another leads after a kill, a stop and a pause, and never do two act', { timeout: 240_000 }, async ({
  controlPlane,
  namespace,
}) => {
  const admin = await createClient('observer', { kubeconfig: controlPlane.adminKubeconfig });
  onTestFinished(() => admin.close());
  const folder = await mkdtemp(`${tmpdir()}/kubewright-leaders-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  const replicas = await Replicas.open({ controlPlane, admin, namespace, timing, folder });
  onTestFinished(() => replicas.close());
  for (let count = 0; count < 2; count += 1) await replicas.start();
  for (const end of ['kill', 'release', 'pause', 'release'] as const) await endLeader(replicas, end, timing);

  expect(replicas.violations).toEqual([]);
  expect(replicas.actors.length).toBeGreaterThanOrEqual(5);
  const { spec } = await admin.get(Lease, { namespace, name: 'acting' });
  expect(spec?.leaseTransitions).toBe(replicas.actors.length - 1);
  const { items } = await admin.list(Event, { namespace, fieldSelector: 'reason=LeaderElection' });
  expect(items.map(({ message }) => message)).toContain(`${replicas.actors[0]} became leader`);
});
