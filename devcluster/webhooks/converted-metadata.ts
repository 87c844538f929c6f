// What a conversion may change of the metadata: labels and annotations, and nothing else.
import { annotationErrors, labelErrors } from '../../schema/object-meta-errors.js';
import type { Json } from '../../schema/structural-schema.js';
import type { ApiObjectMeta } from '../object/api-object.js';
import { goType } from '../object/go-text.js';
import { isJsonObject, sameJson, without } from '../object/json.js';

/** The metadata of a converted object; or why it is that of another one, or no metadata. */
export type ConvertedMetadata =
  | { readonly value: ApiObjectMeta }
  | { readonly otherObject: string }
  | { readonly problem: string };

export function convertedMetadata(answered: Json | undefined, original: ApiObjectMeta): ConvertedMetadata {
  const fields = isJsonObject(answered) ? answered : {};
  for (const field of ['name', 'namespace', 'uid'] as const) {
    const [expected, found] = [original[field] ?? '', textOf(fields[field])];
    if (found !== expected)
      return { otherObject: `must have the same ${field === 'uid' ? 'UID' : field}: ${expected} != ${found}` };
  }
  if (answered === undefined) return { problem: 'missing metadata in converted object' };
  if (!isJsonObject(answered)) return { problem: `invalid metadata of type ${typeOf(answered)} in converted object` };
  let value: ApiObjectMeta = without(original, 'labels', 'annotations');
  for (const field of ['labels', 'annotations'] as const) {
    const map = answered[field] ?? null;
    if (map === null) continue;
    if (!isJsonObject(map)) return { problem: `invalid metadata.${field} of type ${typeOf(map)} in converted object` };
    const odd = Object.entries(map).find(([, each]) => typeof each !== 'string');
    if (odd !== undefined) {
      const what = `metadata.${field}[${odd[0]}] must be a string, but is ${typeOf(odd[1])} in converted object`;
      return { problem: what };
    }
    const problem = sameJson(map, original[field] ?? {}) ? undefined : problemOf(field, map);
    if (problem !== undefined) return { problem };
    if (Object.keys(map).length > 0) value = { ...value, [field]: map };
  }
  return { value };
}

/** Several are told as a list. */
function problemOf(field: 'labels' | 'annotations', map: Json): string | undefined {
  const errors =
    field === 'labels' ? labelErrors(map, 'metadata.labels') : annotationErrors(map, 'metadata.annotation');
  const texts = [...new Set(errors.map(each => `${each.field}: ${each.message}`))];
  return texts.length > 1 ? `[${texts.join(', ')}]` : texts[0];
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** As Go's `%T` prints it. */
function typeOf(value: Json): string {
  return value === null ? '<nil>' : goType(value);
}
