import { CustomResource, type Int32, Minimum, Resource } from 'kubewright';

const least = (bound: number) => Minimum<any, any>(bound);
const One = Minimum<any, any>(1);

export class Base {
  @Minimum(1) size!: Int32;
}

export class Spec extends Base {
  /** Declared anew: the bound of the base class is not here. */
  declare size: Int32;

  /** A rule that only a run of the program would show. */
  @least(2) hidden!: Int32;

  /** A rule in a constant can be read. */
  @One shown!: Int32;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })
export class Thing extends CustomResource<Spec> {}

/** No resource, and no base for one. */
export class Nameless extends CustomResource<Spec> {}

/** A base for resources. */
export abstract class Common extends CustomResource<Spec> {}

namespace inner {
  @Resource({ group: 'example.com', version: 'v1', kind: 'Inner' })
  export class Inner extends CustomResource<Spec> {}
}
