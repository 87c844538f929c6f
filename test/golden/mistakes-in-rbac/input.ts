// What the editor would refuse is cast away here, as a user of plain JavaScript or of `any` might do.
import {
  CustomResource,
  dependent,
  desiredState,
  done,
  every,
  kindOf,
  type KubernetesObject,
  Owns,
  Rbac,
  type ReconcileContext,
  Reconciles,
  Resource,
  type Result,
  type Snapshot,
  TriggeredBy,
  Watches,
} from 'kubewright';
import { ConfigMap, Pod, Secret, Service } from 'kubewright/kinds';

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

@TriggeredBy(every(1000))
export class ForgottenToo {}

const Certificate = kindOf<KubernetesObject>()({
  group: 'certificates.example.com',
  version: 'v1',
  kind: 'Certificate',
  plural: 'certificates',
  scope: 'Namespaced',
});

@Reconciles(Thing)
@Owns(Pod)
@Watches(Secret, () => [])
@Rbac(Pod, ['get', 'list'])
@Rbac(Pod, ['watch', 'create'], { resourceNames: ['one'] })
@Rbac(Secret, ['get'], { roleName: 'other' })
@Rbac(Secret, ['get'], { namespace: 'here' })
@Rbac({ groups: [''], resources: ['events', 'pods'], verbs: ['patch'] })
@Rbac({ groups: ['example.com'], resources: ['things', 'thing', 'things/staus', 'things/status'], verbs: ['update'] })
@Rbac({ groups: ['example.com'], resources: ['elses'], verbs: ['update'] })
@Rbac({ groups: [''], resources: ['Pods', 'Secret'], verbs: ['update'] })
@Rbac({ groups: [''], resources: ['pod', 'deployments', 'services/finalizers'], verbs: ['update'] })
@Rbac(Pod, ['update'], { subresource: 'stauts' })
@Rbac(Pod, ['update'], { subresource: 'elsewhere' })
@Rbac({ groups: ['apps/v1', 'v1', 'Apps'], resources: ['deployments'], verbs: ['patch'] })
@Rbac(Certificate, ['approve'], { subresource: 'whatever' })
@Rbac(Certificate, ['deletecollection'], { resourceNames: ['one'], namespace: 'here' })
export class Careless {
  async reconcile(_thing: Snapshot<Thing>, _context: ReconcileContext): Promise<Result> {
    return done;
  }
}

const some = { apply: verbs.length > 0 };

@Reconciles(Thing)
@Owns(Pod, { apply: true })
@Owns(Pod, { apply: verbs.length > 0 })
@Owns(Pod, { apply: 'yes' as any })
@Owns(Service, some)
@Owns(Secret)
@Rbac(Pod, ['patch', 'deletecollection'])
export class Applying {
  readonly reconcile = desiredState(Thing, { owns: [Pod, Certificate, ConfigMap], desired: () => ({ objects: [] }) }).reconcile;

  async finalize(_thing: Snapshot<Thing>, context: ReconcileContext): Promise<Result> {
    const one = (kind: typeof ConfigMap) => dependent(kind, { metadata: { name: 'one' } });
    await context.apply([
      dependent(Pod, { metadata: { name: 'one' } }),
      dependent(Secret, { metadata: { name: 'one' } }),
      dependent(Secret, { metadata: { name: 'two' } }),
      one(ConfigMap),
    ]);
    return done;
  }
}

@Reconciles(Thing)
@Rbac(Certificate, ['get', 'delete'])
@Rbac(Certificate, ['delete', 'get'])
@Rbac(Certificate, ['delete'])
@Rbac(Certificate, ['delete'], { namespace: 'Here', roleName: 'a/b' })
@Rbac({ groups: [''], resources: ['nodes', 'namespaces', 'pods'], verbs: ['get'], namespace: 'here' })
@Rbac({ urls: ['/metrics'], verbs: ['get', 'list'] })
@Rbac({ urls: ['/logs', '/logs/*'], verbs: ['get'] })
@Rbac({ urls: ['/logs'], verbs: ['get'] })
@Rbac({ urls: ['metrics', '/a*b'], verbs: ['get'] })
@Rbac({ urls: ['/healthz'], verbs: ['get'], namespace: 'here' } as any)
@Rbac({ urls: ['/healthz'], groups: [''], resources: ['pods'], verbs: ['update'] } as any)
@Rbac({ urls: [], verbs: ['get'] })
@Rbac({ urls: ['/livez'] } as any)
@Rbac({ urls: '/livez', verbs: ['get'] } as any)
@Rbac({ groups: [''], resource: ['pods'], verbs: ['get'] } as any)
@Rbac(Pod, ['patch'], { name: 'a' } as any)
@Rbac()
export class Confused {
  async reconcile(_thing: Snapshot<Thing>, _context: ReconcileContext): Promise<Result> {
    return done;
  }
}
