// The life of a Redis, told with kubectl.
import type { Kubectl } from '../control-plane/kubectl.js';
import { KubectlWatch } from './kubectl-watch.js';
import type { Stage } from './stage.js';

const SAMPLE = 'config/samples/myapp_v1_redis.yaml';
const REDIS = 'redis/redis-sample';
const PODS = ['pods', '-l', 'app.kubernetes.io/instance=redis-sample'];
const OWNERS =
  'custom-columns=NAME:.metadata.name,OWNER:.metadata.ownerReferences[*].kind,OWNER-NAME:.metadata.ownerReferences[*].name';
const FORBIDDEN_PORT = `apiVersion: myapp.tangx.in/v1
kind: Redis
metadata:
  name: redis-with-bad-port
spec:
  port: 333
`;

/** From the first apply to the last Pod: waits for conditions only. */
export async function redisLife(stage: Stage, kubectl: Kubectl): Promise<void> {
  stage.begin('Apply a sample: a Redis of 3 replicas');
  await stage.kubectl('apply', '-f', SAMPLE);
  await stage.kubectl('wait', '--for=condition=Ready', REDIS, '--timeout=60s');
  await stage.kubectl('get', 'redis');
  stage.say('Each Pod has an owner reference to its Redis:');
  await stage.kubectl('get', ...PODS, '-o', OWNERS);
  stage.say('A finalizer for each Pod holds the Redis until that Pod is gone:');
  await stage.kubectl('get', REDIS, '-o', 'jsonpath={.metadata.finalizers}');

  stage.begin('Delete a Pod by hand, and see it come back');
  await stage.kubectl('get', 'pod', 'redis-sample-1', '-o', 'custom-columns=NAME:.metadata.name,UID:.metadata.uid');
  await stage.kubectl('delete', 'pod', 'redis-sample-1');
  await stage.kubectl('wait', '--for=create', 'pod/redis-sample-1', '--timeout=60s');
  await stage.kubectl('wait', '--for=condition=Ready', 'pod/redis-sample-1', '--timeout=60s');
  stage.say('The same name, and another Pod:');
  await stage.kubectl('get', 'pod', 'redis-sample-1', '-o', 'custom-columns=NAME:.metadata.name,UID:.metadata.uid');

  stage.begin('Scale to 5, and down to 2');
  await stage.kubectl('scale', '--replicas=5', REDIS);
  await stage.kubectl('wait', '--for=jsonpath={.status.readyReplicas}=5', REDIS, '--timeout=60s');
  await stage.kubectl('get', 'redis');
  await stage.kubectl('scale', '--replicas=2', REDIS);
  await stage.kubectl('wait', '--for=jsonpath={.status.replicas}=2', REDIS, '--timeout=60s');
  await stage.kubectl('get', 'redis');
  stage.say('Those with the highest numbers went:');
  await stage.kubectl('get', ...PODS);

  stage.begin('Describe it, with its Events');
  await eventOf(kubectl, 'ScalingDown', stage.limit());
  await stage.kubectl('describe', REDIS);

  stage.begin('A port below 1234 is refused by the API server');
  await stage.refused(['apply', '-f', '-'], 'should be greater than or equal to 1234', FORBIDDEN_PORT);

  stage.begin('Delete it: its Pods go first, then the Redis');
  await deleteInOrder(stage, kubectl);
  await stage.kubectl('get', 'redis,pods');
}

/** Resolves when there is an Event of this reason about the Redis: the operator writes them a little later. */
async function eventOf(kubectl: Kubectl, reason: string, signal: AbortSignal): Promise<void> {
  const selector = `involvedObject.name=redis-sample,reason=${reason}`;
  const watch = new KubectlWatch(kubectl, ['events', '--field-selector', selector, '-o', 'name']);
  try {
    await watch.until(/./, 1, signal);
  } finally {
    watch.stop();
  }
}

/** Deletes the Redis under the eyes of two watches, and compares what they saw: each deletion has a version of its own. */
async function deleteInOrder(stage: Stage, kubectl: Kubectl): Promise<void> {
  const columns = 'jsonpath={.object.metadata.resourceVersion} {.type} {.object.kind}/{.object.metadata.name}{"\\n"}';
  const watches = [PODS, ['redis']].map(args => {
    const command = [...args, '--output-watch-events', '-o', columns];
    stage.showInBackground('kubectl', 'get', ...command, '--watch');
    return new KubectlWatch(kubectl, command);
  });
  try {
    const seen = (form: RegExp, counts: readonly number[]) =>
      Promise.all(watches.map((watch, at) => watch.until(form, counts[at] ?? 0, stage.limit())));
    await seen(/ ADDED /, [2, 1]);
    await stage.kubectl('delete', REDIS, '--timeout=60s');
    const deletions = (await seen(/ DELETED /, [2, 1])).flat().sort((a, b) => versionOf(a) - versionOf(b));
    stage.say('What the two watches saw, in the order of the API server (resource version, change, object):');
    stage.print(deletions.join('\n'));
    if (!deletions.at(-1)?.includes('Redis/')) throw new Error('the Redis went before its Pods');
  } finally {
    for (const watch of watches) watch.stop();
  }
}

function versionOf(line: string): number {
  return Number(line.slice(0, line.indexOf(' ')));
}
