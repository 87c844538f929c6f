// What the schema of a resource does to an object when it is written, and when it is read.

import { celErrors } from '../../schema/cel/evaluate/rule-errors.js';
import { prune } from '../../schema/prune.js';
import { readResource } from '../../schema/read-resource.js';
import type { Json, JsonObject } from '../../schema/structural-schema.js';
import { rulesNotChecked, validate, validateUpdate } from '../../schema/validate.js';
import type { ApiObject, SentObject } from '../object/api-object.js';
import type { FieldError } from '../object/field-error.js';
import type { ResourceType } from '../registry/resource-type.js';

/** An object that cannot be decoded into its kind; the message comes after `cannot be handled as a KIND: `. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/**
 * An object without its unknown fields, and with its defaults. What conforms already is left as it is.
 * @throws DecodeError, or GoDecodeError of a built-in kind
 */
export function conformed(type: ResourceType, object: SentObject): ApiObject {
  if (type.decode !== undefined) return type.decode(object as unknown as JsonObject);
  const read = readResource(object as unknown as JsonObject, type.schema);
  if ('problem' in read) throw new DecodeError(read.problem);
  return read.value as unknown as ApiObject;
}

/** An object as it is read: with the defaults that its schema has got since it was written. */
export function defaulted(type: ResourceType, object: ApiObject): ApiObject {
  if (!type.custom) return object;
  if (type.keptAs === undefined) return conformed(type, object);
  // It has what the version has that it is kept in; of that, this one shows what it knows.
  const kept = conformed({ ...type, schema: type.keptAs.schema }, object);
  return prune(kept as unknown as JsonObject, type.schema).value as unknown as ApiObject;
}

/** What is wrong with an object by its schema; of an update only with what has changed. */
export function schemaErrors(
  type: ResourceType,
  object: ApiObject,
  old: ApiObject | undefined,
  subresource: string,
): readonly FieldError[] {
  // Built-in kinds have been decoded, which checks their types; the rest is in their rules.
  if (!type.custom) return [];
  // A write through the status subresource is checked in its status alone, as the API server does it.
  const inStatus = subresource === 'status';
  const schema = inStatus ? (type.schema.properties?.status ?? {}) : type.schema;
  const options = inStatus ? { under: 'status' } : {};
  const [value, before] = [part(object, inStatus), old && part(old, inStatus)];
  const errors =
    value === undefined
      ? []
      : before === undefined
        ? validate(value, schema, options)
        : validateUpdate(value, before, schema, options);
  // Rules look at the whole object in any case.
  const unchecked = rulesNotChecked(errors, type.schema);
  if (unchecked !== undefined) return [...errors, unchecked];
  return [...errors, ...celErrors(asJson(object), type.schema, old === undefined ? {} : { old: asJson(old) })];
}

function part(object: ApiObject, inStatus: boolean): Json | undefined {
  return inStatus ? (object.status as Json | undefined) : asJson(object);
}

function asJson(object: SentObject): Json {
  return object as unknown as Json;
}
