// The life of a Redis.
import type { ClusterUser } from './cluster-user.js';
import type { Stage } from './stage.js';

const FORBIDDEN_PORT = `apiVersion: myapp.tangx.in/v1
kind: Redis
metadata:
  name: redis-with-bad-port
spec:
  port: 333
`;

/** From the first apply to the last Pod: waits for conditions only. */
export async function redisLife(stage: Stage, user: ClusterUser): Promise<void> {
  stage.begin('Apply a sample: a Redis of 3 replicas');
  await user.applySample();
  await user.redisReady();
  await user.showRedis();
  stage.say('Each Pod has an owner reference to its Redis:');
  await user.showOwners();
  stage.say('A finalizer for each Pod holds the Redis until that Pod is gone:');
  await user.showFinalizers();

  stage.begin('Delete a Pod by hand, and see it come back');
  await user.showPod('redis-sample-1');
  await user.replacePod('redis-sample-1');
  stage.say('The same name, and another Pod:');
  await user.showPod('redis-sample-1');

  stage.begin('Scale to 5, and down to 2');
  await user.scale(5);
  await user.redisHas('readyReplicas', 5);
  await user.showRedis();
  await user.scale(2);
  await user.redisHas('replicas', 2);
  await user.showRedis();
  await user.podGone('redis-sample-2');
  stage.say('Those with the highest numbers went:');
  await user.showPods();

  stage.begin('Change the image: its Pods are replaced one at a time');
  await user.changeImage('redis:8-alpine');
  await user.showRedis();

  stage.begin('Describe it, with its Events');
  await user.describeRedis('ScalingDown');

  stage.begin('A port below 1234 is refused by the API server');
  await user.refusedRedis(FORBIDDEN_PORT, 'should be greater than or equal to 1234');

  stage.begin('Delete it: its Pods go first, then the Redis');
  const deletions = [...(await user.deleteRedis(2))].sort(
    (a, b) => Number(a.resourceVersion) - Number(b.resourceVersion),
  );
  stage.say('What the two watches saw, in the order of the API server (resource version, what was deleted):');
  stage.print(deletions.map(({ resourceVersion, object }) => `${resourceVersion} ${object}`).join('\n'));
  if (!deletions.at(-1)?.object.startsWith('Redis/')) throw new Error('the Redis went before its Pods');
  await user.showNothing();
}
