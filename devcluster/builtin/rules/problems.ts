// Small checks that many kinds share, in the words of Kubernetes' validation.

import { labelProblems, subdomainProblems } from '../../../schema/names.js';
import { type FieldError, invalid, notSupported, required } from '../../object/field-error.js';
import { sameJson } from '../../object/json.js';
import { count, type Draft, type DraftValue, text } from '../draft.js';

export function duplicate(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueDuplicate', field, message: `Duplicate value: ${JSON.stringify(value)}` };
}

export function unknownName(field: string, value: string): FieldError {
  return { reason: 'FieldValueNotFound', field, message: `Not found: ${JSON.stringify(value)}` };
}

/** Of numbers that are there and below zero. */
export function negative(draft: Draft, path: string, ...names: readonly string[]): readonly FieldError[] {
  return names
    .filter(name => count(draft, name) < 0)
    .map(name => invalid(`${path}.${name}`, draft[name], 'must be greater than or equal to 0'));
}

/** A name that has to be there, and to be a DNS label. */
export function nameProblems(draft: Draft, path: string): readonly FieldError[] {
  const name = text(draft, 'name');
  if (name === '') return [required(path)];
  return dnsLabelProblems(name, path);
}

/** Where the validation of the core kinds looks for a DNS label, it counts characters in what it says. */
export function dnsLabelProblems(name: string, path: string): readonly FieldError[] {
  return labelProblems(name, 'characters').map(problem => invalid(path, name, problem));
}

/** Of a field that may not be changed. */
export function changed(
  value: DraftValue | undefined,
  old: DraftValue | undefined,
  path: string,
  detail = 'field is immutable',
): readonly FieldError[] {
  return sameJson(value ?? null, old ?? null) ? [] : [invalid(path, value ?? null, detail)];
}

/** Of a value that is not among those that there are. */
export function supported(draft: Draft, path: string, name: string, values: readonly string[]): readonly FieldError[] {
  const value = text(draft, name);
  return value === '' || values.includes(value) ? [] : [notSupported(`${path}.${name}`, value, values)];
}

/** The same where no text is one of those that there are not: the field may be left out, and not be empty. */
export function supportedIfThere(
  draft: Draft,
  path: string,
  name: string,
  values: readonly string[],
): readonly FieldError[] {
  const value = draft[name];
  return typeof value !== 'string' || values.includes(value) ? [] : [notSupported(`${path}.${name}`, value, values)];
}

/** Of a name, if there is one, that has to be a DNS subdomain. */
export function subdomainNameProblems(draft: Draft, path: string, name: string): readonly FieldError[] {
  const value = text(draft, name);
  return value === '' ? [] : subdomainProblems(value).map(problem => invalid(`${path}.${name}`, value, problem));
}
