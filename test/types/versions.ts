// What the decorators of versions, columns and selectable fields take and refuse; compiled, never run.
import {
  type Condition,
  ConvertsTo,
  CustomResource,
  type Defaulted,
  type Double,
  type Int32,
  PrintColumn,
  Resource,
  SelectableField,
} from 'kubewright';

interface Tls {
  secret: string;
}
class Spec {
  replicas?: Defaulted<Int32>;
  image!: string;
  tls?: Tls;
  ratio?: Double;
  args?: string[];
  labels?: Record<string, string>;
  extra?: unknown;
}
class Status {
  ready?: boolean;
  conditions?: Condition[];
}
class OldSpec {
  size?: Defaulted<Int32>;
  image!: string;
  secret?: string;
}

@Resource({
  group: 'example.org',
  version: 'v2',
  kind: 'Fine',
  listKind: 'Fines',
  storage: true,
  served: true,
  deprecated: 'use something else',
  skip: false,
  labels: { team: 'web' },
  annotations: { 'cert-manager.io/inject-ca-from': 'system/serving-cert' },
})
@SelectableField('.spec.image')
@SelectableField('.spec.replicas')
@SelectableField('.spec.tls.secret')
@SelectableField('.spec.labels.app')
@SelectableField('.status.ready')
@PrintColumn('Extra', '.spec.extra.anything.at[0].all', { type: 'integer', format: 'int32' })
@PrintColumn('Image', '.spec.image', { type: 'date', format: 'date-time', priority: 1, description: 'when' })
export class Fine extends CustomResource<Spec, Status> {}

// @ts-expect-error a misspelled field
@SelectableField('.spec.imgae')
// @ts-expect-error an object
@SelectableField('.spec.tls')
// @ts-expect-error a list
@SelectableField('.spec.args')
// @ts-expect-error through a list
@SelectableField('.spec.args[0]')
// @ts-expect-error through a list
@SelectableField('.status.conditions[?(@.type=="Ready")].status')
// @ts-expect-error the metadata
@SelectableField('.metadata.labels.app')
// @ts-expect-error no path
@SelectableField('')
// @ts-expect-error nothing
@SelectableField()
export class WrongFields extends CustomResource<Spec, Status> {}

// @ts-expect-error no such format
@PrintColumn('Image', '.spec.image', { format: 'int' })
// @ts-expect-error no such type
@PrintColumn('Image', '.spec.image', { type: 'time' })
export class WrongColumnOptions extends CustomResource<Spec, Status> {}

// @ts-expect-error deprecated is true or a text
@Resource({ group: 'example.org', version: 'v1', kind: 'Old', deprecated: false })
export class WrongDeprecated extends CustomResource<Spec, Status> {}

// @ts-expect-error labels are texts
@Resource({ group: 'example.org', version: 'v1', kind: 'Old', labels: { a: 1 } })
export class WrongLabels extends CustomResource<Spec, Status> {}

@ConvertsTo(Fine, {
  to: object => ({
    spec: {
      replicas: object.spec.size,
      image: object.spec.image,
      ...(object.spec.secret !== undefined && { tls: { secret: object.spec.secret } }),
    },
    status: object.status,
  }),
  from: ({ spec, status }) => ({
    spec: { size: spec.replicas, image: spec.image, ...(spec.tls && { secret: spec.tls.secret }) },
    status,
  }),
})
export class Converted extends CustomResource<OldSpec, Status> {}

@ConvertsTo(Fine, {
  to: object => ({ ...object, metadata: { annotations: { ...object.metadata.annotations, kept: 'yes' } } }),
  from: object => object,
  loses: ['.spec.extra'],
})
export class TheSame extends CustomResource<Spec, Status> {}

@ConvertsTo(Fine, {
  to: ({ spec, status }) => ({ spec: { image: spec.image }, status }),
  // @ts-expect-error no such field of this version
  from: ({ spec, status }) => ({ spec: { image: spec.imgae }, status }),
})
export class Misspelled extends CustomResource<OldSpec, Status> {}

@ConvertsTo(Fine, {
  // @ts-expect-error a required field of the hub is not set
  to: ({ status }) => ({ spec: {}, status }),
  from: ({ spec, status }) => ({ spec, status }),
})
export class WithoutTheImage extends CustomResource<OldSpec, Status> {}

// @ts-expect-error one way only
@ConvertsTo(Fine, { to: ({ spec, status }) => ({ spec, status }) })
export class OneWay extends CustomResource<Spec, Status> {}

// @ts-expect-error not a custom resource
@ConvertsTo(Fine, { to: object => object, from: object => object })
export class Plain {
  spec!: Spec;
}

@ConvertsTo(Fine, {
  // @ts-expect-error only labels and annotations of the metadata can change
  to: ({ spec, status }) => ({ spec, status, metadata: { name: 'other' } }),
  from: object => object,
})
export class Renamed extends CustomResource<Spec, Status> {}
