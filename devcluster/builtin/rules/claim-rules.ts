// PersistentVolumeClaims: what they need, and what may change once they are bound.

import { parseQuantity } from '../../../scalars/quantity.js';
import { type FieldError, forbidden, required } from '../../object/field-error.js';
import { sameJson } from '../../object/json.js';
import type { KindRules } from '../../registry/kind-rules.js';
import { child, type Draft, draftOf, items, text } from '../draft.js';

export const CLAIM_RULES: KindRules = {
  validate: (object, old) => {
    const claim = draftOf(object);
    return old === undefined
      ? claimSpecProblems(child(claim, 'spec') ?? {}, 'spec')
      : updateProblems(claim, draftOf(old));
  },
};

/** What is wrong with a new claim, or with the template of one. */
export function claimSpecProblems(spec: Draft, path: string): readonly FieldError[] {
  return [
    ...(items(spec, 'accessModes').length === 0
      ? [required(`${path}.accessModes`, 'at least 1 access mode is required')]
      : []),
    ...(child(spec, 'resources', 'requests')?.storage === undefined ? [required(`${path}.resources[storage]`)] : []),
  ];
}

/** Who has asked for too much may ask for less again, but for no less than there is. */
function updateProblems(claim: Draft, old: Draft): readonly FieldError[] {
  const [spec, before] = [child(claim, 'spec') ?? {}, child(old, 'spec') ?? {}];
  const bound = text(child(old, 'status'), 'phase') === 'Bound';
  if (!sameJson(fixedPart(spec, before, bound), fixedPart(before, before, bound))) return [forbidden('spec', UPDATE)];
  const size = sizeOf(child(spec, 'resources', 'requests'));
  const isLess = size < sizeOf(child(before, 'resources', 'requests'));
  if (!isLess || size > sizeOf(child(old, 'status', 'capacity'))) return [];
  return [forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity')];
}

const UPDATE =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

/** A binder fills in the volume and its mode, and the class when there was none yet; what is bound may grow. */
function fixedPart(spec: Draft, before: Draft, bound: boolean): Draft {
  const { volumeName, volumeMode: _, storageClassName, volumeAttributesClassName, resources, ...rest } = spec;
  const { storage, ...requests } = child(spec, 'resources', 'requests') ?? {};
  return {
    ...rest,
    ...(text(before, 'volumeName') !== '' && { volumeName: volumeName ?? null }),
    ...(before.storageClassName !== undefined && { storageClassName: storageClassName ?? null }),
    ...(bound
      ? { resources: { ...(resources as Draft | undefined), requests } }
      : { resources: resources ?? null, volumeAttributesClassName: volumeAttributesClassName ?? null }),
  };
}

function sizeOf(quantities: Draft | undefined): bigint {
  return parseQuantity(text(quantities, 'storage'))?.nanos ?? 0n;
}
