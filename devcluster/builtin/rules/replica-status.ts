// The status of workloads: counts that are not below zero, and no part above the whole.
import type { ApiObject } from '../../object/api-object.js';
import { type FieldError, invalid } from '../../object/field-error.js';
import { child, count, draftOf } from '../draft.js';
import { negative } from './problems.js';

/**
 * What is wrong with a status that counts replicas.
 * @param parts counts that are of the replicas
 * @param others counts that may be anything from zero on
 */
export function replicaStatus(
  parts: readonly string[],
  others: readonly string[] = [],
): (object: ApiObject) => readonly FieldError[] {
  return object => {
    const status = child(draftOf(object), 'status') ?? {};
    const number = (name: string) => count(status, name);
    const above = (name: string, whole: string, called: string) =>
      number(name) > number(whole) ? [invalid(`status.${name}`, number(name), `cannot be greater than ${called}`)] : [];
    return [
      ...negative(status, 'status', 'replicas', ...parts, ...others, 'observedGeneration', 'collisionCount'),
      ...parts.flatMap(name => above(name, 'replicas', 'status.replicas')),
      ...(parts.includes('availableReplicas') ? above('availableReplicas', 'readyReplicas', 'readyReplicas') : []),
    ];
  };
}

/** What is wrong with a status whose counts are each by itself. */
export function countStatus(...names: readonly string[]): (object: ApiObject) => readonly FieldError[] {
  return object => negative(child(draftOf(object), 'status') ?? {}, 'status', ...names);
}
