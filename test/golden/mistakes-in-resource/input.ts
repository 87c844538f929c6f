// What the editor would refuse is cast away here, as a user of plain JavaScript or of `any` might do.
import { CustomResource, type Int32, PrintColumn, Resource, Subresource } from 'kubewright';

export class Spec {
  replicas?: Int32;
  image?: string;
}

export class Status {
  replicas?: Int32;
}

// No dot in the group, a version that is no DNS label, a kind in lower case.
@Resource({ group: 'nodots', version: 'V1', kind: 'thing' })
export class Thing extends CustomResource<Spec> {}

// The plural is not lower-case, a short name has a space.
@Resource({ group: 'example.com', version: 'v1', kind: 'Shelf', plural: 'Shelves', shortNames: ['s h'] })
@PrintColumn('Image', '.spec.image')
@PrintColumn('Image', '.spec.replicas')
export class Shelf extends CustomResource<Spec, Status> {}

// Paths that lead nowhere.
@Resource({ group: 'example.com', version: 'v1', kind: 'Lamp' })
@Subresource('scale', { specReplicasPath: '.spec.replica' as any, statusReplicasPath: '.status.replicas' })
@PrintColumn('Ready', '.status.readyReplica' as any)
export class Lamp extends CustomResource<Spec, Status> {}

// Twice the same kind, in one version.
@Resource({ group: 'example.com', version: 'v1', kind: 'Lamp' })
export class SecondLamp extends CustomResource<Spec> {}

const version: string = process.env.API_VERSION ?? 'v1';

// Not known before the program runs.
@Resource({ group: 'example.com', version, kind: 'Late' })
export class Late extends CustomResource<Spec> {}
