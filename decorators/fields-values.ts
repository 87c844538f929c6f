// The decorators that say which values a field may hold, beside its type and bounds.
import type { ValueOf } from './defaulted.js';
import type { DetachedRule, Field, Misused, OnString, Scalar } from './misuse.js';
import { readFromSource } from './read-from-source.js';

/**
 * What the text must match, somewhere: write `^` and `$` to mean the whole. Schema: `pattern`.
 *
 * The API server reads it as RE2 (https://github.com/google/re2/wiki/Syntax), in which `\s` and `\w` are of ASCII alone, and
 * which has no look-around and no back references. Of the flags `i`, `s`, `m` and `u` have a meaning there. Numbers of
 * `IntOrString` and `Quantity` are not looked at.
 */
export function Pattern<T = DetachedRule, K extends keyof T = keyof T>(
  pattern: OnString<'Pattern', T, K, RegExp | string>,
): Field<T, K> {
  return readFromSource(pattern);
}

/** The formats that the API server checks; it keeps others, and does not check them. */
export type KnownFormat =
  | 'byte'
  | 'cidr'
  | 'date'
  | 'date-time'
  | 'duration'
  | 'email'
  | 'hostname'
  | 'ipv4'
  | 'ipv6'
  | 'k8s-long-name'
  | 'k8s-short-name'
  | 'mac'
  | 'password'
  | 'uri'
  | 'uuid';

/** The format of the text, such as `ipv4`. Schema: `format`. Numbers have theirs from their types. */
export function Format<T = DetachedRule, K extends keyof T = keyof T>(
  format: OnString<'Format', T, K, KnownFormat | (string & {})>,
): Field<T, K> {
  return readFromSource(format);
}

type EnumValue<T, K extends keyof T> = [ValueOf<T[K]>] extends [Scalar]
  ? ValueOf<T[K]>
  : Misused<'Enum', 'strings, numbers and booleans', K>;

/**
 * The only values that the field may hold. Schema: `enum`. A union of literals says the same in the type, and the program
 * knows of it; this is for where the type cannot say it, such as `IntOrString`, or where fewer of a union's values fit.
 */
export function Enum<T = DetachedRule, K extends keyof T = keyof T>(
  value: EnumValue<T, K>,
  ...more: EnumValue<T, K>[]
): Field<T, K> {
  return readFromSource(value, more);
}
