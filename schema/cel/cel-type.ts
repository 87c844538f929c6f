// The types that the checker of CEL knows.
import type { StructuralSchema } from '../structural-schema.js';

export type CelType =
  | {
      readonly kind:
        | 'dyn'
        | 'null'
        | 'bool'
        | 'int'
        | 'uint'
        | 'double'
        | 'string'
        | 'bytes'
        | 'timestamp'
        | 'duration'
        | 'error';
    }
  | { readonly kind: 'list'; readonly element: CelType; readonly declared?: Declared }
  | { readonly kind: 'map'; readonly key: CelType; readonly value: CelType; readonly declared?: Declared }
  /** An object with named fields, from a schema. Two are equal if their names are. */
  | {
      readonly kind: 'object';
      readonly name: string;
      /** By the name in CEL, where `__dash__` and the like stand for what identifiers cannot hold. Made when first asked for. */
      readonly fields: () => ReadonlyMap<string, CelField>;
      readonly declared?: Declared;
    }
  | { readonly kind: 'type'; readonly of: CelType }
  | { readonly kind: 'parameter'; readonly name: string }
  /** `optional_type`, and the opaque types of Kubernetes' libraries, such as `kubernetes.URL` and `net.IP`. */
  | { readonly kind: 'opaque'; readonly name: string; readonly parameters: readonly CelType[] };

export interface CelField {
  /** The name in the schema. */
  readonly property: string;
  readonly type: CelType;
  readonly required: boolean;
}

/** Where a type came from a schema: what the estimate of costs knows about the size of its values. */
export interface Declared {
  readonly schema: StructuralSchema;
}

/** What the checker found out; by `Expression.id`. */
export interface Checked {
  readonly types: ReadonlyMap<number, CelType>;
  /** For identifiers the name that it resolved to; for calls the ids of the overloads that may be meant, such as `add_int64`. */
  readonly references: ReadonlyMap<number, { readonly name?: string; readonly overloads: readonly string[] }>;
}
