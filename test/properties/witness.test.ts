// Shows that each rule finds what is against it, and nothing else.
import { type Snapshot, setControllerReference } from 'kubewright';
import { describe, expect, it } from 'vitest';
import type { Redis } from '../../api/v1/redis.js';
import { redisPod } from '../../controllers/redis/pods.js';
import { finalizers, redis } from '../redis-world.js';
import type { Command } from './commands.js';
import type { SeenPod } from './seen.js';
import { STYLES } from './style.js';
import { Witness } from './witness.js';
import { following, NOTHING, type World } from './world.js';

describe('what is not as it must be', () => {
  it('is nothing while a Redis grows as it should, shrinks and goes', () => {
    const scene = new Scene();
    scene.rest(3);
    scene.begin({ do: 'scale', redis: 'r', replicas: 1 });
    scene.redis({ spec: 1, generation: 2, held: [0, 1, 2] });
    scene.gone('r-2');
    scene.gone('r-1');
    scene.redis({ spec: 1, generation: 2, held: [0] });
    scene.begin({ do: 'delete', redis: 'r', cascade: 'background', wait: false });
    scene.redis({ spec: 1, generation: 3, held: [0], going: true });
    scene.gone('r-0');
    scene.redis({ spec: 1, generation: 3, held: [], going: true });
    scene.goneRedis();
    expect(scene.violations).toEqual([]);
  });

  it('is a lower Pod that goes first', () => {
    const scene = new Scene();
    scene.rest(3);
    scene.begin({ do: 'scale', redis: 'r', replicas: 1 });
    scene.redis({ spec: 1, generation: 2, held: [0, 1, 2] });
    scene.gone('r-1');
    expect(scene.violations).toEqual(['the Pod r-1 was deleted before higher ones: r-2']);
  });

  it('is a Pod that goes though it is as wished', () => {
    const scene = new Scene();
    scene.rest(2);
    scene.begin({ do: 'scale', redis: 'r', replicas: 3 });
    scene.redis({ spec: 3, generation: 2, held: [0, 1] });
    scene.gone('r-1');
    expect(scene.violations).toEqual(['the Pod r-1 was deleted though it is as wished']);
  });

  it('is a second Pod that a rollout takes', () => {
    const scene = new Scene();
    scene.rest(3);
    scene.begin({ do: 'setPort', redis: 'r', port: 7000 });
    scene.redis({ spec: 3, port: 7000, generation: 2, held: [0, 1, 2] });
    scene.gone('r-2');
    scene.gone('r-1');
    expect(scene.violations).toEqual(['the Pod r-1 was deleted while others were not available: r-2']);
  });

  it('is a rollout that begins at the wrong end', () => {
    const scene = new Scene();
    scene.rest(2);
    scene.begin({ do: 'setPort', redis: 'r', port: 7000 });
    scene.redis({ spec: 2, port: 7000, generation: 2, held: [0, 1] });
    scene.gone('r-0');
    expect(scene.violations).toEqual(['the Pod r-0 was deleted before higher ones that are outdated too: r-1']);
  });

  it('is a rollout that begins at the wrong end, also while much is done', () => {
    for (const [pod, problems] of [
      ['r-2', []],
      ['r-1', ['the Pod r-1 was deleted though it was not its turn at any time since its Redis was at rest']],
    ] as const) {
      const scene = new Scene();
      scene.rest(3);
      scene.begin({ do: 'setPort', redis: 'r', port: 7000 });
      scene.redis({ spec: 3, port: 7000, generation: 2, held: [0, 1, 2] });
      scene.begin({ do: 'setPort', redis: 'r', port: 7001 });
      scene.redis({ spec: 3, port: 7001, generation: 3, held: [0, 1, 2] });
      scene.gone(pod);
      expect(scene.violations).toEqual(problems);
    }
  });

  it('is not what somebody else has asked for', () => {
    const scene = new Scene();
    scene.rest(2);
    scene.begin({ do: 'deletePod', pod: 'r-0', force: false });
    scene.witness.condemn('uid-r-0');
    scene.gone('r-0');
    scene.pod('r-0', { uid: 'another' });
    expect(scene.violations).toEqual([]);
  });

  it.each<[string, (scene: Scene) => void, string]>([
    [
      'a finalizer that goes before its Pod',
      scene => scene.redis({ spec: 1, generation: 2, held: [0] }),
      'the Redis r: finalizers were removed for Pods that are there: r-1',
    ],
    [
      'a finalizer that goes though its Pod is wished',
      scene => scene.redis({ spec: 2, generation: 2, held: [0] }),
      'the Redis r: finalizers were removed for Pods that are wished: 1',
    ],
    [
      'a finalizer for what nobody wishes',
      scene => scene.redis({ spec: 2, generation: 2, held: [0, 1, 2] }),
      'the Redis r: finalizers were added for Pods that are not wished: 2',
    ],
    [
      'finalizers out of order',
      scene => scene.redis({ spec: 2, generation: 2, held: [1, 0] }),
      'the Redis r: its finalizers are not in order: myapp.tangx.in/r-1,myapp.tangx.in/r-0',
    ],
    ['a Redis that goes before its Pods', scene => scene.goneRedis(), 'the Redis r went before its Pods: r-0, r-1'],
    [
      'a Pod that nothing holds its Redis for',
      scene => {
        scene.redis({ spec: 3, generation: 2, held: [0, 1] });
        scene.pod('r-2');
      },
      'the Pod r-2 was created while nothing holds its Redis for it',
    ],
    [
      'a Pod of another port',
      scene => {
        scene.redis({ spec: 3, generation: 2, held: [0, 1, 2] });
        scene.pod('r-2', { port: 1234 });
      },
      'the Pod r-2 was created and is not made of what is wished',
    ],
    ['a Pod that loses its owner', scene => scene.pod('r-1', { owners: [] }), 'the owners of the Pod r-1 were changed'],
    [
      'a status that goes back',
      scene => scene.redis({ spec: 2, generation: 2, held: [0, 1], observed: 0 }),
      'the Redis r: observedGeneration went from 1 to 0',
    ],
    [
      'a Redis that says too early that it is Ready',
      scene => {
        scene.redis({ spec: 3, generation: 2, held: [0, 1, 2] });
        scene.redis({ spec: 3, generation: 2, held: [0, 1, 2], observed: 2, ready: 3 });
      },
      'the Redis r: it says that it is Ready, and not all wished Pods are there and ready',
    ],
  ])('is %s', (_, happen, problem) => {
    const scene = new Scene();
    scene.rest(2);
    scene.begin({ do: 'scale', redis: 'r', replicas: 3 });
    happen(scene);
    expect(scene.violations).toEqual([problem]);
  });

  it('is every write of what is at rest', () => {
    const scene = new Scene();
    scene.rest(2);
    scene.redis({ spec: 2, generation: 1, held: [0, 1], ready: 1 });
    scene.gone('r-1');
    expect(scene.violations).toEqual([
      'the Redis r was written though it was at rest',
      'the Pod r-1 was deleted though it is as wished',
    ]);
  });

  it('is whatever is done to a Pod of somebody else', () => {
    const scene = new Scene();
    scene.pod('r-5', { owners: [] });
    scene.witness.isForeign(scene.witness.seen.pods.get('r-5') as SeenPod);
    scene.pod('r-5', { owners: [], labels: { ours: 'now' } });
    scene.gone('r-5');
    expect(scene.violations).toEqual([
      'the Pod r-5 of somebody else was changed',
      'the Pod r-5 of somebody else was deleted',
    ]);
  });

  it('is an Event too many, and one too few', () => {
    const scene = new Scene();
    scene.rest(1, {});
    scene.begin({ do: 'scale', redis: 'r', replicas: 2 });
    expect(scene.witness.eventProblems().tooFew).toEqual(['ScalingUp was told 0 times, not 1']);
    scene.event('ScalingUp', 1);
    expect(scene.witness.eventProblems()).toEqual({ tooFew: [], tooMany: [] });
    scene.event('ScalingUp', 2);
    scene.event('Recreated', 1);
    expect(scene.witness.eventProblems().tooMany).toEqual([
      'ScalingUp was told 2 times, not 1',
      'Recreated was told 1 times, not 0',
    ]);
  });
});

interface RedisState {
  readonly spec: number;
  readonly port?: number;
  readonly generation: number;
  readonly held: readonly number[];
  readonly going?: boolean;
  readonly observed?: number;
  /** Of so many Pods, all are ready. */
  readonly ready?: number;
}

/** A namespace with the Redis `r`, as it is written step by step. */
class Scene {
  readonly witness = new Witness(STYLES.steps);
  #world: World = NOTHING;
  #revision = 0;

  get violations(): readonly string[] {
    return this.witness.violations;
  }

  /** All is as wished. */
  rest(size: number, told?: Parameters<Witness['created']>[1]): void {
    const ordinals = Array.from({ length: size }, (_, ordinal) => ordinal);
    this.#world = following(this.#world, { do: 'create', redis: 'r', replicas: size, image: 'redis:7-alpine' });
    this.redis({ spec: size, generation: 1, held: ordinals });
    for (const ordinal of ordinals) this.pod(`r-${ordinal}`);
    this.redis({ spec: size, generation: 1, held: ordinals, observed: 1, ready: size });
    if (told !== undefined) this.witness.created('uid-r', told);
    this.witness.settled();
  }

  begin(command: Command): void {
    this.witness.begin(command, this.#world);
    this.#world = following(this.#world, command);
  }

  redis({ spec, port = 6379, generation, held, going = false, observed, ready }: RedisState): void {
    const metadata = { generation, finalizers: finalizers(...held) };
    const former = this.witness.seen.redis.get('r')?.status;
    const isSame = observed === undefined && ready === undefined;
    const status = isSame ? former : statusOf(observed ?? 1, ready ?? former?.readyReplicas ?? 0, spec);
    const object = redis({ replicas: spec, port }, metadata, status);
    const deleted = { ...object, metadata: { ...object.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    this.#write('Redis', 'r', going ? deleted : object);
  }

  pod(name: string, { uid = `uid-${name}`, port = 6379, owners, labels = {} }: PodState = {}): void {
    const owner = redis({ port });
    const made = setControllerReference(owner, redisPod(owner, Number(name.slice(2))));
    const ready = { type: 'Ready', status: 'True' };
    this.#write('Pod', name, {
      ...made,
      metadata: {
        ...made.metadata,
        ...{ uid, resourceVersion: String(this.#revision + 1), creationTimestamp: '2026-01-01T00:00:00Z' },
        labels: { ...made.metadata.labels, ...labels },
        ...(owners && { ownerReferences: owners }),
      },
      status: { conditions: [ready], containerStatuses: [] },
    });
  }

  gone(pod: string): void {
    this.#write('Pod', pod, undefined);
  }

  goneRedis(): void {
    this.#write('Redis', 'r', undefined);
  }

  event(reason: string, count: number): void {
    this.#write('Event', reason, { involvedObject: { uid: 'uid-r' }, reason, count });
  }

  #write(kind: 'Redis' | 'Pod' | 'Event', name: string, object: object | undefined): void {
    this.#revision += 1;
    this.witness.hear({ kind, name, namespace: 'default', revision: this.#revision, object } as never);
  }
}

interface PodState {
  readonly uid?: string;
  readonly port?: number;
  readonly owners?: readonly never[];
  readonly labels?: Readonly<Record<string, string>>;
}

function statusOf(observedGeneration: number, ready: number, wished: number): NonNullable<Snapshot<Redis>['status']> {
  const isReady = ready === wished;
  const lastTransitionTime = '2026-01-01T00:00:00Z';
  const condition = (type: string, is: boolean) => {
    const status = is ? ('True' as const) : ('False' as const);
    return { type, status, reason: 'Test', message: '', observedGeneration, lastTransitionTime };
  };
  return {
    ...{ observedGeneration, replicas: ready, readyReplicas: ready, updatedReplicas: ready },
    conditions: [condition('Ready', isReady), condition('Progressing', !isReady), condition('Degraded', false)],
  };
}
