// FieldsV1: sets of fields as `metadata.managedFields` has them.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { jsonObject } from '../object/json-value.js';
import { parseElement } from './field-element.js';
import { FieldSet } from './field-set.js';

export function fieldsToJson(set: FieldSet): JsonObject {
  return jsonObject(
    set.nodes.map(({ element, member, below }) => {
      const inner = fieldsToJson(below);
      return [element.text, member && !below.empty ? { '.': {}, ...inner } : inner] as const;
    }),
  );
}

/**
 * Reads a set. What has nothing below it is in the set itself; elements of unknown kinds are passed over.
 * @throws Error for what is no FieldsV1
 */
export function fieldsFromJson(fields: Json): FieldSet {
  if (!isJsonObject(fields)) throw new Error('not an object');
  return FieldSet.fromNodes(
    Object.entries(fields).flatMap(([text, inner]) => {
      const element = text === '.' ? undefined : parseElement(text);
      if (element === undefined) return [];
      const below = fieldsFromJson(inner);
      return [{ element, member: below.empty || Object.hasOwn(inner as JsonObject, '.'), below }];
    }),
  );
}
