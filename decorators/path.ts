// Paths into a resource, checked while they are typed: the walk goes along the written path, segment by segment, and
// answers with the path itself or with what could stand there. Its cost grows with the path, not with the type.
import type { ValueOf } from './defaulted.js';

type Scalar = string | number | boolean;

/** What a path may end on. */
interface Leaves {
  scalar: Scalar;
  number: number;
  string: string;
}

/**
 * `P` if it is a path to a leaf of kind `L` in `V`, else the paths that could stand there. Reads `.a.b`, `.a[0]`,
 * `.a[*]`, `.a['b.c']`, `.a.b\.c` and `.a[?(@.type=="Ready")].status`, through optional fields, lists and maps.
 */
export type CheckPath<V, P extends string, L extends keyof Leaves = 'scalar'> = string extends P
  ? Common<V>
  : Walk<V, P, '', P, L>;

/** The editor's first list: the paths of two steps. */
type Common<V> = { [K in Keys<V>]: Offer<ValueOf<V[K & keyof V]>, `.${K}`> }[Keys<V>];

type Walk<V, Rest extends string, Done extends string, P extends string, L extends keyof Leaves> = unknown extends V
  ? P
  : Rest extends ''
    ? [V] extends [Leaves[L]]
      ? P
      : V extends Scalar
        ? `${P} is not a ${L}`
        : Offer<V, Done>
    : V extends Scalar
      ? Offer<V, Done>
      : Rest extends `.${infer R}`
        ? Split<R> extends [infer K extends string, infer Next extends string]
          ? K extends Keys<V>
            ? Walk<ValueOf<V[K & keyof V]>, Next, `${Done}.${K}`, P, L>
            : string extends keyof V
              ? Walk<ValueOf<V[keyof V]>, Next, `${Done}.${K}`, P, L>
              : Offer<V, Done, K>
          : never
        : Rest extends `[?(${infer F})]${infer Next}`
          ? Filter<V, F, Next, Done, P, L>
          : Rest extends `[${infer I}]${infer Next}`
            ? V extends readonly (infer E)[]
              ? I extends '*' | `${number}`
                ? Walk<ValueOf<E>, Next, `${Done}[${I}]`, P, L>
                : Offer<V, Done>
              : I extends `'${infer K}'` | `"${infer K}"`
                ? Walk<V, `.${EscapeDots<K>}${Next}`, Done, P, L>
                : Offer<V, Done>
            : Offer<V, Done>;

type Filter<
  V,
  F extends string,
  Next extends string,
  Done extends string,
  P extends string,
  L extends keyof Leaves,
> = V extends readonly (infer E)[]
  ? F extends `@.${infer K}${'==' | '!='}${string}`
    ? Trim<K> extends Keys<ValueOf<E>>
      ? Walk<ValueOf<E>, Next, `${Done}[?(${F})]`, P, L>
      : `${Done}[?(@.${Near<Keys<ValueOf<E>>, K>}=="...")]${Next}`
    : Offer<V, Done>
  : Offer<V, Done>;

type Keys<V> = V extends Scalar | readonly unknown[]
  ? never
  : keyof { [K in keyof V & string as [ValueOf<V[K]>] extends [never] ? never : K]: 1 } & string;

/** The first key and the rest; `\.` does not end a key. */
type Split<R extends string, Key extends string = ''> = R extends `${infer A}.${infer B}`
  ? A extends `${infer C}[${infer D}`
    ? [`${Key}${C}`, `[${D}.${B}`]
    : A extends `${infer C}\\`
      ? Split<B, `${Key}${C}.`>
      : [`${Key}${A}`, `.${B}`]
  : R extends `${infer C}[${infer D}`
    ? [`${Key}${C}`, `[${D}`]
    : [`${Key}${R}`, ''];

type Offer<V, Done extends string, Wrong extends string = ''> = V extends Scalar
  ? Done
  : V extends readonly (infer E)[]
    ? OfferItem<ValueOf<E>, Done>
    : string extends keyof V
      ? `${Done}.${string}`
      : { [K in Near<Keys<V>, Wrong>]: OfferField<ValueOf<V[K & keyof V]>, `${Done}.${K}`> }[Near<Keys<V>, Wrong>];
type OfferField<V, Path extends string> = V extends readonly (infer E)[] ? OfferItem<ValueOf<E>, Path> : Path;
type OfferItem<E, Path extends string> = E extends { type: string }
  ? `${Path}[?(@.type=="Ready")].status`
  : `${Path}[0]`;

/** Of all keys those that start like the wrong one, by three letters; all of them if none does. */
type Near<All extends string, Wrong extends string> = [Alike<All, Wrong>] extends [never] ? All : Alike<All, Wrong>;
type Alike<Key extends string, Wrong extends string> = Key extends unknown
  ? Lowercase<Key> extends `${Lowercase<Start<Wrong>>}${string}`
    ? Key
    : never
  : never;
type Start<S extends string> = S extends `${infer A}${infer B}${infer C}${string}` ? `${A}${B}${C}` : S;
type Trim<S extends string> = S extends `${infer A} ` ? Trim<A> : S extends ` ${infer A}` ? Trim<A> : S;
type EscapeDots<S extends string> = S extends `${infer A}.${infer B}` ? `${A}\\.${EscapeDots<B>}` : S;
