// Roles with the names of those that are made for people, and for the choice of a leader.
import { CustomResource, done, Rbac, type ReconcileContext, Reconciles, Resource, type Result, type Snapshot } from 'kubewright';
import { Pod } from 'kubewright/kinds';

export class LampSpec {
  color?: string;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Lamp' })
export class Lamp extends CustomResource<LampSpec> {}

@Reconciles(Lamp)
@Rbac(Pod, ['get'], { roleName: 'lamp-viewer-role' })
@Rbac(Pod, ['list'], { roleName: 'lamp-viewer-role' })
@Rbac(Pod, ['get'], { roleName: 'leader-election-role' })
@Rbac(Pod, ['get'], { namespace: 'system', roleName: 'leader-election-role' })
@Rbac(Pod, ['get'], { namespace: 'system', roleName: 'leader-election' })
@Rbac(Pod, ['get'], { namespace: 'shelf', roleName: 'lamp-viewer-role' })
export class LampReconciler {
  async reconcile(_lamp: Snapshot<Lamp>, _context: ReconcileContext): Promise<Result> {
    return done;
  }
}
