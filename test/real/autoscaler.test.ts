// The embedded control plane runs no autoscaler, so only a real one can show that its own drives a Redis.
import { createClient } from 'kubewright';
import { HorizontalPodAutoscaler } from 'kubewright/kinds';
import { expect } from 'vitest';
import { Redis } from '../../api/v1/redis.js';
import { test } from '../cluster/operator/fixture.js';
import type { Gesture } from '../cluster/operator/gestures/gesture.js';
import { GESTURES } from '../cluster/operator/gestures/gestures.js';
import { readPage } from '../cluster/operator/gestures/page.js';
import { tellGesture } from '../cluster/operator/gestures/tell-gesture.js';
import { findKubectl } from '../conformance/transcripts/find-kubectl.js';

const scaleTargetRef = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', name: 'r' };

test('a HorizontalPodAutoscaler scales a Redis', async ({ operator: _, observer, admin, namespace }) => {
  await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 1 } });
  await observer.settled(namespace, 'r', 1);
  await admin.create(HorizontalPodAutoscaler, {
    metadata: { namespace, name: 'r' },
    spec: { scaleTargetRef, minReplicas: 3, maxReplicas: 10 },
  });
  // Below the minimum the autoscaler acts without any metric.
  await observer.settled(namespace, 'r', 3);
});

const story = GESTURES.find(({ needs }) => needs === 'an autoscaler') as Gesture;

test('with the load, up and down, while a pipeline rolls an image out', { timeout: 240_000 }, async ({
  ownControlPlane: controlPlane,
  onTestFinished,
}) => {
  const admin = await createClient('test', { kubeconfig: controlPlane.adminKubeconfig });
  onTestFinished(() => admin.close());
  const page = readPage();
  const found = await findKubectl(page.version);
  if (!found.found) throw new Error(found.reason);
  const transcript = await tellGesture({ controlPlane, admin, kubectl: found.path, autoscaler: 'real' }, story);
  expect(transcript).toBe(page.transcripts.get(story.title));
});
