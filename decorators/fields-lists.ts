// The decorators that say how server-side apply merges lists and objects, and what rules their parts keep.
import type { IsDefaulted, ValueOf } from './defaulted.js';
import { refuseStandardDecorators } from './metadata.js';
import type { DetachedRule, Field, IsMap, Misused, ObjectSite, Scalar } from './misuse.js';
import { readFromSource } from './read-from-source.js';

/** A default makes an optional key present in every item. */
type IsAlwaysThere<V> = IsDefaulted<V> extends true ? true : undefined extends V ? false : true;
type RequiredScalarKeys<E> = {
  [P in keyof E & string]-?: IsAlwaysThere<E[P]> extends true ? ([ValueOf<E[P]>] extends [Scalar] ? P : never) : never;
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

type ArrayField<Name extends string, T, K extends keyof T> = [ValueOf<T[K]>] extends [readonly unknown[]]
  ? K
  : Misused<Name, 'arrays', K>;

/**
 * A list without equal items, of which two appliers can each own some. Items are scalars, or objects that are owned as a
 * whole (`@MapAtomic`). Schema: `x-kubernetes-list-type: set`. It is what the API server has in place of `uniqueItems`,
 * which it refuses. Written without a call: `@ListSet tags!: string[]`.
 */
export function ListSet<T, K extends keyof T>(_target: T, key: ArrayField<'ListSet', T, K>): void {
  refuseStandardDecorators(key);
}

/**
 * A list that one applier owns as a whole; lists are so unless told otherwise. Schema: `x-kubernetes-list-type: atomic`.
 * Written without a call.
 */
export function ListAtomic<T, K extends keyof T>(_target: T, key: ArrayField<'ListAtomic', T, K>): void {
  refuseStandardDecorators(key);
}

/**
 * An object or map that one applier owns as a whole; at a class, everywhere where it is used. Schema:
 * `x-kubernetes-map-type: atomic`. Written without a call.
 */
export function MapAtomic<const Site extends readonly any[]>(...site: ObjectSite<'MapAtomic', Site>): void {
  refuseStandardDecorators(site[1]);
}

/**
 * An object or map of which two appliers can each own some fields; objects are so unless told otherwise. Schema:
 * `x-kubernetes-map-type: granular`. Written without a call.
 */
export function MapGranular<const Site extends readonly any[]>(...site: ObjectSite<'MapGranular', Site>): void {
  refuseStandardDecorators(site[1]);
}

type ItemRule<T, K extends keyof T> =
  ValueOf<T[K]> extends readonly (infer E)[]
    ? Field<{ [P in `${K & string}[]`]: E }, `${K & string}[]`>
    : Misused<'Items', 'arrays', K>;

/** Rules for each item of a list: `@Items(MinLength(1)) tags!: string[]`. Any rule of a field can stand in it. */
export function Items<T = DetachedRule, K extends keyof T = keyof T>(
  rule: ItemRule<T, K>,
  ...more: ItemRule<T, K>[]
): Field<T, K> {
  return readFromSource(rule, more);
}

type ValueRule<T, K extends keyof T> =
  IsMap<ValueOf<T[K]>> extends true
    ? Field<{ [P in `${K & string}.*`]: ValueOf<T[K]>[keyof ValueOf<T[K]>] }, `${K & string}.*`>
    : Misused<'Values', 'maps', K>;

/** Rules for each value of a map: `@Values(MaxLength(63)) labels!: Record<string, string>`. */
export function Values<T = DetachedRule, K extends keyof T = keyof T>(
  rule: ValueRule<T, K>,
  ...more: ValueRule<T, K>[]
): Field<T, K> {
  return readFromSource(rule, more);
}

type KeyRule<T, K extends keyof T> =
  IsMap<ValueOf<T[K]>> extends true
    ? Field<{ [P in `the key of ${K & string}`]: string }, `the key of ${K & string}`>
    : Misused<'Keys', 'maps', K>;

/**
 * Rules for each key of a map: `MinLength`, `MaxLength`, `Pattern`, `Enum` and `Validation`. Keys have no schema of their
 * own, so these become rules in CEL at the map (`x-kubernetes-validations`). Say `@MaxProperties` at the map, too: the API
 * server refuses rules that could cost too much, and counts with the greatest map.
 */
export function Keys<T = DetachedRule, K extends keyof T = keyof T>(
  rule: KeyRule<T, K>,
  ...more: KeyRule<T, K>[]
): Field<T, K> {
  return readFromSource(rule, more);
}

/** A decorator made by `Rules<V>(...)`. */
export type NamedRules<V> = <T, K extends keyof T>(
  target: T,
  key: [ValueOf<T[K]>] extends [V] ? K : 'these rules are for another type of field',
) => void;

/**
 * Names rules for fields of type `V`: `const Port = Rules<Int32>(Minimum(1), Maximum(65535))`, then `@Port port!: Int32`, or
 * `@Items(Port)`. Rules beside it at the field hold too: of two bounds the tighter one counts.
 */
export function Rules<V>(...rules: Field<{ value: V }, 'value'>[]): NamedRules<V> {
  return readFromSource(rules);
}
