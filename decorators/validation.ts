// The decorators of rules that look at a whole value: in CEL, and on which fields may be there together.

import type { AnySite } from './fields-notes.js';
import type { ClassOrField, Misused, NameOf, Scalar, ValueAt } from './misuse.js';
import { readFromSource } from './read-from-source.js';

/** What is said of a rule beside its expression. */
export interface ValidationOptions {
  /** What is said to whom the rule refuses; one line. Default: `failed rule: ` and the expression. */
  readonly message?: string;
  /** An expression in CEL that makes the message; where it fails, the message is `message`. */
  readonly messageExpression?: string;
  /** The reason that a client can act on. Default: `FieldValueInvalid`. */
  readonly reason?: 'FieldValueInvalid' | 'FieldValueForbidden' | 'FieldValueRequired' | 'FieldValueDuplicate';
  /** The field below this place that the error names, such as `.spec.replicas`. Default: this place itself. */
  readonly fieldPath?: string;
  /**
   * Whether a rule that mentions `oldSelf` is asked at the creation too; `oldSelf` is then optional: `oldSelf.hasValue()`.
   * Default: false.
   */
  readonly optionalOldSelf?: boolean;
}

/**
 * A rule in CEL, the expression language of Kubernetes, that must be true of every value that is written. `self` is the
 * value of the field; at a class, each object of it; at a resource, the whole object, of whose metadata only `name` and
 * `generateName` can be seen. A rule that mentions `oldSelf` is asked at updates only. It can be said several times.
 * Schema: `x-kubernetes-validations`.
 *
 *     @Validation('self.min <= self.max', 'min must not be above max')
 */
export function Validation(rule: string, message?: string | ValidationOptions): AnySite {
  return readFromSource(rule, message);
}

type OptionalKeys<V> = keyof { [P in keyof V & string as undefined extends V[P] ? P : never]: never };
type Member<Name extends string, Site extends readonly any[]> = [ValueAt<Site>] extends [Scalar | readonly unknown[]]
  ? Misused<Name, 'objects', NameOf<Site>>
  : OptionalKeys<ValueAt<Site>>;

/**
 * Of the named fields one may be there, or none. At a class, or at a field that holds an object; it can be said several times.
 * The fields are written with `?`. Schema: a rule in `x-kubernetes-validations`.
 */
export function AtMostOneOf<const Site extends readonly any[] = []>(
  field: Member<'AtMostOneOf', Site>,
  other: Member<'AtMostOneOf', Site>,
  ...more: Member<'AtMostOneOf', Site>[]
): ClassOrField<Site> {
  return readFromSource(field, other, more);
}

/** Of the named fields exactly one must be there; else as `AtMostOneOf`. */
export function ExactlyOneOf<const Site extends readonly any[] = []>(
  field: Member<'ExactlyOneOf', Site>,
  other: Member<'ExactlyOneOf', Site>,
  ...more: Member<'ExactlyOneOf', Site>[]
): ClassOrField<Site> {
  return readFromSource(field, other, more);
}

/** Of the named fields one or more must be there; else as `AtMostOneOf`. */
export function AtLeastOneOf<const Site extends readonly any[] = []>(
  field: Member<'AtLeastOneOf', Site>,
  other: Member<'AtLeastOneOf', Site>,
  ...more: Member<'AtLeastOneOf', Site>[]
): ClassOrField<Site> {
  return readFromSource(field, other, more);
}
