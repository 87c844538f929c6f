// What the editor would refuse is cast away here, as a user of plain JavaScript or of `any` might do.
import { CustomResource, done, Owns, Rbac, type ReconcileContext, Reconciles, Resource, type Result, type Snapshot } from 'kubewright';
import { Pod } from 'kubewright/kinds';

export class Spec {
  image?: string;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })
export class Thing extends CustomResource<Spec> {}

class NoKind {
  metadata = {};
}

const verbs = process.argv.slice(2) as any;

@Reconciles(Thing)
@Owns(NoKind)
@Rbac(Pod, ['destroy' as any, 'create'])
@Rbac(Pod, [])
@Rbac(Pod, verbs)
@Rbac({ groups: [''], resources: [], verbs: ['get'] })
export class ThingReconciler {
  async reconcile(_thing: Snapshot<Thing>, _context: ReconcileContext): Promise<Result> {
    return done;
  }
}

@Reconciles(Thing)
@Reconciles(Thing)
@Rbac({ groups: ['*'], resources: ['things'], verbs: ['get'] })
export class TwoFaced {
  async reconcile(_thing: Snapshot<Thing>, _context: ReconcileContext): Promise<Result> {
    return done;
  }
}

@Owns(Pod)
export class Forgotten {}
