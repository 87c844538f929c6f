// What parts of objects were decoded into, so that a write that decodes an object again and again works on what is new.
import type { Json } from '../../schema/structural-schema.js';
import { deepFreeze } from '../object/deep-freeze.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { messageNameOf } from '../protobuf/message-table.js';
import type { Draft, DraftValue } from './draft.js';

/** The parts of an object whose decoded form is known, by their fields. */
export type DecodedParts = ReadonlyMap<string, DraftValue>;

/**
 * The parts that were decoded before, as themselves or as what they were decoded from. JSON is never changed once it is
 * there, so the same part of the same kind of object becomes the same again.
 */
export function decodedParts(object: JsonObject): DecodedParts {
  const known = new Map<string, DraftValue>();
  for (const field of PARTS) {
    const part = object[field];
    const decoded = isJsonObject(part) ? DECODED.get(part) : undefined;
    if (decoded !== undefined && decoded.place === placeOf(object, field)) known.set(field, decoded.form);
  }
  return known;
}

/** Keeps in mind what the parts of an object were decoded into, which from now on may not be changed. */
export function rememberParts(object: JsonObject, decoded: Draft): void {
  if (!isDecodedInParts(object)) return;
  for (const field of PARTS) {
    const [part, form] = [object[field], decoded[field]];
    if (!isJsonObject(part) || !isDraft(form)) continue;
    const entry = { place: placeOf(object, field), form: deepFreeze(form) };
    DECODED.set(part, entry);
    DECODED.set(form, entry);
  }
}

const PARTS = ['spec', 'status'];

const DECODED = new WeakMap<object, { readonly place: string; readonly form: Draft }>();

/** Whether the defaults of each part depend on nothing but that part. */
function isDecodedInParts({ apiVersion, kind }: JsonObject): boolean {
  return !INTERWOVEN.has(messageNameOf(String(apiVersion), String(kind)) ?? '');
}

/** The defaults of these look from one part into another, or into the metadata. */
const INTERWOVEN: ReadonlySet<string> = new Set([
  'io.k8s.api.core.v1.Service',
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
]);

function placeOf({ apiVersion, kind }: JsonObject, field: string): string {
  return `${String(apiVersion)} ${String(kind)} ${field}`;
}

function isDraft(value: DraftValue | Json | undefined): value is Draft {
  return isJsonObject(value);
}
