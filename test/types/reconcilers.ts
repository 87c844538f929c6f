// Which classes the decorators of reconcilers take and refuse; compiled, never run.
import {
  addFinalizer,
  and,
  annotationsChanged,
  bucketRateLimiter,
  ClusterResource,
  CustomResource,
  every,
  generationChanged,
  hasControllerReference,
  httpPoll,
  type Int32,
  itemExponentialRateLimiter,
  type KubernetesObject,
  keyOf,
  kindOf,
  labelSelector,
  labelsChanged,
  matching,
  maxOfRateLimiters,
  not,
  type ObjectMeta,
  or,
  type Predicate,
  Resource,
  resourceVersionChanged,
  type Snapshot,
} from 'kubewright';
import { Rbac } from '../../runtime/builder/rbac.js';
import { Owns, Reconciles, TriggeredBy, Watches } from '../../runtime/builder/reconciles.js';
import type { ReconcileContext, Reconciler } from '../../runtime/controller/reconciler.js';
import { done, type Result, requeueAfter } from '../../runtime/controller/result.js';

interface Pod extends KubernetesObject {
  metadata: ObjectMeta;
  spec?: { nodeName?: string };
}
const Pod = kindOf<Pod>()({ group: '', version: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced' });

class Spec {
  size!: Int32;
}
@Resource({ group: 'example.org', version: 'v1', kind: 'Redis' })
class Redis extends CustomResource<Spec> {}
@Resource({ group: 'example.org', version: 'v1', kind: 'Valkey' })
class Valkey extends CustomResource<{ image: string }> {}

@Reconciles(Redis, { maxConcurrentReconciles: 4 })
@Owns(Pod)
@Watches(Pod, (pod, reconciler) => (pod.spec?.nodeName === reconciler.node ? [{ name: 'a', namespace: 'b' }] : []))
@Rbac(Pod, ['create', 'delete'])
@Rbac({ groups: [''], resources: ['pods/eviction'], verbs: ['create'] })
export class Fine {
  readonly node = 'a';
  async reconcile(redis: Snapshot<Redis>, context: ReconcileContext): Promise<Result> {
    context.log.info('reconciling', { size: redis.spec.size });
    return done;
  }
  async finalize(_redis: Snapshot<Redis>, _context: ReconcileContext): Promise<Result> {
    return done;
  }
}

@Reconciles(Redis)
export class WithoutFinalize {
  reconcile = async (_redis: Snapshot<Redis>): Promise<Result> => done;
}

@Reconciles(Redis)
export class Implementing implements Reconciler<Redis> {
  async reconcile(redis: Snapshot<Redis>, context: ReconcileContext): Promise<Result> {
    void [redis, context];
    return done;
  }
}

@Reconciles(Redis)
@Watches(Pod, async (pod, reconciler) => await reconciler.keysFor(pod))
@Watches(Valkey, ({ spec }) => [{ name: spec.image, namespace: 'b' }])
export class WithParameters {
  constructor(readonly keys: readonly { name: string; namespace: string }[]) {}
  async keysFor(_pod: Snapshot<Pod>): Promise<readonly { name: string; namespace: string }[]> {
    return this.keys;
  }
  reconcile = async (_redis: Snapshot<Redis>, _context: ReconcileContext): Promise<Result> => requeueAfter(1);
}

@Reconciles(Redis)
@Watches(Pod, () => [{ name: 'a', namespace: 'b' }, { name: 'a' }])
export class OfAllKinds {
  reconcile = async (_object: Snapshot<KubernetesObject>): Promise<Result> => done;
}

// @ts-expect-error no method reconcile
@Reconciles(Redis)
export class Empty {}

// @ts-expect-error the object of another kind
@Reconciles(Redis)
export class OfAnotherKind {
  async reconcile(_valkey: Snapshot<Valkey>, _context: ReconcileContext): Promise<Result> {
    return done;
  }
}

// @ts-expect-error the write shape
@Reconciles(Redis)
export class OfTheRawClass {
  async reconcile(_redis: Redis, _context: ReconcileContext): Promise<Result> {
    return done;
  }
}

// @ts-expect-error no Result
@Reconciles(Redis)
export class Resultless {
  async reconcile(_redis: Snapshot<Redis>, _context: ReconcileContext): Promise<void> {}
}

// @ts-expect-error no Promise
@Reconciles(Redis)
export class Synchronous {
  reconcile(_redis: Snapshot<Redis>, _context: ReconcileContext): Result {
    return done;
  }
}

// @ts-expect-error finalize is held to the same form
@Reconciles(Redis)
export class WrongFinalize {
  async reconcile(_redis: Snapshot<Redis>, _context: ReconcileContext): Promise<Result> {
    return done;
  }
  async finalize(_valkey: Snapshot<Valkey>, _context: ReconcileContext): Promise<Result> {
    return done;
  }
}

// @ts-expect-error finalize gives no Result
@Reconciles(Redis)
export class ResultlessFinalize {
  reconcile = async (_redis: Snapshot<Redis>): Promise<Result> => done;
  async finalize(_redis: Snapshot<Redis>): Promise<void> {}
}

// @ts-expect-error nobody gives a third argument
@Reconciles(Redis)
export class Demanding {
  reconcile = async (_redis: Snapshot<Redis>, _context: ReconcileContext, _more: string): Promise<Result> => done;
}

// @ts-expect-error a Result may not be left out
@Reconciles(Redis)
export class SometimesResultless {
  async reconcile(redis: Snapshot<Redis>): Promise<Result | undefined> {
    return redis.spec.size > 0 ? done : undefined;
  }
}

// @ts-expect-error a string is no Result
@Reconciles(Redis)
export class WithAnotherResult {
  reconcile = async (_redis: Snapshot<Redis>) => ({ kind: 'later' });
}

// @ts-expect-error nothing can be made of an abstract class
@Reconciles(Redis)
export abstract class Abstract {
  reconcile = async (_redis: Snapshot<Redis>): Promise<Result> => done;
}

// @ts-expect-error a misspelled option
@Reconciles(Redis, { maxConcurentReconciles: 4 })
export class MisspelledOption {
  reconcile = async (_redis: Snapshot<Redis>): Promise<Result> => done;
}

// @ts-expect-error not a kind
@Owns('Pod')
// @ts-expect-error no such verb
@Rbac(Pod, ['remove'])
// @ts-expect-error a misspelled verb
@Rbac(Pod, ['get', 'lists'])
// @ts-expect-error a kind needs verbs
@Rbac(Pod)
// @ts-expect-error verbs stand in the rule
@Rbac({ groups: [''], resources: ['pods'], verbs: ['get'] }, ['get'])
// @ts-expect-error a rule says its verbs
@Rbac({ groups: [''], resources: ['pods'] })
// @ts-expect-error a rule names resources, not kinds
@Rbac({ groups: [''], kinds: ['Pod'], verbs: ['get'] })
// @ts-expect-error the key of a namespaced kind has a namespace
@Watches(Pod, () => [{ name: 'a' }])
// @ts-expect-error no such method of this class
@Watches(Pod, (_, reconciler) => reconciler.keysFor())
// @ts-expect-error keys, not names
@Watches(Pod, ({ metadata }) => [metadata.name])
// @ts-expect-error no such field of a Pod
@Watches(Pod, pod => [{ name: pod.spec.node, namespace: 'b' }])
export class WrongDependents {
  reconcile = async (_redis: Snapshot<Redis>): Promise<Result> => done;
}

@Resource({ group: 'example.org', version: 'v1', kind: 'Fleet' })
class Fleet extends ClusterResource<Spec> {}

@Reconciles(Fleet)
@Watches(Pod, () => [{ name: 'a' }])
// @ts-expect-error the key of a cluster-scoped kind has no namespace
@Watches(Pod, () => [{ name: 'a', namespace: 'b' }])
export class OfAClusterScopedKind {
  reconcile = async (_fleet: Snapshot<Fleet>): Promise<Result> => done;
}

@Reconciles(Redis, {
  when: or(generationChanged, labelsChanged, { update: (old, now) => old.object.spec.size !== now.object.spec.size }),
  finalizer: 'example.org/cleanup',
  rateLimiter: clock => maxOfRateLimiters(itemExponentialRateLimiter(), bucketRateLimiter(10, 100, clock)),
  syncPeriod: Number.POSITIVE_INFINITY,
  cacheSyncTimeout: 60_000,
  optional: true,
  needLeaderElection: false,
})
@Owns(Pod, { when: and(resourceVersionChanged, not(annotationsChanged)), matchEveryOwner: true })
@Owns(Pod, { when: labelSelector({ app: 'redis' }), apply: true })
@Owns(Pod, { when: { create: ({ labels }) => labels?.app === 'redis', delete: pod => pod.object.spec !== undefined } })
@Watches(Valkey, () => [], { when: matching(valkey => valkey.object.spec.image !== '') })
@Watches(Pod, () => [], {
  when: and({ update: (_, now) => now.object.spec?.nodeName !== undefined }, generationChanged),
})
@TriggeredBy(every(60_000))
@TriggeredBy(every(60_000, { keys: ({ cache }) => cache.list(Redis).filter(({ spec }) => spec.size > 1) }))
@TriggeredBy(httpPoll({ url: 'http://127.0.0.1/', every: 1000, keys: () => [{ namespace: 'a', name: 'b' }] }))
@TriggeredBy({ name: 'calls', open: ({ reconciler, signal }) => reconciler.calls(signal) })
export class OfWhatCounts {
  async *calls(_: AbortSignal): AsyncGenerator<Snapshot<Redis> | { namespace: string; name: string }[]> {
    yield [{ namespace: 'a', name: 'b' }];
  }
  async reconcile(redis: Snapshot<Redis>, { causes }: ReconcileContext): Promise<Result> {
    for (const cause of causes) {
      if (cause.type === 'updated' && cause.paths?.includes('spec.size')) return requeueAfter(1000, { priority: 10 });
      if (cause.type === 'requeue' && cause.after > redis.spec.size) return done;
      // @ts-expect-error a retry has no paths
      if (cause.type === 'retry' && cause.paths) return done;
    }
    return done;
  }
  finalize = async (_redis: Snapshot<Redis>): Promise<Result> => done;
}

// @ts-expect-error a predicate of another kind
@Reconciles(Redis, { when: matching<Valkey>(({ object }) => object.spec.image !== '') })
// @ts-expect-error no such field of a Pod
@Owns(Pod, { when: { update: (_, now) => now.object.spec?.node === 'a' } })
// @ts-expect-error a function alone does not say of which changes
@Owns(Pod, { when: (now: Snapshot<Pod>) => now.metadata.name === 'a' })
// @ts-expect-error a misspelled kind of change
@Owns(Pod, { when: { updated: () => true } })
// @ts-expect-error it is said or not
@Owns(Pod, { apply: 'yes' })
// @ts-expect-error what is applied is owned
@Watches(Pod, () => [], { apply: true })
// @ts-expect-error only @Owns looks at owners
@Watches(Pod, () => [], { matchEveryOwner: true })
// @ts-expect-error the key of a namespaced kind has a namespace
@TriggeredBy(every(1000, { keys: () => [{ name: 'a' }] }))
// @ts-expect-error no such method of this class
@TriggeredBy({ name: 'calls', open: ({ reconciler }) => reconciler.calls() })
// @ts-expect-error a promise is no iterable
@TriggeredBy({ name: 'calls', open: async () => [{ namespace: 'a', name: 'b' }] })
export class WrongSources {
  reconcile = async (_redis: Snapshot<Redis>): Promise<Result> => done;
}

export const ofAnyKind: Predicate<Pod> = generationChanged;
const scheduled = matching<Pod>(({ object }) => object.spec?.nodeName !== undefined);
const chosen = or<Pod>(labelSelector('app=redis,tier!=cache'), not<Pod>(scheduled));

@Reconciles(Redis)
@Owns(Pod, { when: and(generationChanged, chosen) })
@Watches(Pod, (_pod, _reconciler, cache) => cache.list(Redis).map(keyOf))
// @ts-expect-error the keys of a cluster-scoped kind
@Watches(Pod, (_pod, _reconciler, cache) => cache.list(Fleet).map(keyOf))
@TriggeredBy(every(1000, { keys: ({ cache }) => cache.list(Redis).map(keyOf) }))
export class OfKeysOfObjects {
  reconcile = async (_redis: Snapshot<Redis>): Promise<Result> => done;
}

@Reconciles(Fleet)
@Watches(Pod, (_pod, _reconciler, cache) => cache.list(Fleet).map(keyOf))
// @ts-expect-error the keys of a namespaced kind
@Watches(Pod, (_pod, _reconciler, cache) => cache.list(Redis).map(keyOf))
export class OfKeysOfClusterScopedObjects {
  reconcile = async (_fleet: Snapshot<Fleet>): Promise<Result> => done;
}

/** Of which the types know neither finalizers nor owners. */
const fresh = { metadata: { name: 'a' } };
export const finalized = hasControllerReference(fresh) ? fresh : addFinalizer(fresh, 'example.org/cleanup');
// @ts-expect-error of one kind only
export const ofOneKind: Predicate = matching<Valkey>(({ object }) => object.spec.image !== '');
