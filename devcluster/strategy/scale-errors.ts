// What is wrong with the replicas of a custom resource that can be scaled, in the words of the API server.
import type { Json } from '../../schema/structural-schema.js';
import type { ApiObject } from '../object/api-object.js';
import { type FieldError, invalid } from '../object/field-error.js';
import { goText, goType } from '../object/go-text.js';
import { isJsonObject } from '../object/json.js';
import type { ResourceType } from '../registry/resource-type.js';
import { isWhole } from './preparation.js';

const MAX_INT32 = 2 ** 31 - 1;

/** Beside what the schema says: the paths of the scale have to lead to numbers that replicas can be. */
export function scaleErrors(
  { custom, scale }: ResourceType,
  object: ApiObject,
  subresource: string,
): readonly FieldError[] {
  if (!custom || scale === undefined) return [];
  return [
    ...(isWhole(subresource) ? replicaErrors(object, scale.specReplicasPath) : []),
    ...replicaErrors(object, scale.statusReplicasPath),
  ];
}

function replicaErrors(object: ApiObject, path: string): readonly FieldError[] {
  const steps = path.slice(1).split('.');
  let here: Json = object as unknown as Json;
  for (const [index, step] of steps.entries()) {
    if (!isJsonObject(here)) return [unreadable(path, steps.slice(0, index), here, 'map[string]interface{}')];
    if (!Object.hasOwn(here, step)) return [];
    here = here[step] ?? null;
  }
  if (typeof here !== 'number' || !Number.isInteger(here)) return [unreadable(path, steps, here, 'int64')];
  if (here < 0) return [invalid(path, here, 'should be a non-negative integer')];
  return here > MAX_INT32 ? [invalid(path, here, `should be less than or equal to ${MAX_INT32}`)] : [];
}

function unreadable(path: string, steps: readonly string[], value: Json, wanted: string): FieldError {
  const what = `${goText(value)} is of the type ${goType(value)}`;
  return invalid(path, 0, `.${steps.join('.')} accessor error: ${what}, expected ${wanted}`);
}
