// Which classes the decorators of reconcilers take and refuse; compiled, never run.
import {
  ClusterResource,
  CustomResource,
  type Int32,
  type KubernetesObject,
  kindOf,
  type ObjectMeta,
  Resource,
  type Snapshot,
} from 'kubewright';
import { Rbac } from '../../runtime/builder/rbac.js';
import { Owns, Reconciles, Watches } from '../../runtime/builder/reconciles.js';
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
