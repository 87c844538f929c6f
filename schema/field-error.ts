// What is wrong with a field, as a cause of a Status tells it.
import { goJson, goNumber, goQuote } from './go-text.js';
import type { Json } from './structural-schema.js';

/** The reasons of Status causes that checks of fields give. */
export type FieldErrorReason =
  | 'FieldValueDuplicate'
  | 'FieldValueForbidden'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueRequired'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid'
  | 'InternalError';

/** One thing that is wrong with a value: a cause of a Status, with its `detail` apart. */
export interface FieldError {
  readonly reason: FieldErrorReason;
  /** Where, such as `spec.ports[0].port`; `<nil>` for the object itself. */
  readonly field: string;
  /** As a cause has it: `Invalid value: 333: spec.port in body should be greater than or equal to 1234`. */
  readonly message: string;
  /** The message without its head and the value; may be empty. */
  readonly detail: string;
}

/** An error as the message of a Status has it, with its field. */
export function fieldErrorText(error: FieldError): string {
  return `${error.field}: ${error.message}`;
}

/** All errors as the message of a Status has them: equal ones once, and in brackets when there is more than one. */
export function fieldErrorsText(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(fieldErrorText))];
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

export function required(field: string, detail = ''): FieldError {
  return made('FieldValueRequired', field, 'Required value', detail);
}

export function forbidden(field: string, detail: string): FieldError {
  return made('FieldValueForbidden', field, 'Forbidden', detail);
}

export function invalid(field: string, value: Json, detail: string): FieldError {
  return made('FieldValueInvalid', field, `Invalid value: ${shown(value)}`, detail);
}

/** The same with the value as the message shows it, for numbers that Go holds in another type than they seem. */
export function invalidShown(field: string, value: string, detail: string): FieldError {
  return made('FieldValueInvalid', field, `Invalid value: ${value}`, detail);
}

export function typeInvalid(field: string, value: Json, detail: string): FieldError {
  return made('FieldValueTypeInvalid', field, `Invalid value: ${shown(value)}`, detail);
}

export function notSupported(field: string, value: Json, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`;
  return made('FieldValueNotSupported', field, `Unsupported value: ${shown(value)}`, detail);
}

export function duplicate(field: string, value: Json): FieldError {
  return made('FieldValueDuplicate', field, `Duplicate value: ${shown(value)}`, '');
}

export function tooLong(field: string, most: number): FieldError {
  return made('FieldValueTooLong', field, 'Too long', `may not be more than ${most} ${most === 1 ? 'byte' : 'bytes'}`);
}

export function tooMany(field: string, count: number, most: number): FieldError {
  const detail = `must have at most ${most} ${most === 1 ? 'item' : 'items'}`;
  return made('FieldValueTooMany', field, `Too many: ${count}`, detail);
}

/** What a rule in CEL says of a value, for the reason that it names; undefined for a value that is not shown. */
export function brokenRule(
  reason: FieldErrorReason,
  field: string,
  value: Json | undefined,
  detail: string,
): FieldError {
  const withValue = (head: string) => (value === undefined ? head : `${head}: ${shown(value)}`);
  switch (reason) {
    case 'FieldValueForbidden':
      return forbidden(field, detail);
    case 'FieldValueRequired':
      return required(field, detail);
    case 'FieldValueDuplicate':
      return made(reason, field, withValue('Duplicate value'), '');
    default:
      return made('FieldValueInvalid', field, withValue('Invalid value'), detail);
  }
}

function made(reason: FieldErrorReason, field: string, head: string, detail: string): FieldError {
  return {
    reason,
    field: field === '' ? '<nil>' : field,
    message: detail === '' ? head : `${head}: ${detail}`,
    detail,
  };
}

/** A value as a message shows it. */
function shown(value: Json): string {
  if (typeof value === 'string') return goQuote(value);
  return typeof value === 'number' ? goNumber(value) : goJson(value);
}
