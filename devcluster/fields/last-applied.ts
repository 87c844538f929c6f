// The annotation of client-side apply, for objects that kubectl goes on to apply on the server.

import { goJson } from '../../schema/go-text.js';
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject, type JsonObject, without } from '../object/json.js';
import { ownValue } from '../object/json-value.js';
import { typeErrors } from './check-type.js';
import { compareFields } from './compare-fields.js';
import { FieldSet } from './field-set.js';
import type { FieldType } from './field-type.js';
import { fieldsOf } from './fields-of.js';
import { metadataOf } from './write.js';

/** The manager whose annotation it is. */
export const LAST_APPLIED_MANAGER = 'kubectl';

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';
const MAX_ANNOTATIONS_BYTES = 256 * 1024;

/** The fields that the annotation shows to be kubectl's: those that the object has as they were applied. */
export function conflictsOfLastApplied(type: FieldType, apiVersion: string, live: JsonObject): FieldSet {
  const applied = parse(ownValue(annotationsOf(live), ANNOTATION));
  if (applied === undefined || ownValue(applied, 'apiVersion') !== apiVersion) return FieldSet.EMPTY;
  if (typeErrors(type, applied, 'refused') !== '') return FieldSet.EMPTY;
  const { added, modified, removed } = compareFields(type, applied, live);
  return fieldsOf(type, applied).difference(modified).difference(added).difference(removed);
}

/** The object with the annotation renewed, if it has one. */
export function withLastApplied(object: JsonObject, applied: JsonObject): JsonObject {
  const annotations = annotationsOf(object);
  const present = ownValue(annotations, ANNOTATION);
  if (typeof present !== 'string' || present === '') return object;
  const renewed = { ...annotations, [ANNOTATION]: `${goJson(withoutAnnotation(applied))}\n` };
  const kept = sizeOf(renewed) > MAX_ANNOTATIONS_BYTES ? without(annotations, ANNOTATION) : renewed;
  return { ...object, metadata: { ...metadataOf(object), annotations: kept } };
}

function withoutAnnotation(applied: JsonObject): JsonObject {
  if (ownValue(metadataOf(applied), 'annotations') === undefined) return applied;
  const annotations = without(annotationsOf(applied), ANNOTATION);
  return { ...applied, metadata: { ...metadataOf(applied), annotations } };
}

function annotationsOf(object: JsonObject): JsonObject {
  const annotations = ownValue(metadataOf(object), 'annotations');
  return isJsonObject(annotations) ? annotations : {};
}

function parse(text: Json | undefined): JsonObject | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function sizeOf(annotations: JsonObject): number {
  return Object.entries(annotations).reduce(
    (bytes, [key, value]) => bytes + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );
}
