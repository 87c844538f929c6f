// What is wrong with a definition that is written to the server, in the words of the API server.

import { approvalErrors } from '../../schema/definition/approval-errors.js';
import { nameErrors, preservationErrors, specErrors } from '../../schema/definition/definition-errors.js';
import { namesErrors } from '../../schema/definition/names-errors.js';
import { type FieldError, invalid } from '../object/field-error.js';
import { conditionOf, type Definition } from './definition.js';

/** @param old for an update */
export function definitionErrors(definition: Definition, old: Definition | undefined): readonly FieldError[] {
  return [
    ...(old === undefined ? nameErrors(definition) : []),
    ...specErrors(definition.spec),
    ...(old === undefined ? [] : updateErrors(definition, old)),
    ...namesErrors(definition.status?.acceptedNames, 'status.acceptedNames'),
    ...storedVersionErrors(definition),
    ...(old === undefined ? approvalErrors(definition) : []),
    ...(old?.spec.preserveUnknownFields === true ? [] : preservationErrors(definition.spec)),
  ];
}

function updateErrors({ spec }: Definition, old: Definition): readonly FieldError[] {
  const fixed = (field: string, value: string, before: string) =>
    value === before ? [] : [invalid(field, value, 'field is immutable')];
  const established = conditionOf(old, 'Established')?.status === 'True';
  return [
    ...(established ? fixed('spec.scope', spec.scope, old.spec.scope) : []),
    ...(established ? fixed('spec.names.kind', spec.names.kind, old.spec.names.kind) : []),
    ...fixed('spec.group', spec.group, old.spec.group),
    ...fixed('spec.names.plural', spec.names.plural, old.spec.names.plural),
  ];
}

function storedVersionErrors({ spec, status }: Definition): readonly FieldError[] {
  const path = 'status.storedVersions';
  const stored = status?.storedVersions ?? [];
  if (stored.length === 0) return [invalid(path, null, 'must have at least one stored version')];
  // The last one that is marked counts.
  const storage = spec.versions.findLast(version => version.storage)?.name;
  const absent = storage !== undefined && !stored.includes(storage);
  const errors = stored.flatMap((version, index) => {
    if (spec.versions.some(({ name }) => name === version)) return [];
    const why = `missing from spec.versions; ${version} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${version} and removes ${version} from status.storedVersions`;
    return [invalid(`${path}[${index}]`, version, why)];
  });
  return absent ? [...errors, invalid(path, stored, `must have the storage version ${storage}`)] : errors;
}
