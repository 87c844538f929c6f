// The embedded control plane runs no autoscaler, so only a real one can show that it drives a Redis.
import { HorizontalPodAutoscaler } from 'kubewright/kinds';
import { Redis } from '../../api/v1/redis.js';
import { test } from '../cluster/operator/fixture.js';

test('a HorizontalPodAutoscaler scales a Redis', async ({ operator: _, observer, admin, namespace }) => {
  await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 1 } });
  await observer.settled(namespace, 'r', 1);
  await admin.create(HorizontalPodAutoscaler, {
    metadata: { namespace, name: 'r' },
    spec: {
      scaleTargetRef: { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', name: 'r' },
      minReplicas: 3,
      maxReplicas: 10,
    },
  });
  // Below the minimum the autoscaler acts without any metric.
  await observer.settled(namespace, 'r', 3);
});
