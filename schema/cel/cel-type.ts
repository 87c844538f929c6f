// The types that the checker of CEL knows.

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
  | { readonly kind: 'list'; readonly element: CelType }
  | { readonly kind: 'map'; readonly key: CelType; readonly value: CelType }
  /** An object with named fields, from a schema. Two are equal if their names are. */
  | {
      readonly kind: 'object';
      readonly name: string;
      /** By the name in CEL, where `__dash__` and the like stand for what identifiers cannot hold. Made when first asked for. */
      readonly fields: () => ReadonlyMap<string, CelField>;
    }
  /** The type of types; of the type `type` itself nothing more is known. */
  | { readonly kind: 'type'; readonly of?: CelType }
  | { readonly kind: 'parameter'; readonly name: string }
  /** `optional_type`, and the opaque types of Kubernetes' libraries, such as `kubernetes.URL` and `net.IP`. */
  | { readonly kind: 'opaque'; readonly name: string; readonly parameters: readonly CelType[] };

export interface CelField {
  /** The name in the schema. */
  readonly property: string;
  readonly type: CelType;
  readonly required: boolean;
}

/** What the checker found out; by `Expression.id`. */
export interface Checked {
  readonly types: ReadonlyMap<number, CelType>;
  /** For identifiers the name that it resolved to; for calls the ids of the overloads that may be meant, such as `add_int64`. */
  readonly references: ReadonlyMap<number, Reference>;
}

export interface Reference {
  readonly name?: string;
  readonly overloads: readonly string[];
}

export const DYN: CelType = { kind: 'dyn' };
export const ERROR: CelType = { kind: 'error' };
export const NULL: CelType = { kind: 'null' };
export const BOOL: CelType = { kind: 'bool' };
export const INT: CelType = { kind: 'int' };
export const UINT: CelType = { kind: 'uint' };
export const DOUBLE: CelType = { kind: 'double' };
export const STRING: CelType = { kind: 'string' };
export const BYTES: CelType = { kind: 'bytes' };
export const TIMESTAMP: CelType = { kind: 'timestamp' };
export const DURATION: CelType = { kind: 'duration' };

export function listOf(element: CelType): CelType {
  return { kind: 'list', element };
}

export function mapOf(key: CelType, value: CelType): CelType {
  return { kind: 'map', key, value };
}

export function optionalOf(type: CelType): CelType {
  return { kind: 'opaque', name: 'optional_type', parameters: [type] };
}
