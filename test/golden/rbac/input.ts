import {
  CustomResource,
  dependent,
  done,
  every,
  generationChanged,
  kindOf,
  type KubernetesObject,
  labelsChanged,
  metadataOf,
  minutes,
  or,
  Owns,
  Rbac,
  type ReconcileContext,
  Reconciles,
  Resource,
  type Result,
  type Snapshot,
  TriggeredBy,
  untypedKind,
  Watches,
} from 'kubewright';
import { ConfigMap, Pod, Service } from 'kubewright/kinds';

export class SiteSpec {
  /** Where its pages come from. */
  source!: string;
}

export class SiteStatus {
  pages?: string[];
}

@Resource({ group: 'web.example.com', version: 'v1', kind: 'Site' })
export class Site extends CustomResource<SiteSpec, SiteStatus> {}

@Resource({ group: 'web.example.com', version: 'v1', kind: 'Mirror' })
export class Mirror extends CustomResource<SiteSpec> {}

const Certificate = kindOf<KubernetesObject>()({
  group: 'certificates.example.com',
  version: 'v1',
  kind: 'Certificate',
  plural: 'certificates',
  scope: 'Namespaced',
});

const Domain = untypedKind({
  group: 'names.example.com',
  version: 'v1',
  kind: 'Domain',
  plural: 'domains',
  scope: 'Cluster',
});

@Reconciles(Site)
@Owns(Pod, { when: or(generationChanged, labelsChanged), matchEveryOwner: true })
@Owns(Certificate)
@Watches(ConfigMap, () => [], { when: { update: (old, now) => old.object.data !== now.object.data } })
@Watches(metadataOf(Service), () => [])
@Watches(Domain, () => [])
@TriggeredBy(every(minutes(5)))
@Rbac(Pod, ['create', 'delete'])
@Rbac(Certificate, ['create'])
@Rbac({ groups: [''], resources: ['pods/eviction'], verbs: ['create'] })
@Rbac({ groups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: ['site-key', 'another-key'] })
export class SiteReconciler {
  async reconcile(_site: Snapshot<Site>, _context: ReconcileContext): Promise<Result> {
    return done;
  }
}

const watched = { apply: true, when: generationChanged } as const;

@Reconciles(Mirror)
@Owns(Pod, { apply: true })
@Owns(Certificate, watched)
@Owns(Service, { ...watched, apply: false })
export class MirrorReconciler {
  async reconcile(mirror: Snapshot<Mirror>, context: ReconcileContext): Promise<Result> {
    await context.apply([dependent(Pod, { metadata: { name: mirror.metadata.name } })]);
    return done;
  }

  async finalize(_mirror: Snapshot<Mirror>, _context: ReconcileContext): Promise<Result> {
    return done;
  }
}
