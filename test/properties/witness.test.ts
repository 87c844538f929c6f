// Shows that each rule finds what is against it, and nothing else.
import { type Snapshot, setControllerReference } from 'kubewright';
import { describe, expect, it } from 'vitest';
import type { Redis } from '../../api/v1/redis.js';
import { redisPod } from '../../controllers/redis/pods.js';
import { finalizers, redis } from '../redis-world.js';
import { type Command, HOLD } from './commands.js';
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

  it('is a condition that has another time, and the same status', () => {
    const scene = new Scene();
    scene.rest(2);
    scene.begin({ do: 'scale', redis: 'r', replicas: 3 });
    scene.time += 60_000;
    scene.redis({ spec: 3, generation: 2, held: [0, 1], ready: 2, observed: 2, since: '2026-01-01T00:01:00Z' });
    expect(scene.violations).toEqual([
      'the Redis r: the condition Degraded is False as before, and has another lastTransitionTime',
    ]);
  });

  it('is a condition whose time is not that of its change', () => {
    for (const [since, problem] of [
      ['2026-01-01T00:02:00Z', 'is to come'],
      ['2026-01-01T00:00:00Z', 'is from before the former status'],
    ] as const) {
      const scene = new Scene();
      scene.rest(2);
      scene.begin({ do: 'scale', redis: 'r', replicas: 3 });
      scene.time += 60_000;
      scene.redis({ spec: 3, generation: 2, held: [0, 1], ready: 3, observed: 1 });
      scene.redis({ spec: 3, generation: 2, held: [0, 1], ready: 2, observed: 2, since });
      expect(scene.violations.at(-1)).toBe(`the Redis r: the lastTransitionTime of the condition Ready ${problem}`);
    }
  });

  it('is a lower Pod that goes first with its Redis, unless the garbage collector takes it', () => {
    for (const [cascade, problems] of [
      ['background', ['the Pod r-0 was deleted before higher ones: r-1']],
      ['foreground', []],
    ] as const) {
      const scene = new Scene();
      scene.rest(2);
      scene.begin({ do: 'delete', redis: 'r', cascade, wait: false });
      scene.redis({ spec: 2, generation: 2, held: [0, 1], going: true, isCollected: cascade === 'foreground' });
      scene.gone('r-0');
      expect(scene.violations).toEqual(problems);
    }
  });

  it('is a Pod on a node that goes at once', () => {
    const scene = new Scene();
    scene.pod('r-1', { node: 'node' });
    scene.rest(1);
    scene.begin({ do: 'scale', redis: 'r', replicas: 0 });
    scene.gone('r-1');
    expect(scene.violations).toContain('the Pod r-1 was deleted without the time that it has to end');
  });

  it('is not what its owner annotates, but whatever else is written to a Pod at rest', () => {
    const scene = new Scene();
    scene.rest(1);
    scene.pod('r-0', { annotations: { written: '1' } });
    expect(scene.violations).toEqual([]);
    scene.pod('r-0', { annotations: { theirs: '1' } });
    expect(scene.violations).toEqual(['the Pod r-0 was written though its Redis was at rest']);
  });

  it('is the finalizer of somebody that goes before they let go', () => {
    for (const isLetGo of [false, true]) {
      const scene = new Scene();
      scene.begin({ do: 'create', redis: 'r', replicas: 1, image: 'redis:7-alpine', isHeld: true });
      scene.redis({ spec: 1, generation: 1, held: [0], isHeld: true });
      if (isLetGo) scene.begin({ do: 'releasePods' });
      scene.redis({ spec: 1, generation: 1, held: [0] });
      expect(scene.violations).toEqual(isLetGo ? [] : ['the Redis r: the finalizer of somebody else was removed']);
    }
  });

  it('is a failed Pod that goes before that is noted, or too early', () => {
    const failure = (count: number) => ({
      name: 'r-0',
      uid: 'uid-r-0',
      count,
      lastFailureTime: '2026-01-01T00:00:00Z',
    });
    for (const [wait, failures, problem] of [
      [0, [], 'before it was noted that it has failed'],
      [0, [failure(1)], undefined],
      [9_000, [failure(2)], 'too early after 2 failures'],
      [10_000, [failure(2)], undefined],
      [19_000, [failure(3)], 'too early after 3 failures'],
    ] as const) {
      const scene = new Scene();
      scene.rest(1);
      scene.begin({ do: 'failPod', pod: 'r-0' });
      scene.pod('r-0', { failed: true });
      scene.redis({ spec: 1, generation: 1, held: [0], ready: 0, failures });
      scene.time += wait;
      scene.gone('r-0');
      const said = scene.violations.filter(each => each.startsWith('the Pod'));
      expect(said).toEqual(problem === undefined ? [] : [`the Pod r-0 was deleted ${problem}`]);
    }
  });

  it('is a failure that is noted wrongly', () => {
    const noted = (count: number, more: object = {}) => {
      const lastFailureTime = '2026-01-01T00:00:00Z';
      return { name: 'r-0', uid: 'uid-r-0', count, lastFailureTime, ...more };
    };
    const problemsOf = (...all: readonly (readonly ReturnType<typeof noted>[])[]) => {
      const scene = new Scene();
      scene.rest(1);
      scene.begin({ do: 'failPod', pod: 'r-0' });
      scene.pod('r-0', { failed: true });
      scene.pod('r-0', { failed: true, uid: 'second' });
      for (const failures of all) scene.redis({ spec: 1, generation: 1, held: [0], ready: 0, failures });
      return scene.violations.filter(each => each.includes('fail')).map(each => each.replace('the Redis r: ', ''));
    };
    expect(problemsOf([noted(1)], [noted(2, { uid: 'second' })])).toEqual([]);
    expect(problemsOf([noted(1, { uid: 'other' })])).toEqual(['a failure of r-0 is noted that was none']);
    expect(problemsOf([noted(1)], [noted(2)])).toEqual(['what is noted of the failure of r-0 was changed']);
    expect(problemsOf([noted(1)], [noted(1, { uid: 'second' })])).toEqual(['1 failures of r-0 are noted after 1']);
    expect(problemsOf([noted(1)], [])).toEqual(['the failure of r-0 was forgotten too early']);
  });

  it('is a name that is taken, of which no Event tells', () => {
    const scene = new Scene();
    scene.redis({ spec: 1, generation: 1, held: [0] });
    scene.redis({ spec: 1, generation: 1, held: [0], ready: 0, degraded: 'PodNameTaken' });
    expect(scene.witness.eventProblems().tooFew).toEqual(['no Event tells that names of the Pods of r are taken']);
    scene.event('PodNameTaken', 1);
    expect(scene.witness.eventProblems().tooFew).toEqual([]);
  });

  it('is nothing while a namespace is deleted, in whatever order', () => {
    const scene = new Scene();
    scene.rest(2);
    scene.witness.beginEnd();
    scene.gone('r-0');
    scene.redis({ spec: 2, generation: 2, held: [0, 1], going: true });
    scene.gone('r-1');
    scene.redis({ spec: 2, generation: 2, held: [], going: true });
    scene.goneRedis();
    expect(scene.violations).toEqual([]);
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
  /** Whether the garbage collector takes its Pods. */
  readonly isCollected?: boolean;
  readonly isHeld?: boolean;
  readonly observed?: number;
  /** Of so many Pods, all are ready. */
  readonly ready?: number;
  /** When its conditions have changed. */
  readonly since?: string;
  /** Why it is Degraded. */
  readonly degraded?: string;
  readonly failures?: NonNullable<Snapshot<Redis>['status']>['failures'];
}

/** A namespace with the Redis `r`, as it is written step by step. */
class Scene {
  readonly witness = new Witness(STYLES.steps, () => this.time);
  #world: World = NOTHING;
  #revision = 0;
  time = Date.parse('2026-01-01T00:00:00Z');

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

  redis({ spec, port = 6379, generation, held, going = false, observed, ready, ...more }: RedisState): void {
    const others = [more.isHeld && HOLD, more.isCollected && 'foregroundDeletion'].filter(
      each => typeof each === 'string',
    );
    const metadata = { generation, finalizers: [...others, ...finalizers(...held)] };
    const former = this.witness.seen.redis.get('r')?.status;
    const isSame = observed === undefined && ready === undefined;
    const status = isSame ? former : statusOf(observed ?? 1, ready ?? former?.readyReplicas ?? 0, spec, more);
    const object = redis({ replicas: spec, port }, metadata, status);
    const deleted = { ...object, metadata: { ...object.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    this.#write('Redis', 'r', going ? deleted : object);
  }

  pod(name: string, { uid = `uid-${name}`, port = 6379, owners, labels = {}, ...more }: PodState = {}): void {
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
        ...(more.annotations && { annotations: more.annotations }),
      },
      spec: { ...made.spec, ...(more.node && { nodeName: more.node }) },
      status: { conditions: [ready], containerStatuses: [], ...(more.failed && { phase: 'Failed' }) },
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
  readonly annotations?: Readonly<Record<string, string>>;
  readonly node?: string;
  readonly failed?: boolean;
}

function statusOf(
  observedGeneration: number,
  ready: number,
  wished: number,
  { since: lastTransitionTime = '2026-01-01T00:00:00Z', degraded, failures }: Partial<RedisState>,
): NonNullable<Snapshot<Redis>['status']> {
  const isReady = ready === wished && degraded === undefined;
  const isProgressing = ready !== wished && degraded === undefined;
  const condition = (type: string, is: boolean, reason = 'Test') => {
    const status = is ? ('True' as const) : ('False' as const);
    return { type, status, reason, message: '', observedGeneration, lastTransitionTime };
  };
  const conditions = [condition('Ready', isReady), condition('Progressing', isProgressing)];
  return {
    ...{ observedGeneration, replicas: ready, readyReplicas: ready, updatedReplicas: ready },
    ...(failures && { failures }),
    conditions: [...conditions, condition('Degraded', degraded !== undefined, degraded)],
  };
}
