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
import { Owns, Rbac, Reconciles, Watches } from '../../runtime/builder/reconciles.js';
import type { ReconcileContext, Reconciler } from '../../runtime/controller/reconciler.js';
import { done, type Result } from '../../runtime/controller/result.js';

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

// @ts-expect-error a misspelled option
@Reconciles(Redis, { maxConcurentReconciles: 4 })
export class MisspelledOption {
  reconcile = async (_redis: Snapshot<Redis>): Promise<Result> => done;
}

// @ts-expect-error not a kind
@Owns('Pod')
// @ts-expect-error no such verb
@Rbac(Pod, ['remove'])
// @ts-expect-error a kind needs verbs
@Rbac(Pod)
// @ts-expect-error verbs stand in the rule
@Rbac({ groups: [''], resources: ['pods'], verbs: ['get'] }, ['get'])
// @ts-expect-error the key of a namespaced kind has a namespace
@Watches(Pod, () => [{ name: 'a' }])
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
