// Records in `metadata.managedFields` who wrote what.

import type { FieldSchema } from '../fields/field-type.js';
import { recordUpdate } from '../fields/record-update.js';
import { resetFields } from '../fields/unowned-fields.js';
import type { FieldWrite } from '../fields/write.js';
import type { ApiObject } from '../object/api-object.js';
import { type JsonObject, without } from '../object/json.js';
import { timestamp } from '../object/timestamp.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { ResourceType } from '../registry/resource-type.js';

/** What is common to the writes of one request. */
export interface Writer {
  readonly type: ResourceType;
  readonly manager: string;
  readonly subresource: string;
}

/** Knows the schemas of all versions, and the time. */
export class ManagedFields {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly now: () => number,
    /** What an object of a built-in kind is before anything is set. */
    private readonly emptyOf: (kind: { readonly apiVersion: string; readonly kind: string }) => JsonObject,
  ) {}

  /** The object with the fields that a create, an update or a patch changed recorded as the writer's. */
  updated(writer: Writer, old: ApiObject | undefined, object: ApiObject): ApiObject {
    const record = {
      ...this.write(writer),
      custom: writer.type.custom,
      old: asJson(old),
      now: asJson(object) as JsonObject,
    };
    return withManagedFields(object, recordUpdate(record));
  }

  /** What server-side apply needs to know of a write. */
  write({ type, manager, subresource }: Writer): FieldWrite {
    const { schema, custom, status, storage, kind } = type;
    const versions = new Map(
      this.registry.versionsOf(storage).map(each => [apiVersionOf(each), each.schema as FieldSchema]),
    );
    const apiVersion = apiVersionOf(type);
    return {
      manager,
      apiVersion,
      subresource,
      time: timestamp(this.now()),
      schema: schema as FieldSchema,
      schemaOf: each => versions.get(each),
      resetFields: resetFields({ custom, hasStatus: status, subresource }),
      ...(!custom && { empty: this.emptyOf({ apiVersion, kind }) }),
    };
  }
}

/** The object with these managed fields; without any if there are none. */
export function withManagedFields(object: ApiObject, managedFields: readonly JsonObject[]): ApiObject {
  const metadata = without(object.metadata, 'managedFields');
  return { ...object, metadata: managedFields.length === 0 ? metadata : { ...metadata, managedFields } };
}

export function apiVersionOf({ group, version }: Pick<ResourceType, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

function asJson(object: ApiObject | undefined): JsonObject | undefined {
  return object as unknown as JsonObject | undefined;
}
