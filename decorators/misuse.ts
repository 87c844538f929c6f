// How a decorator refuses a field: its parameter becomes a sentence that no argument satisfies, so the editor
// marks the argument and shows the sentence.
import type { ValueOf } from './defaulted.js';

/** What a field decorator returns. Because `T` and `K` stand here, the decorator knows its class and field. */
export type Field<T, K extends keyof T> = (target: T, key: K) => void;

/**
 * What a decorator returns that may stand at a class too. `Site` is `[class]` or `[class's prototype, field]`; from it
 * the decorator knows what it is for.
 */
export type ClassOrField<Site extends readonly any[]> = (...site: Site) => void;

/** The class that a decorator call sees when it stands alone, away from any field. */
export interface DetachedRule {
  'a decorator stands in front of its field': never;
}

/** The sentence. */
export type Misused<
  Name extends string,
  Wants extends string,
  K,
> = `@${Name} is for ${Wants}, and ${K & string} is not`;

export type Scalar = string | number | boolean;

/** `A` on numbers, else the sentence. Of `unknown`, which `@Schemaless` gives a type, nothing is said; nor is below. */
export type OnNumber<Name extends string, T, K extends keyof T, A> = unknown extends T[K]
  ? A
  : ValueOf<T[K]> extends number
    ? A
    : Misused<Name, 'numbers', K>;

/** `A` on strings (and numbers that can be written as strings), else the sentence. */
export type OnString<Name extends string, T, K extends keyof T, A> = unknown extends T[K]
  ? A
  : [Extract<ValueOf<T[K]>, string>] extends [never]
    ? Misused<Name, 'strings', K>
    : [ValueOf<T[K]>] extends [string | number]
      ? A
      : Misused<Name, 'strings', K>;

/** `A` on arrays, else the sentence. */
export type OnArray<Name extends string, T, K extends keyof T, A> = [ValueOf<T[K]>] extends [readonly unknown[]]
  ? A
  : Misused<Name, 'arrays', K>;

/** `A` on maps, which are objects with a string index, else the sentence. */
export type OnMap<Name extends string, T, K extends keyof T, A> =
  IsMap<ValueOf<T[K]>> extends true ? A : Misused<Name, 'maps', K>;

/** Whether a type is a map: `Record<string, V>`. */
export type IsMap<V> = [V] extends [Scalar | readonly unknown[]] ? false : string extends keyof V ? true : false;

/** `A` on classes, and on fields that hold objects or maps, else the sentence. */
export type OnObject<Name extends string, Site extends readonly any[], A> =
  IsObject<ValueAt<Site>> extends true ? A : Misused<Name, 'objects and maps', NameOf<Site>>;

type IsObject<V> = unknown extends V ? true : [V] extends [Scalar | readonly unknown[]] ? false : true;

/** What stands where a decorator of `ClassOrField` stands: the instance of a class, or what the field holds. */
export type ValueAt<Site extends readonly any[]> = Site extends readonly [infer T, infer K, ...unknown[]]
  ? K extends keyof T
    ? ValueOf<T[K]>
    : DetachedRule
  : Site extends readonly [{ readonly prototype: infer T }]
    ? T
    : DetachedRule;

/** The parameters of a decorator that is written without a call, for classes and for fields that hold objects. */
export type ObjectSite<Name extends string, Site extends readonly any[]> =
  IsObject<ValueAt<Site>> extends true ? Site : [target: Site[0], key: Misused<Name, 'objects and maps', Site[1]>];

/** What a sentence calls the place. */
export type NameOf<Site extends readonly any[]> = Site extends readonly [unknown, infer K, ...unknown[]]
  ? K
  : 'the class';
