// Everything that people do to a Redis with kubectl, as the page of it shows.
import { BROKEN_TAG } from '../kubelet.js';
import type { Gesture, RepeatedStep } from './gesture.js';

const READY = 'wait --for=condition=Ready redis/r --timeout=40s';
const DEGRADED = 'wait --for=condition=Degraded redis/r --timeout=40s';
const CONDITIONS = `get redis r -o jsonpath='{range .status.conditions[*]}{.type}={.status} {.reason}: {.message}{"\\n"}{end}'`;
const EVICTED = '{"status":{"phase":"Failed","reason":"Evicted","conditions":[{"type":"Ready","status":"False"}]}}';
const EVICT = `patch pod r-0 --subresource=status --type=merge -p '${EVICTED}'`;

/** A manifest of the Redis `r`. */
function redis(spec: string, name = 'r'): string {
  return `apiVersion: myapp.tangx.in/v1\nkind: Redis\nmetadata:\n  name: ${name}\nspec: ${spec}\n`;
}

/** What the Events of this reason say, in the order in which they came. */
function events(reason: string, until: RegExp): RepeatedStep {
  const columns = 'TYPE:.type,REASON:.reason,MESSAGE:.message';
  const run = `get events --field-selector=reason=${reason} --sort-by=.metadata.resourceVersion -o custom-columns=${columns}`;
  return { run, until };
}

/** In the order of the page. */
export const GESTURES: readonly Gesture[] = [
  {
    title: 'Apply it, wait for it, look at it',
    about: 'It is `Ready` when every Pod is there, is ready, and has the wished image and port.',
    files: { 'redis.yaml': redis('{ replicas: 3 }') },
    steps: [
      'apply -f redis.yaml',
      READY,
      'get redis',
      'get pods',
      { run: 'describe redis r', until: /ScalingUp/ },
      'explain redis.spec',
    ],
  },
  {
    title: 'Watch it',
    about: 'The Pods of this one are not started by anybody, until one is said to be ready.',
    files: { 'redis.yaml': redis('{ replicas: 1 }') },
    pods: 'stay pending',
    steps: [
      'apply -f redis.yaml',
      "wait --for=jsonpath='{.status.replicas}'=1 redis/r --timeout=40s",
      {
        watch: 'get redis r --watch',
        lines: 4,
        meanwhile: [
          'scale --replicas=2 redis/r',
          "wait --for=jsonpath='{.status.replicas}'=2 redis/r --timeout=40s",
          `patch pod r-0 --subresource=status --type=merge -p '{"status":{"conditions":[{"type":"Ready","status":"True"}]}}'`,
        ],
      },
    ],
  },
  {
    title: 'Scale it',
    about: 'The highest numbers go first.',
    files: { 'redis.yaml': redis('{ replicas: 1 }') },
    steps: [
      'apply -f redis.yaml',
      READY,
      'scale --current-replicas=7 --replicas=2 redis/r',
      'scale --replicas=3 redis/r',
      READY,
      'get redis',
      'scale --replicas=1 redis/r',
      'wait --for=delete pod/r-1 --timeout=40s > /dev/null',
      READY,
      'get pods -o name',
      events('ScalingDown', /shrinking/),
    ],
  },
  {
    title: 'Let an autoscaler scale it',
    about:
      'By the load: in percent of the CPU that the Pods request, 80 where nothing else is said. On the real control plane its own autoscaler does it, and the load is played by an API `metrics.k8s.io`. The embedded one has no autoscaler, so there that is played.',
    files: { 'redis.yaml': redis('{ image: redis:7 }'), 'rolled.yaml': redis('{ image: redis:8 }') },
    needs: 'an autoscaler',
    steps: [
      'apply --server-side --field-manager=pipeline -f redis.yaml',
      READY,
      { load: 190 },
      'autoscale redis r --min=1 --max=10',
      // It would wait for five minutes before it takes Pods away.
      `patch hpa r --type=merge -p '{"spec":{"behavior":{"scaleDown":{"stabilizationWindowSeconds":0}}}}'`,
      "wait --for=jsonpath='{.status.readyReplicas}'=3 redis/r --timeout=120s",
      { run: 'get hpa', until: /cpu: 63%\/80% +1 +10 +3 / },
      'apply --server-side --field-manager=pipeline -f rolled.yaml',
      READY,
      'get redis',
      { load: 70 },
      "wait --for=jsonpath='{.status.readyReplicas}'=1 redis/r --timeout=120s",
      'get redis',
    ],
  },
  {
    title: 'Change the image',
    about: 'The Pods are replaced one at a time, the highest number first.',
    files: { 'redis.yaml': redis('{ replicas: 3 }'), 'changed.yaml': redis('{ replicas: 3, image: redis:8-alpine }') },
    steps: [
      'apply -f redis.yaml',
      READY,
      'diff -f changed.yaml',
      'apply -f changed.yaml',
      READY,
      'get pods -o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[0].image',
      events('RollingOut', /the Pod r-0/),
      "KUBE_EDITOR='replace s/redis:8-alpine/redis:9-alpine/' edit redis r",
      READY,
      'get redis',
    ],
  },
  {
    title: 'Change the image to one that cannot be pulled',
    about:
      'The rollout stops at its first Pod, and the others go on as they are. With an image that works it goes on, from there.',
    files: {
      'redis.yaml': redis('{ replicas: 3 }'),
      'broken.yaml': redis(`{ replicas: 3, image: redis:${BROKEN_TAG} }`),
      'mended.yaml': redis('{ replicas: 3, image: redis:8-alpine }'),
    },
    steps: [
      'apply -f redis.yaml',
      READY,
      'apply -f broken.yaml',
      DEGRADED,
      'get redis',
      CONDITIONS,
      events('PodsNotStarting', /r-2/),
      'apply -f mended.yaml',
      READY,
      'get redis',
    ],
  },
  {
    title: 'Lose a Pod to an eviction',
    about: 'It is replaced at once, and ten seconds later, or more, where Pods of its name fail again and again.',
    files: { 'redis.yaml': redis('{ replicas: 1 }') },
    steps: [
      'apply -f redis.yaml',
      READY,
      EVICT,
      "wait --for=jsonpath='{.status.failures[0].count}'=1 redis/r --timeout=40s",
      READY,
      events('ReplacingPods', /r-0/),
      EVICT,
      "wait --for=jsonpath='{.status.failures[0].count}'=2 redis/r --timeout=40s",
      READY,
      "get redis r -o jsonpath='{.status.failures}'",
    ],
  },
  {
    title: 'Share it with another manager',
    about: 'A pipeline has the image, and an autoscaler the replicas: each applies its part, and keeps to it.',
    files: {
      'image.yaml': redis('{ image: redis:7 }'),
      'replicas.yaml': redis('{ replicas: 3 }'),
      'rolled.yaml': redis('{ image: redis:8 }'),
      'both.yaml': redis('{ image: redis:8, replicas: 1 }'),
    },
    steps: [
      'apply --server-side --field-manager=pipeline -f image.yaml',
      'apply --server-side --field-manager=autoscaler -f replicas.yaml',
      READY,
      'apply --server-side --field-manager=pipeline -f rolled.yaml',
      READY,
      'get redis',
      'apply --server-side --field-manager=pipeline -f both.yaml',
    ],
  },
  {
    title: 'Delete a Pod',
    about: 'It comes back under its name. The finalizers, one for each Pod, stay as they are.',
    files: { 'redis.yaml': redis('{ replicas: 2 }') },
    steps: [
      'apply -f redis.yaml',
      READY,
      'delete pod r-1',
      events('Recreated', /r-1/),
      READY,
      "get redis r -o jsonpath='{.metadata.finalizers}'",
    ],
  },
  {
    title: 'Take the name of a Pod',
    about: 'A Pod of somebody else is neither taken over nor deleted, and is in the way until it goes.',
    files: { 'redis.yaml': redis('{ replicas: 2 }') },
    steps: [
      'run r-1 --image=busybox',
      'apply -f redis.yaml',
      DEGRADED,
      `get redis r -o jsonpath='{.status.conditions[?(@.type=="Degraded")].message}'`,
      events('PodNameTaken', /r-1/),
      { run: 'get redis', until: /r +1 +1 +1/ },
      'delete pod r-1',
      READY,
      'get redis',
    ],
  },
  {
    title: 'Delete it',
    about:
      'In the background, which is the default, in the foreground, and without its Pods, which then belong to nobody.',
    files: { 'redis.yaml': redis('{ replicas: 2 }') },
    steps: [
      'apply -f redis.yaml',
      READY,
      'delete redis r',
      'get redis,pods',
      'apply -f redis.yaml',
      READY,
      'delete redis r --cascade=foreground',
      'get redis,pods',
      'apply -f redis.yaml',
      READY,
      'delete redis r --cascade=orphan',
      'get pods -o custom-columns=NAME:.metadata.name,OWNERS:.metadata.ownerReferences',
    ],
  },
  {
    title: 'Delete it while the operator is away',
    about: 'It waits, with its Pods, and goes when an operator is there again.',
    files: { 'redis.yaml': redis('{ replicas: 2 }') },
    steps: [
      'apply -f redis.yaml',
      READY,
      { operator: 'stops' },
      'delete redis r --wait=false',
      "get redis r -o jsonpath='{.metadata.deletionTimestamp} {.metadata.finalizers}'",
      'get pods -o name',
      { operator: 'starts' },
      'wait --for=delete redis/r --timeout=40s > /dev/null',
      'get redis,pods',
    ],
  },
  {
    title: 'Delete its namespace',
    about: 'The operator needs rights beyond the namespace for it: a role in it would go first.',
    files: { 'redis.yaml': redis('{ replicas: 2 }') },
    needs: 'rights in all namespaces',
    steps: ['apply -f redis.yaml', READY, 'delete namespace NAMESPACE --timeout=50s', 'get redis,pods'],
  },
  {
    title: 'Write what is refused',
    about:
      'By the webhooks of the operator, and by the schema. A Redis that is there already is not refused any more: it is warned of.',
    files: {
      'reserved.yaml': redis('{}', 'tangx-in'),
      'low.yaml': redis('{ port: 2000 }'),
      'lowest.yaml': redis('{ port: 333 }'),
      'untagged.yaml': redis('{ image: redis }'),
    },
    needs: 'webhooks',
    steps: [
      'create -f reserved.yaml',
      'create -f low.yaml',
      'create -f lowest.yaml',
      'create -f untagged.yaml',
      "get redis r -o jsonpath='{.spec.image}'",
      'apply -f low.yaml',
    ],
  },
];
