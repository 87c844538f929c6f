// Replicas that share objects and are killed, asked to stop, and stood still, on a real API server, with the generated role: others
// take their objects over, and nobody writes for one after another has begun. The long form, with figures, is main.ts.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createClient } from 'kubewright';
import { expect, onTestFinished } from 'vitest';
import { test } from '../../real/fixture.js';
import { SharedWork } from './shared-work.js';

/** Shorter than the defaults, and long enough for a busy machine: who loses a shard for want of time is not at fault. */
const timing = { lease: 9000, renew: 6000, retry: 1000 };

test('objects are taken over after a stop, a kill and a pause, and never do two replicas work on one', {
  timeout: 240_000,
}, async ({ controlPlane, namespace }) => {
  const admin = await createClient('observer', { kubeconfig: controlPlane.adminKubeconfig });
  onTestFinished(() => admin.close());
  const folder = await mkdtemp(`${tmpdir()}/kubewright-shards-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  const work = await SharedWork.open({ controlPlane, admin, namespace, timing, folder, shards: 8, objects: 24 });
  onTestFinished(() => work.close());
  for (let count = 0; count < 2; count += 1) await work.start();
  for (const end of ['join', 'release', 'kill', 'pause'] as const) await work.happens(end);
  await work.settled();

  expect(work.observer.violations).toEqual([]);
  const replicas = new Set([...work.observer.replicasOf.values()].flat());
  expect(replicas.size).toBeGreaterThanOrEqual(4);
});
