// What is wrong with the metadata of an object, in the words of the API server.

import { subdomainProblems } from '../../schema/names.js';
import { commonMetadataErrors } from '../../schema/object-meta-errors.js';
import type { Json, JsonObject } from '../../schema/structural-schema.js';
import type { ApiObject, ApiObjectMeta } from '../object/api-object.js';
import { type FieldError, forbidden, invalid, required } from '../object/field-error.js';
import { sameJson } from '../object/json.js';
import { FOREGROUND, ORPHAN } from './deletion-finalizers.js';

type NameErrors = (name: string, prefix: boolean) => readonly string[];

/** Of an object that is to be created. */
export function metadataErrors(metadata: ApiObjectMeta, nameErrors: NameErrors): readonly FieldError[] {
  // Decoding leaves an empty name out.
  const { name = '', generateName = '' } = metadata as Partial<ApiObjectMeta>;
  const generated = generateName === '' ? [] : nameErrors(generateName, true);
  return [
    ...generated.map(text => invalid('metadata.generateName', generateName, text)),
    ...(name === ''
      ? [required('metadata.name', 'name or generateName is required')]
      : nameErrors(name, false).map(text => invalid('metadata.name', name, text))),
    ...commonErrors(metadata),
  ];
}

/** Of an object that is to replace another. */
export function metadataUpdateErrors(metadata: ApiObjectMeta, old: ApiObjectMeta): readonly FieldError[] {
  const errors = [
    ...(old.deletionTimestamp === undefined ? [] : newFinalizerErrors(metadata, old)),
    ...IMMUTABLE.flatMap(field =>
      sameJson(metadata[field] ?? null, old[field] ?? null)
        ? []
        : [invalid(`metadata.${field}`, metadata[field] ?? (field === 'name' ? '' : null), 'field is immutable')],
    ),
    ...commonErrors(metadata),
  ];
  // The API server looks twice, once for all kinds and once for each, and tells the causes twice.
  return [...errors, ...errors];
}

/** Finalizers that are accepted, and yet may clash with those of others. */
export function finalizerWarnings(object: ApiObject, old: ApiObject | undefined): readonly string[] {
  const known = [...STANDARD_FINALIZERS, ...(old?.metadata.finalizers ?? [])];
  return (object.metadata.finalizers ?? [])
    .filter(each => !each.includes('/') && !known.includes(each))
    .map(each => {
      const text = JSON.stringify(each);
      return `metadata.finalizers: ${text}: prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers`;
    });
}

/** Built-in kinds refuse finalizers that could clash. */
export function unqualifiedFinalizerErrors({ metadata }: ApiObject): readonly FieldError[] {
  return (metadata.finalizers ?? []).flatMap((each, index) =>
    each.includes('/') || STANDARD_FINALIZERS.includes(each)
      ? []
      : [
          invalid(
            `metadata.finalizers[${index}]`,
            each,
            'name is neither a standard finalizer name nor is it fully qualified',
          ),
        ],
  );
}

/** The default rule for names. */
export function subdomainNameErrors(name: string, prefix: boolean): readonly string[] {
  return subdomainProblems(prefix ? maskTrailingDash(name) : name);
}

/** A prefix may end as no name may, since something follows. */
export function maskTrailingDash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -1)}a` : prefix;
}

const IMMUTABLE = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;

const STANDARD_FINALIZERS: readonly string[] = ['kubernetes', ORPHAN, FOREGROUND];

function commonErrors(metadata: ApiObjectMeta): readonly FieldError[] {
  return commonMetadataErrors(metadata as unknown as JsonObject, 'metadata');
}

function newFinalizerErrors(metadata: ApiObjectMeta, old: ApiObjectMeta): readonly FieldError[] {
  const added = (metadata.finalizers ?? []).filter(each => !old.finalizers?.includes(each)).sort();
  if (added.length === 0) return [];
  const texts = added.map((each: Json) => JSON.stringify(each)).join(', ');
  const rule = 'no new finalizers can be added if the object is being deleted';
  return [forbidden('metadata.finalizers', `${rule}, found new finalizers []string{${texts}}`)];
}
