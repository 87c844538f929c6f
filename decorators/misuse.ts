// How a decorator refuses a field: its parameter becomes a sentence that no argument satisfies, so the editor
// marks the argument and shows the sentence.
import type { ValueOf } from './defaulted.js';

/** What a field decorator returns. Because `T` and `K` stand here, the decorator knows its class and field. */
export type Field<T, K extends keyof T> = (target: T, key: K) => void;

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

/** `A` on numbers, else the sentence. */
export type OnNumber<Name extends string, T, K extends keyof T, A> =
  ValueOf<T[K]> extends number ? A : Misused<Name, 'numbers', K>;

/** `A` on strings (and numbers that can be written as strings), else the sentence. */
export type OnString<Name extends string, T, K extends keyof T, A> = [Extract<ValueOf<T[K]>, string>] extends [never]
  ? Misused<Name, 'strings', K>
  : [ValueOf<T[K]>] extends [string | number]
    ? A
    : Misused<Name, 'strings', K>;
