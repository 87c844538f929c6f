// Which objects a list or a watch is about.
import type { ApiObject } from '../object/api-object.js';
import { badRequest } from '../object/refusals.js';
import type { ResourceType } from '../registry/resource-type.js';
import { type FieldTerm, matchesFields, metadataLabels, parseFieldSelector } from './field-selector.js';
import { parseLabelSelector } from './label-selector.js';

/** A label selector and a field selector of a request, ready to be asked. */
export interface ObjectSelector {
  /** Whether everything matches, so that nothing needs to be asked. */
  readonly everything: boolean;
  matches(object: ApiObject): boolean;
  /** What labels alone decide; undefined when more of the object has to be read. */
  readonly byLabels: ((labels: Readonly<Record<string, string>>) => boolean) | undefined;
  /** The one name that the field selector allows, if it names one. */
  readonly name: string | undefined;
}

/** @throws StatusError 400 for selectors that cannot be read, and for field labels that the resource does not have */
export function objectSelector(type: ResourceType, labels: string, fields: string): ObjectSelector {
  const terms = parseFieldSelector(fields);
  const matchesLabels = labels.trim() === '' ? undefined : parseLabelSelector(labels);
  refuseUnknownFields(type, terms);
  const valuesOf = (object: ApiObject) => ({ ...metadataLabels(object), ...type.fieldLabels?.(object) });
  return {
    everything: terms.length === 0 && matchesLabels === undefined,
    matches: object =>
      (matchesLabels?.(object.metadata.labels) ?? true) &&
      (terms.length === 0 || matchesFields(terms, valuesOf(object))),
    byLabels: terms.length === 0 ? (matchesLabels ?? (() => true)) : undefined,
    name: terms.find(({ field, negated }) => field === 'metadata.name' && !negated)?.value,
  };
}

/** Any object tells which labels there are, also an empty one. */
function refuseUnknownFields(type: ResourceType, terms: readonly FieldTerm[]): void {
  const known = Object.keys({ ...metadataLabels(BLANK), ...type.fieldLabels?.(BLANK) });
  const unknown = terms.find(({ field }) => !known.includes(field));
  if (unknown === undefined) return;
  if (type.custom || type.fieldLabels !== undefined) {
    throw badRequest(`field label not supported: ${unknown.field}`);
  }
  const names = known.map(each => JSON.stringify(each)).join(', ');
  throw badRequest(`${JSON.stringify(unknown.field)} is not a known field selector: only ${names}`);
}

const BLANK: ApiObject = {
  apiVersion: '',
  kind: '',
  metadata: { name: '', uid: '', resourceVersion: '', creationTimestamp: '' },
};
