// How definitions are written, beside what all kinds have in common.
import type { ApiObject } from '../object/api-object.js';
import { timestamp } from '../object/timestamp.js';
import { CLEANUP_FINALIZER } from '../registry/definitions.js';
import type { KindRules } from '../registry/kind-rules.js';
import { definitionOf, withCondition } from './definition.js';
import { definitionErrors } from './definition-validation.js';

/** @param now milliseconds since the epoch */
export function definitionRules(now: () => number): KindRules {
  return {
    generation: true,
    unconditionalUpdate: false,
    keptByStatus: 'all',
    prepareForCreate: object => ({
      ...object,
      status: { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions: storedVersions(object, []) },
    }),
    prepareForUpdate: (object, old) => {
      const status = definitionOf(old).status ?? {};
      return { ...object, status: { ...status, storedVersions: storedVersions(object, status.storedVersions ?? []) } };
    },
    validate: (object, old) => definitionErrors(definitionOf(object), old && definitionOf(old)),
    // The first delete only adds the finalizer, which is the cleanup's to take away.
    releasable: ({ metadata }) => metadata.deletionTimestamp !== undefined,
    prepareForDelete: object => marked(object, timestamp(now())),
  };
}

/** Every version that objects may be stored in, the present one last. */
function storedVersions(object: ApiObject, before: readonly string[]): readonly string[] {
  const stored = (definitionOf(object).spec.versions ?? []).find(version => version.storage)?.name;
  return stored === undefined || before.includes(stored) ? before : [...before, stored];
}

function marked(object: ApiObject, now: string): ApiObject {
  const { metadata, status = {} } = definitionOf(object);
  const finalizers = metadata.finalizers ?? [];
  const condition = {
    type: 'Terminating',
    status: 'True',
    reason: 'InstanceDeletionPending',
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  } as const;
  return {
    ...object,
    metadata: {
      ...metadata,
      finalizers: finalizers.includes(CLEANUP_FINALIZER) ? finalizers : [...finalizers, CLEANUP_FINALIZER],
    },
    status: { ...status, conditions: withCondition(status.conditions ?? [], condition, now) },
  };
}
