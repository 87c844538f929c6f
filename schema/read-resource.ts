// What the API server does to every custom resource that it reads, from a client or from its storage.
import { applyDefaults } from './apply-defaults.js';
import { coerceMetadata, readObjectMeta } from './coerce-metadata.js';
import { dropNulls } from './drop-nulls.js';
import { fieldErrorText } from './field-error.js';
import { isObject, own } from './json.js';
import { prune } from './prune.js';
import type { Json, JsonObject, StructuralSchema } from './structural-schema.js';

/** The object as it is read, or why it cannot be. */
export type ReadResource =
  | {
      readonly value: JsonObject;
      /** The paths of the fields that were taken out: `unknown field "spec.bogus"` in warnings and strict refusals. */
      readonly unknownFields: readonly string[];
    }
  | {
      /** Comes after `KIND in version "VERSION" cannot be handled as a KIND: ` in an answer 400. */
      readonly problem: string;
    };

/**
 * Prunes, drops nulls, reads metadata and applies defaults, in this order. `metadata` loses what is empty and what metadata
 * does not have. The object given is never changed.
 */
export function readResource(object: JsonObject, schema: StructuralSchema): ReadResource {
  const odd = ['kind', 'apiVersion'].find(name => !['string', 'undefined'].includes(typeof own<Json>(object, name)));
  if (odd !== undefined) return { problem: `${odd} must be a text` };
  const { value: pruned, unknownFields } = prune(object, schema);
  const metadata = own<Json>(pruned, 'metadata');
  const read = metadata === undefined ? undefined : readObjectMeta(metadata);
  if (read !== undefined && 'problem' in read) return { problem: read.problem };
  const coerced = coerceMetadata(dropNulls(pruned, schema), schema);
  if ('error' in coerced) return { problem: fieldErrorText(coerced.error) };
  const value = applyDefaults(coerced.value, schema);
  if (read === undefined || !isObject(value)) return { value, unknownFields };
  return { value: { ...value, metadata: read.value }, unknownFields };
}
