// A write to an object, as far as it decides who manages its fields.
import type { Json } from '../../schema/structural-schema.js';
import type { JsonObject } from '../object/json.js';
import { without } from '../object/json.js';
import { ownValue } from '../object/json-value.js';
import { underSchema } from './adjust-fields.js';
import { compareFields, type FieldChanges, withoutFields } from './compare-fields.js';
import { FieldSet } from './field-set.js';
import { type FieldSchema, type FieldType, objectType } from './field-type.js';
import { type ManagerEntry, type Managers, managerIdentity } from './managers.js';

/** Who writes, and through which version and subresource. */
export interface FieldWrite {
  /** The name of the field manager; `unknown` stands for an empty one. */
  readonly manager: string;
  /** The version that the request goes to. Objects are in it. */
  readonly apiVersion: string;
  /** Absent or empty for the object itself. */
  readonly subresource?: string | undefined;
  /** The time of the write, in RFC 3339 with whole seconds. */
  readonly time: string;
  /** The schema of the kind in that version. */
  readonly schema: FieldSchema;
  /**
   * The schemas of all versions, for entries that were made through others: entries of versions that it does not know are
   * dropped. Default: `schema` for every version.
   */
  readonly schemaOf?: ((apiVersion: string) => FieldSchema | undefined) | undefined;
  /**
   * An object in another version of its kind. Default: it has the same fields in all of them.
   * @throws Error when it cannot be converted
   */
  readonly convert?: ((object: JsonObject, apiVersion: string) => JsonObject) | undefined;
  /** What writes through this subresource cannot change, and therefore do not own: see `resetFields`. Default: none. */
  readonly resetFields?: FieldSet | undefined;
  /** What an object is before anything is set: of a built-in kind the parts that Go always writes. Default: an object with nothing in it. */
  readonly empty?: JsonObject | undefined;
}

/** The type of the objects in a version; undefined if there is none such. */
export function typeIn(write: FieldWrite, apiVersion: string): FieldType | undefined {
  const schema = write.schemaOf === undefined ? write.schema : write.schemaOf(apiVersion);
  return schema === undefined ? undefined : objectType(apiVersion === write.apiVersion ? write.schema : schema);
}

/** An object of the write in a version. @throws Error when it cannot be converted */
export function inVersion({ convert }: FieldWrite, object: JsonObject, apiVersion: string): JsonObject {
  return convert === undefined ? object : convert(object, apiVersion);
}

/** What a write changed, in the terms of a version. */
export function changesOf(write: FieldWrite, type: FieldType, before: Json, after: Json): FieldChanges {
  return withoutFields(compareFields(type, before, after), write.resetFields ?? FieldSet.EMPTY);
}

/**
 * The managers in the terms of the present schemas, without those of versions that there are not.
 * @throws Error when the object cannot be converted to the version of one of them
 */
export function presentManagers(write: FieldWrite, managers: Managers, live: JsonObject): Managers {
  const present = new Map<string, ManagerEntry>();
  for (const [identity, entry] of managers) {
    const type = typeIn(write, entry.apiVersion);
    if (type === undefined) continue;
    inVersion(write, live, entry.apiVersion);
    present.set(identity, { ...entry, fields: underSchema(type, entry.fields) });
  }
  return present;
}

/** What a write takes from the others, by their identities: where it changed what they own. */
export interface TakenFields {
  readonly changed: ReadonlyMap<string, FieldSet>;
  /** The managers without what was changed or removed; who owns nothing any more is gone. */
  readonly managers: Map<string, ManagerEntry>;
}

/**
 * Takes the changed fields from all managers but the writer.
 * @param known the changes, as far as somebody has looked for them already
 */
export function takeFields(
  write: FieldWrite,
  managers: Managers,
  writer: string | undefined,
  before: JsonObject,
  after: JsonObject,
  known: Iterable<readonly [apiVersion: string, FieldChanges]> = [],
): TakenFields {
  const changesIn = new Map(known);
  const changesThere = (type: FieldType, apiVersion: string): FieldChanges => {
    const found =
      changesIn.get(apiVersion) ??
      changesOf(write, type, inVersion(write, before, apiVersion), inVersion(write, after, apiVersion));
    changesIn.set(apiVersion, found);
    return found;
  };
  const changed = new Map<string, FieldSet>();
  const kept = new Map<string, ManagerEntry>();
  for (const [identity, entry] of [...managers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const type = typeIn(write, entry.apiVersion);
    if (type === undefined) continue;
    let { fields } = entry;
    if (identity !== writer) {
      const changes = changesThere(type, entry.apiVersion);
      const taken = fields.intersection(changes.modified.union(changes.added));
      if (!taken.empty) changed.set(identity, taken);
      fields = fields.difference(taken).difference(changes.removed);
    }
    if (!fields.empty) kept.set(identity, { ...entry, fields });
  }
  return { changed, managers: kept };
}

/** The entry that a write of this operation makes or adds to, owning nothing yet. */
export function entryOf(write: FieldWrite, operation: 'Apply' | 'Update'): { identity: string; entry: ManagerEntry } {
  const entry = {
    manager: write.manager === '' ? 'unknown' : write.manager,
    operation,
    apiVersion: write.apiVersion,
    subresource: write.subresource ?? '',
    fields: FieldSet.EMPTY,
  };
  return { identity: managerIdentity(entry), entry };
}

/** What an object is before anything is set. */
export function emptyOf({ empty, apiVersion }: FieldWrite, kind: Json): JsonObject {
  return empty ?? { apiVersion, kind };
}

/** The `metadata` of an object. */
export function metadataOf(object: JsonObject): JsonObject {
  return (ownValue(object, 'metadata') ?? {}) as JsonObject;
}

/** The object without its managed fields. */
export function withoutManagedFields(object: JsonObject): JsonObject {
  const metadata = ownValue(object, 'metadata');
  if (metadata === undefined || !Object.hasOwn(metadataOf(object), 'managedFields')) return object;
  return { ...object, metadata: without(metadataOf(object), 'managedFields') };
}
