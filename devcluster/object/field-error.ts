// One thing that is wrong with a field of an object, in the words of the API server.
import type { FieldErrorReason } from '../../schema/field-error.js';
import * as schema from '../../schema/field-error.js';
import type { Json } from '../../schema/structural-schema.js';

/** `field.Error` of the Kubernetes libraries: it becomes a cause of an `Invalid` Status. */
export interface FieldError {
  readonly reason: FieldErrorReason | 'FieldValueNotFound' | 'InternalError';
  /** Where: `metadata.name`. */
  readonly field: string;
  /** With its kind in front: `Required value: name or generateName is required`. */
  readonly message: string;
}

/** All errors as the message of a Status has them: equal ones once, and in brackets when there is more than one. */
export function fieldErrorsText(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

export function required(field: string, detail = ''): FieldError {
  return schema.required(field, detail);
}

/** @param value anything that JSON can say; undefined is shown as null */
export function invalid(field: string, value: unknown, detail: string): FieldError {
  return schema.invalid(field, (value ?? null) as Json, detail);
}

export function forbidden(field: string, detail: string): FieldError {
  return schema.forbidden(field, detail);
}

export function tooLong(field: string, bytes: number): FieldError {
  return schema.tooLong(field, bytes);
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  return schema.notSupported(field, (value ?? null) as Json, supported);
}
