// The fields that are nobody's.
import { namedPath } from './adjust-fields.js';
import { FieldSet } from './field-set.js';

/** What names an object, and what only the server sets. */
export const UNOWNED_FIELDS = FieldSet.of(
  namedPath('apiVersion'),
  namedPath('kind'),
  namedPath('metadata'),
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'clusterName',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map(name => namedPath('metadata', name)),
);

/**
 * What writes of an object, or through its `status`, cannot change: the strategy puts it back, so nobody owns it by them.
 *
 * @param custom of custom resources, all metadata is put back through `status`; of built-in kinds their strategies differ,
 * and this names what is common to them
 */
export function resetFields(options: {
  readonly custom: boolean;
  readonly hasStatus: boolean;
  readonly subresource?: string | undefined;
}): FieldSet {
  if (!options.hasStatus) return FieldSet.EMPTY;
  if ((options.subresource ?? '') === '') return FieldSet.of(namedPath('status'));
  if (options.subresource !== 'status') return FieldSet.EMPTY;
  return options.custom ? FieldSet.of(namedPath('metadata'), namedPath('spec')) : FieldSet.of(namedPath('spec'));
}
