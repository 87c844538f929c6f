// The mark of a field that may be left out when written and is always there when read.

declare const served: unique symbol;

/** The mark inside `Defaulted`; no value has this type. */
export interface ServerFilled {
  readonly [served]: never;
}

/**
 * The type of a field that the API server fills in: optional when written, always present when read.
 * Written with `?` and with `@Default(...)`: `@Default(1) replicas?: Defaulted<Int32>`.
 */
export type Defaulted<V> = V | ServerFilled;

/** What a field holds when it is there: without `null`, `undefined` and the mark of `Defaulted`. */
export type ValueOf<V> = Exclude<V, null | undefined | ServerFilled>;

/** Whether a field's declared type is `Defaulted`; false for `any`. */
export type IsDefaulted<V> = 0 extends 1 & V ? false : [ServerFilled] extends [V] ? true : false;
