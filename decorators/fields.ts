// The decorators of fields that say what a field is without a value, and how it may change. As all rules they are read
// from the source by codegen; when the program runs they do nothing.
import type { IsDefaulted, ValueOf } from './defaulted.js';
import { refuseStandardDecorators } from './metadata.js';
import type { DetachedRule, Field } from './misuse.js';
import { readFromSource } from './read-from-source.js';
import type { Write } from './snapshot.js';

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

/**
 * Once the field has a value it keeps it: a write that changes or removes the value is refused. A field that may be left
 * out can be set later, once. Below a parent that may be left out, removing the parent removes the value with it.
 * Schema: the rule `self == oldSelf`, and for fields that may be left out a rule at the object that has them.
 * Written without a call: `@Immutable name!: string`.
 */
export function Immutable<T, K extends keyof T>(_target: T, key: K): void {
  refuseStandardDecorators(key);
}
