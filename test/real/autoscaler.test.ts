// The embedded control plane runs no autoscaler, so only a real one can show that it drives a Redis.
import { createClient } from 'kubewright';
import { HorizontalPodAutoscaler } from 'kubewright/kinds';
import { expect } from 'vitest';
import { Redis } from '../../api/v1/redis.js';
import { test } from '../cluster/operator/fixture.js';
import { Kubelet } from '../cluster/operator/kubelet.js';
import { Observer } from '../cluster/operator/observer.js';
import { startOperator } from '../cluster/operator/running-operator.js';
import { PlayedMetrics } from './played-metrics.js';

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

test('with the load, up and down, while a pipeline rolls an image out', { timeout: 240_000 }, async ({
  ownControlPlane,
  onTestFinished,
}) => {
  const namespace = 'default';
  const kubeconfig = ownControlPlane.adminKubeconfig;
  const admin = await createClient('test', { kubeconfig });
  const observer = new Observer(admin, [namespace], 120_000);
  await observer.start();
  const metrics = await PlayedMetrics.start(admin);
  const operator = startOperator(kubeconfig, [namespace]);
  const kubelet = new Kubelet(admin, namespace);
  onTestFinished(async () => {
    await kubelet.stop();
    await operator.stop();
    await metrics.stop();
    await observer.stop();
    await admin.close();
  });

  const pipeline = (image: string) =>
    admin.apply(Redis, { metadata: { namespace, name: 'r' }, spec: { image } }, { fieldManager: 'pipeline' });
  await observer.ready(await pipeline('redis:7'));
  metrics.millicores = 250;
  const target = { type: 'AverageValue', averageValue: '100m' };
  const atOnce = { stabilizationWindowSeconds: 0 };
  await admin.create(HorizontalPodAutoscaler, {
    metadata: { namespace, name: 'r' },
    spec: {
      scaleTargetRef,
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
      behavior: { scaleUp: atOnce, scaleDown: atOnce },
    },
  });
  await observer.settled(namespace, 'r', 3);

  const rolled = await observer.ready(await pipeline('redis:8'));
  expect(rolled.spec).toMatchObject({ replicas: 3, image: 'redis:8' });
  expect(observer.podsOf(rolled).map(({ spec }) => spec?.containers[0]?.image)).toEqual(
    Array.from({ length: 3 }, () => 'redis:8'),
  );

  metrics.millicores = 90;
  const shrunk = await observer.settled(namespace, 'r', 1);
  expect(shrunk.spec.image).toBe('redis:8');
});
