// Hubs that are none, and fields that get lost.
import { ConvertsTo, CustomResource, type Int32, Resource } from 'kubewright';

export class Spec {
  image?: string;
  tls?: { secret: string; days?: Int32 };
  ports?: { port: Int32; name?: string }[];
  limits?: Record<string, { amount: Int32; unit?: string }>;
}

export interface Status {
  ready?: boolean;
}

export class OldSpec {
  picture?: string;
  tls?: { secret: string };
  ports?: { port: Int32 }[];
}

@Resource({ group: 'example.com', version: 'v3', kind: 'Web', storage: true })
export class Web extends CustomResource<Spec, Status> {}

// Writes a field that is not there; looks at some fields only; names what is not there.
@Resource({ group: 'example.com', version: 'v1', kind: 'Web' })
@ConvertsTo(Web, {
  to({ spec }) {
    return { spec: { iamge: spec.picture, tls: spec.tls } };
  },
  from: object => ({
    spec: {
      picture: object.spec.image,
      tls: object.spec.tls,
      ports: object.spec.ports?.map(({ port }) => ({ port })),
    },
    status: object.status,
  }),
  loses: ['.status', '.spec.picture', '.spec.pictures', '.spec.ports.name'],
})
export class OldWeb extends CustomResource<OldSpec, Status> {}

// Another hub than the other version has; the hub of which has one too.
@Resource({ group: 'example.com', version: 'v2', kind: 'Web' })
@ConvertsTo(OldWeb, { to: object => ({ ...object, spec: {} }), from: object => ({ ...object, spec: {} }), loses: ['.spec'] })
export class MiddleWeb extends CustomResource<Spec, Status> {}

@Resource({ group: 'example.com', version: 'v1beta1', kind: 'Web' })
export class FirstWeb extends CustomResource<Spec, Status> {}

// Another kind, no kind at all, itself, one that is left out, and two of them.
@Resource({ group: 'example.com', version: 'v1', kind: 'Desk' })
@ConvertsTo(Web, { to: object => object, from: object => object })
export class Desk extends CustomResource<Spec, Status> {}

@Resource({ group: 'example.com', version: 'v1', kind: 'Lamp' })
@ConvertsTo(Plain as any, { to: (object: any) => object, from: (object: any) => object })
export class Lamp extends CustomResource<Spec, Status> {}

declare class Plain {}

@Resource({ group: 'example.com', version: 'v2', kind: 'Chair', skip: true })
export class NextChair extends CustomResource<Spec, Status> {}

@Resource({ group: 'example.com', version: 'v1', kind: 'Chair' })
@ConvertsTo(NextChair, { to: object => object, from: object => object })
@ConvertsTo(NextChair, { to: object => object, from: object => object })
export class Chair extends CustomResource<Spec, Status> {}

// Nothing converts these, and they are not alike.
@Resource({ group: 'example.com', version: 'v2', kind: 'Stool', storage: true })
export class Stool extends CustomResource<Spec, Status> {}

@Resource({ group: 'example.com', version: 'v1', kind: 'Stool' })
export class OldStool extends CustomResource<OldSpec, Status> {}
