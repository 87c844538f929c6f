// What an object of a built-in kind is before anything is set.
import type { Json } from '../../schema/structural-schema.js';
import { type JsonObject, sameJson } from '../object/json.js';
import { jsonObject } from '../object/json-value.js';
import type { FieldSchema } from './field-type.js';

/**
 * The parts that are always there, as the published OpenAPI tells by the default `{}`: nobody owns `spec` of a Deployment
 * by creating one, only what is in it. Custom resources have none: their empty object is `{ apiVersion, kind }`.
 */
export function emptyObject(schema: FieldSchema, apiVersion: string, kind: string): JsonObject {
  return { ...emptyPart(schema), apiVersion, kind, metadata: {} };
}

function emptyPart({ properties = {}, required = [] }: FieldSchema): JsonObject {
  return jsonObject(
    Object.entries(properties).flatMap(([name, property]) => {
      const value = emptyValue(property, required.includes(name));
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function emptyValue(property: FieldSchema, required: boolean): Json | undefined {
  const { default: preset } = property;
  if (sameJson(preset, {})) return emptyPart(property);
  if (!required) return undefined;
  // What is required and has no zero value is a list, a map or a pointer.
  return preset ?? null;
}
