// The decorators that bound numbers, and the sizes of texts, lists and objects.
import type { ClassOrField, DetachedRule, Field, OnArray, OnNumber, OnObject, OnString } from './misuse.js';
import { readFromSource } from './read-from-source.js';

/** How a bound is meant. */
export interface BoundOptions {
  /** Whether the bound itself is left out; default false. Schema: `exclusiveMinimum` or `exclusiveMaximum`. */
  readonly exclusive?: boolean;
}

/** The smallest number that the field may hold; inclusive, unless told otherwise. Schema: `minimum`. */
export function Minimum<T = DetachedRule, K extends keyof T = keyof T>(
  bound: OnNumber<'Minimum', T, K, number>,
  options?: BoundOptions,
): Field<T, K> {
  return readFromSource(bound, options);
}

/** The largest number that the field may hold; inclusive, unless told otherwise. Schema: `maximum`. */
export function Maximum<T = DetachedRule, K extends keyof T = keyof T>(
  bound: OnNumber<'Maximum', T, K, number>,
  options?: BoundOptions,
): Field<T, K> {
  return readFromSource(bound, options);
}

/** A number greater than 0 that the field's value must be a multiple of. Schema: `multipleOf`. */
export function MultipleOf<T = DetachedRule, K extends keyof T = keyof T>(
  factor: OnNumber<'MultipleOf', T, K, number>,
): Field<T, K> {
  return readFromSource(factor);
}

/** The smallest number of Unicode code points in the text. Schema: `minLength`. */
export function MinLength<T = DetachedRule, K extends keyof T = keyof T>(
  length: OnString<'MinLength', T, K, number>,
): Field<T, K> {
  return readFromSource(length);
}

/**
 * The largest number of Unicode code points in the text. Schema: `maxLength`. Rules in CEL that look at the text cost
 * less with it.
 */
export function MaxLength<T = DetachedRule, K extends keyof T = keyof T>(
  length: OnString<'MaxLength', T, K, number>,
): Field<T, K> {
  return readFromSource(length);
}

/** The smallest number of items of the list. Schema: `minItems`. */
export function MinItems<T = DetachedRule, K extends keyof T = keyof T>(
  count: OnArray<'MinItems', T, K, number>,
): Field<T, K> {
  return readFromSource(count);
}

/** The largest number of items of the list. Schema: `maxItems`. Rules in CEL below it cost less with it. */
export function MaxItems<T = DetachedRule, K extends keyof T = keyof T>(
  count: OnArray<'MaxItems', T, K, number>,
): Field<T, K> {
  return readFromSource(count);
}

/** The smallest number of keys of a map, or of fields that are there; also at a class. Schema: `minProperties`. */
export function MinProperties<const Site extends readonly any[] = []>(
  count: OnObject<'MinProperties', Site, number>,
): ClassOrField<Site> {
  return readFromSource(count);
}

/** The largest number of keys of a map, or of fields that are there; also at a class. Schema: `maxProperties`. */
export function MaxProperties<const Site extends readonly any[] = []>(
  count: OnObject<'MaxProperties', Site, number>,
): ClassOrField<Site> {
  return readFromSource(count);
}
