// What the editor would refuse is cast away here, as a user of plain JavaScript or of `any` might do.
import { ClusterResource, CustomResource, type Double, type Int32, PrintColumn, Resource, SelectableField } from 'kubewright';

export class Spec {
  image?: string;
  replicas?: Int32;
  ratio?: Double;
  args?: string[];
  flags?: { a?: boolean; b?: boolean; c?: boolean; d?: boolean; e?: boolean; f?: boolean; g?: boolean; h?: boolean };
}

// Stored twice; the plural and the scope differ; so do the short names and a label.
@Resource({
  group: 'example.com',
  version: 'v2',
  kind: 'Shelf',
  plural: 'shelves',
  shortNames: ['sh'],
  storage: true,
  labels: { team: 'wood' },
})
export class Shelf extends CustomResource<Spec> {}

@Resource({
  group: 'example.com',
  version: 'v1',
  kind: 'Shelf',
  shortNames: ['shelf2'],
  storage: true,
  labels: { team: 'iron' },
})
export class OldShelf extends ClusterResource<Spec> {}

// Never stored, and never served.
@Resource({ group: 'example.com', version: 'v2', kind: 'Lamp', served: false })
export class Lamp extends CustomResource<Spec> {}

@Resource({ group: 'example.com', version: 'v1', kind: 'Lamp', served: false })
export class OldLamp extends CustomResource<Spec> {}

@Resource({ group: 'example.com', version: 'v1', kind: 'Single', storage: false })
export class Single extends CustomResource<Spec> {}

// All of its versions are left out.
@Resource({ group: 'example.com', version: 'v1', kind: 'Left', skip: true })
export class Left extends CustomResource<Spec> {}

// Warnings that the API server does not take, and options of the wrong type.
@Resource({ group: 'example.com', version: 'next', kind: 'Chair', deprecated: '' })
export class Chair extends CustomResource<Spec> {}

@Resource({ group: 'example.com', version: 'v1', kind: 'Table', deprecated: 'two\nlines' })
export class Table extends CustomResource<Spec> {}

@Resource({ group: 'example.com', version: 'v1', kind: 'Bench', deprecated: `${'use v2, '}` as any, served: 'no' as any })
export class Bench extends CustomResource<Spec> {}

const LONG =
  'a warning that goes on and on, and on, a warning that goes on and on, and on, a warning that goes on and on, and on, a warning that goes on and on, and on, a warning that goes on and on, and on, a warning that goes on and on, and on, a warning that goes on and';

@Resource({ group: 'example.com', version: 'v1', kind: 'Stool', deprecated: LONG, listKind: 'Stool' })
export class Stool extends CustomResource<Spec> {}

// Metadata that no object may have; an approval that is none; a kind of lists that another kind has.
@Resource({
  group: 'wood.k8s.io',
  version: 'v1',
  kind: 'Tree',
  listKind: 'trees',
  labels: { 'a b': 'x', fine: 'not fine!' },
  annotations: { 'api-approved.kubernetes.io': 'yes', 'kubewright.dev/version': '1' },
})
export class Tree extends CustomResource<Spec> {}

@Resource({ group: 'example.com', version: 'v1', kind: 'Box', listKind: 'Boxes' })
export class Box extends CustomResource<Spec> {}

@Resource({ group: 'example.com', version: 'v1', kind: 'Boxes', plural: 'boxeses', singular: 'boxen' })
export class Boxes extends CustomResource<Spec> {}

// Columns that show nothing, and fields that cannot be selected by.
@Resource({ group: 'example.com', version: 'v1', kind: 'Drawer' })
@PrintColumn('Image', '.spec.image', { type: 'integer' })
@PrintColumn('Replicas', '.spec.replicas', { type: 'date' })
@PrintColumn('Type', '.spec.image', { type: 'text' as any })
@PrintColumn('Format', '.spec.image', { format: 'int' as any })
@SelectableField('.spec.ratio')
@SelectableField('.spec.imgae' as any)
@SelectableField('.spec.args[0]' as any)
@SelectableField('.metadata.name' as any)
@SelectableField('.spec.flags' as any)
@SelectableField('.spec.image')
@SelectableField('.spec.image')
export class Drawer extends CustomResource<Spec> {}

@Resource({ group: 'example.com', version: 'v1', kind: 'Cabinet' })
@SelectableField('.spec.image')
@SelectableField('.spec.flags.a')
@SelectableField('.spec.flags.b')
@SelectableField('.spec.flags.c')
@SelectableField('.spec.flags.d')
@SelectableField('.spec.flags.e')
@SelectableField('.spec.flags.f')
@SelectableField('.spec.flags.g')
@SelectableField('.spec.flags.h')
export class Cabinet extends CustomResource<Spec> {}

@SelectableField('.spec.image')
export class Homeless extends CustomResource<Spec> {}
