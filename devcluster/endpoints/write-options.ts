// The parameters of a write, read and checked.
import { type FieldValidation, fieldValidationOf } from '../decoding/field-validation.js';
import { fieldManagerName } from '../fields/field-manager-name.js';
import { type FieldError, notSupported } from '../object/field-error.js';
import type { JsonObject } from '../object/json.js';
import { invalidObject } from '../object/refusals.js';
import { fieldManagerErrors } from '../patch/patch-options.js';
import type { WriteContext } from '../strategy/write-context.js';
import type { ApiRequest } from './api-request.js';

export interface WriteOptions {
  readonly fieldValidation: FieldValidation;
  /** Who is recorded in `managedFields`. */
  readonly manager: string;
  readonly dryRun: boolean;
  /** As they were sent, for webhooks. */
  readonly sent: JsonObject;
}

/**
 * @param optionsKind `CreateOptions`, ... for the refusals
 * @throws StatusError 422
 */
export function writeOptions({ query, headers }: ApiRequest, optionsKind: string): WriteOptions {
  const fieldManager = query.get('fieldManager') ?? '';
  const errors: FieldError[] = [...fieldManagerErrors(fieldManager), ...dryRunErrors(query.getAll('dryRun'))];
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: optionsKind }, '', errors);
  return {
    fieldValidation: fieldValidationOf(query.get('fieldValidation') ?? '', optionsKind),
    manager: fieldManagerName(fieldManager, headers['user-agent']),
    dryRun: query.has('dryRun'),
    sent: sentOptions(query),
  };
}

/** @param options what was sent of them. Default: nothing */
export function writeContext(
  request: ApiRequest,
  { dryRun, sent = {} }: { readonly dryRun: boolean; readonly sent?: JsonObject },
): WriteContext {
  const { type, namespace, subresource, user, signal } = request;
  const told = { user, signal, options: sent };
  return { type, namespace, subresource, dryRun, request: told, warn: text => request.warn(text) };
}

function sentOptions(query: URLSearchParams): JsonObject {
  const [fieldManager, fieldValidation] = ['fieldManager', 'fieldValidation'].map(name => query.get(name) ?? '');
  return {
    ...(query.has('dryRun') && { dryRun: query.getAll('dryRun') }),
    ...(fieldManager && { fieldManager }),
    ...(fieldValidation && { fieldValidation }),
  };
}

function dryRunErrors(values: readonly string[]): readonly FieldError[] {
  return values.every(each => each === 'All') ? [] : [notSupported('dryRun', values, ['All'])];
}
