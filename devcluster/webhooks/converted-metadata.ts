// What a conversion may change of the metadata: labels and annotations, and nothing else.

import type { Json } from '../../schema/structural-schema.js';
import { labelProblems } from '../builtin/rules/label-selector.js';
import type { ApiObjectMeta } from '../object/api-object.js';
import { goType } from '../object/go-text.js';
import { isJsonObject, without } from '../object/json.js';

/** The metadata of a converted object; or why it is that of another one, or no metadata. */
export type ConvertedMetadata =
  | { readonly value: ApiObjectMeta }
  | { readonly otherObject: string }
  | { readonly problem: string };

export function convertedMetadata(answered: Json | undefined, original: ApiObjectMeta): ConvertedMetadata {
  if (answered === undefined)
    return other('name', original.name, '') ?? { problem: 'missing metadata in converted object' };
  if (!isJsonObject(answered)) return { problem: `invalid metadata of type ${goType(answered)} in converted object` };
  for (const field of ['name', 'namespace', 'uid'] as const) {
    const found = other(field === 'uid' ? 'UID' : field, original[field] ?? '', answered[field] ?? '');
    if (found !== undefined) return found;
  }
  let value: ApiObjectMeta = without(original, 'labels', 'annotations');
  for (const field of ['labels', 'annotations'] as const) {
    const map = answered[field] ?? null;
    if (map === null) continue;
    if (!isJsonObject(map)) return { problem: `invalid metadata.${field} of type ${goType(map)} in converted object` };
    const odd = Object.entries(map).find(([, each]) => typeof each !== 'string');
    if (odd !== undefined) {
      const what = `metadata.${field}[${odd[0]}] must be a string, but is ${goType(odd[1])} in converted object`;
      return { problem: what };
    }
    const [wrong] =
      field === 'labels' ? labelProblems(map as Parameters<typeof labelProblems>[0], 'metadata.labels') : [];
    if (wrong !== undefined) return { problem: `${wrong.field}: ${wrong.message}` };
    if (Object.keys(map).length > 0) value = { ...value, [field]: map };
  }
  return { value };
}

function other(field: string, expected: string, found: Json): ConvertedMetadata | undefined {
  return found === expected ? undefined : { otherObject: `must have the same ${field}: ${expected} != ${found}` };
}
