// The decorators of fields. They are read from the source by codegen; when the program runs they do nothing.
import type { IsDefaulted, ValueOf } from './defaulted.js';
import { refuseStandardDecorators } from './metadata.js';
import type { DetachedRule, Field, Misused, OnNumber, OnString } from './misuse.js';
import type { Write } from './snapshot.js';

/** The smallest number that the field may hold; inclusive. Schema: `minimum`. */
export function Minimum<T = DetachedRule, K extends keyof T = keyof T>(
  bound: OnNumber<'Minimum', T, K, number>,
): Field<T, K> {
  return readFromSource(bound);
}

/** The largest number that the field may hold; inclusive. Schema: `maximum`. */
export function Maximum<T = DetachedRule, K extends keyof T = keyof T>(
  bound: OnNumber<'Maximum', T, K, number>,
): Field<T, K> {
  return readFromSource(bound);
}

/** The smallest number of Unicode code points in the text. Schema: `minLength`. */
export function MinLength<T = DetachedRule, K extends keyof T = keyof T>(
  length: OnString<'MinLength', T, K, number>,
): Field<T, K> {
  return readFromSource(length);
}

type DefaultOf<T, K extends keyof T> =
  IsDefaulted<T[K]> extends true
    ? undefined extends T[K]
      ? Write<ValueOf<T[K]>>
      : `write ${K & string}?: Defaulted<...>: a field with a default may be left out`
    : `write ${K & string}?: Defaulted<...>: a field with a default is always there when read`;

/**
 * The value that the API server fills in where the field was left out, at every write and read. Schema: `default`.
 * Below an optional parent it applies only where the parent is there. Null is no default: the API server drops it.
 */
export function Default<T = DetachedRule, K extends keyof T = keyof T>(value: DefaultOf<T, K>): Field<T, K> {
  return readFromSource(value);
}

type Scalar = string | number | boolean;
type RequiredScalarKeys<E> = {
  [P in keyof E & string]-?: undefined extends E[P] ? never : [ValueOf<E[P]>] extends [Scalar] ? P : never;
}[keyof E & string];
type KeysOfItems<T, K extends keyof T> =
  ValueOf<T[K]> extends readonly (infer E)[]
    ? [ValueOf<E>] extends [Scalar | readonly unknown[]]
      ? Misused<'ListMap', 'arrays of objects', K>
      : RequiredScalarKeys<ValueOf<E>>
    : Misused<'ListMap', 'arrays of objects', K>;

/**
 * A list whose items are told apart by the named keys, so that two appliers can each own some of them.
 * Schema: `x-kubernetes-list-type: map` with `x-kubernetes-list-map-keys`. Each key must be a scalar that is always there.
 */
export function ListMap<T = DetachedRule, K extends keyof T = keyof T>(
  key: KeysOfItems<T, K>,
  ...more: KeysOfItems<T, K>[]
): Field<T, K> {
  return readFromSource([key, ...more]);
}

function readFromSource(_argument: unknown): (target: unknown, key: PropertyKey) => void {
  return (_target, key) => refuseStandardDecorators(key);
}
