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
import type { Conversions } from '../strategy/conversions.js';
import { withConversions } from './with-conversions.js';

/** What is common to the writes of one request. */
export interface Writer {
  readonly type: ResourceType;
  readonly manager: string;
  readonly subresource: string;
}

/** Knows the schemas of all versions, whom to ask for an object in another one, and the time. */
export class ManagedFields {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly now: () => number,
    /** What an object of a built-in kind is before anything is set. */
    private readonly emptyOf: (kind: { readonly apiVersion: string; readonly kind: string }) => JsonObject,
    private readonly conversions: Conversions,
  ) {}

  /** The object with the fields that a create, an update or a patch changed recorded as the writer's. */
  async updated(writer: Writer, old: ApiObject | undefined, object: ApiObject): Promise<ApiObject> {
    const { custom } = writer.type;
    const objects = { old: asJson(old), now: asJson(object) as JsonObject };
    return withManagedFields(object, await this.of(writer, write => recordUpdate({ ...write, custom, ...objects })));
  }

  /**
   * What comes of a write.
   * @param work asks for its objects in other versions; pure, for it is begun anew for each that a webhook converts
   */
  async of<T>(writer: Writer, work: (write: FieldWrite) => T): Promise<T> {
    const { type } = writer;
    const write = this.#write(writer);
    if (type.convertedBy === undefined) return work(write);
    const versions = new Map(this.registry.knownVersionsOf(type.storage).map(each => [apiVersionOf(each), each]));
    const convert = async (object: JsonObject, apiVersion: string): Promise<JsonObject> => {
      const to = versions.get(apiVersion);
      if (to === undefined) throw new Error(`${type.kind} has no version ${apiVersion}`);
      return asJson(await this.conversions.converted(type, to, object as unknown as ApiObject)) as JsonObject;
    };
    return withConversions(convert, known => work({ ...write, convert: known }));
  }

  #write({ type, manager, subresource }: Writer): FieldWrite {
    const { schema, custom, status, storage, kind } = type;
    const versions = new Map(
      this.registry.knownVersionsOf(storage).map(each => [apiVersionOf(each), each.schema as FieldSchema]),
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
