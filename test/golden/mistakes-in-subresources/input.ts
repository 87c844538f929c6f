// What the editor would refuse is cast away here, as a user of plain JavaScript or of `any` might do.
import { ClusterResource, CustomResource, type Int32, PrintColumn, Resource, Subresource } from 'kubewright';

export class Spec {
  replicas?: Int32;
  image?: string;
}

export class Status {
  replicas?: Int32;
  reason?: string;
}

// There is no such subresource, and one is said twice.
@Resource({ group: 'example.com', version: 'v1', kind: 'Lamp' })
@Subresource('status' as any)
@Subresource('scale')
@Subresource('scale')
export class Lamp extends CustomResource<Spec, Status> {}

// Paths of the wrong form, or to fields of the wrong type.
@Resource({ group: 'example.com', version: 'v1', kind: 'Torch' })
@Subresource('scale', {
  specReplicasPath: '.status.replicas' as any,
  statusReplicasPath: '.status.reason' as any,
  labelSelectorPath: '.status.replicas' as any,
})
@PrintColumn('Spec', '.spec' as any)
@PrintColumn('Image', '.spec.image', { priority: -1 })
export class Torch extends CustomResource<Spec, Status> {}

// It has no status.
@Resource({ group: 'example.com', version: 'v1', kind: 'Candle' })
@Subresource('scale' as never)
export class Candle extends CustomResource<Spec> {}

// The group belongs to others, and the plural is taken.
@Resource({ group: 'apps.k8s.io', version: 'v1', kind: 'Oven' })
export class Oven extends ClusterResource<Spec> {}

@Resource({ group: 'example.com', version: 'v1', kind: 'Flame', plural: 'lamps' })
export class Flame extends CustomResource<Spec> {}

// One version of a kind at a time.
@Resource({ group: 'example.com', version: 'v1alpha1', kind: 'Lamp' })
export class OldLamp extends CustomResource<Spec> {}

// The kind is missing.
@Resource({ group: 'example.com', version: 'v1' } as any)
export class Nameless extends CustomResource<Spec> {}

// It is not exported.
@Resource({ group: 'example.com', version: 'v1', kind: 'Secretive' })
class Secretive extends CustomResource<Spec> {}

// It is no custom resource.
@Resource({ group: 'example.com', version: 'v1', kind: 'Plain' } as any)
export class Plain {}

// Its Spec is a text.
@Resource({ group: 'example.com', version: 'v1', kind: 'Textual' })
export class Textual extends CustomResource<string> {}

// There is no @Resource.
@PrintColumn('Image', '.spec.image')
export class Homeless extends CustomResource<Spec> {}
