// Strategic merge patches: merge patches that know by which key the items of a list are told apart.
import type { ServerFilled } from '../../decorators/defaulted.js';
import type { Write } from '../../decorators/snapshot.js';

type Primitive = string | number | boolean | bigint | symbol | null | undefined;

/**
 * Any field may be missing, `null` removes one. Lists are merged by the key that the kind declares (the containers of a Pod
 * by `name`), so their items may be parts; lists without such a key are replaced.
 */
export type StrategicPatch<V> = StrategicDirectives & {
  readonly [K in keyof V]?:
    | PartOf<Exclude<V[K], ServerFilled>>
    | (undefined extends V[K] ? null : never)
    | (string extends K ? null : never);
};

/** What a patch says besides fields, as kubectl writes it. */
export interface StrategicDirectives {
  /** `delete` removes the object that holds it (an item of a list, say), `replace` replaces it by what else is there. */
  readonly $patch?: 'delete' | 'merge' | 'replace';
  /** Of the fields of a union only these stay. */
  readonly $retainKeys?: readonly string[];
  /** The order of the items of a list. */
  readonly [order: `$setElementOrder/${string}`]: readonly unknown[];
  /** Items that leave a list of plain values. */
  readonly [items: `$deleteFromPrimitiveList/${string}`]: readonly (string | number | boolean)[];
}

type PartOf<V> = unknown extends V
  ? V
  : V extends Primitive
    ? V
    : V extends readonly (infer E)[]
      ? readonly (E extends Primitive ? Write<E> : StrategicPatch<E>)[]
      : StrategicPatch<V>;
