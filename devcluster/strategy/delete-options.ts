// The options of a delete, and what may be wrong with them.

import type { ApiObject } from '../object/api-object.js';
import { type FieldError, invalid, notSupported } from '../object/field-error.js';
import { conflict, invalidObject } from '../object/refusals.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { Propagation } from './deletion-finalizers.js';

/** `metav1.DeleteOptions`. */
export interface DeleteOptions extends Propagation {
  readonly gracePeriodSeconds?: number | undefined;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string } | undefined;
  readonly dryRun?: readonly string[] | undefined;
}

/** @throws StatusError 422 */
export function checkDeleteOptions(options: DeleteOptions): void {
  const { propagationPolicy, orphanDependents, dryRun } = options;
  const errors: FieldError[] = [];
  if (propagationPolicy !== undefined && orphanDependents !== undefined) {
    const text = 'orphanDependents and deletionPropagation cannot be both set';
    errors.push(invalid('propagationPolicy', propagationPolicy, text));
  }
  if (propagationPolicy !== undefined && !POLICIES.includes(propagationPolicy)) {
    errors.push(notSupported('propagationPolicy', propagationPolicy, [...POLICIES, 'nil']));
  }
  if (dryRun?.some(each => each !== 'All')) {
    errors.push(notSupported('dryRun', dryRun, ['All']));
  }
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
}

/** @throws StatusError 409 when the object is not the one that the client means */
export function checkPreconditions(type: ResourceType, object: ApiObject, { preconditions }: DeleteOptions): void {
  const { uid, resourceVersion } = preconditions ?? {};
  const { metadata } = object;
  // The API server says the kind here where it says the resource otherwise.
  const named = { group: type.group, resource: type.kind };
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`;
    throw conflict(named, metadata.name, why);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`;
    throw conflict(named, metadata.name, why);
  }
}

const POLICIES = ['Foreground', 'Background', 'Orphan'];
