// The generic strategy: how objects of any kind are read, created, updated and deleted.
import { randomUUID } from 'node:crypto';
import type { ApiObject, SentObject } from '../object/api-object.js';
import type { FieldError } from '../object/field-error.js';
import { isJsonObject, sameJson, without } from '../object/json.js';
import {
  alreadyExists,
  conflict,
  forbiddenObject,
  internalError,
  invalidObject,
  modified,
  notFound,
} from '../object/refusals.js';
import { timestamp } from '../object/timestamp.js';
import type { ResourceType } from '../registry/resource-type.js';
import { ObjectTooLargeError, type Store, type StoreKey } from '../store/store.js';
import { checkDeleteOptions, checkPreconditions, type DeleteOptions } from './delete-options.js';
import { deletionOf, isReleased } from './deletion.js';
import { generatedName } from './generated-name.js';
import { finalizerWarnings } from './object-meta-validation.js';
import { objectErrors } from './object-validation.js';
import { preparedForCreate, preparedForUpdate } from './preparation.js';
import { PresentedObjects } from './presented-objects.js';
import { conformed } from './schema-rules.js';
import type { Admission, WriteContext } from './write-context.js';

export interface ResourceStorageOptions {
  readonly store: Store;
  /** Asked in this order. */
  readonly admission: readonly Admission[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Like `Math.random`. */
  readonly random: () => number;
  /** Turns an object of another version of the same storage into this one. */
  readonly convert: (type: ResourceType, object: ApiObject) => ApiObject;
}

/** What an update came to. */
export interface UpdateResult {
  readonly object: ApiObject;
  readonly created: boolean;
}

/** What an update needs beside the write itself. */
export interface UpdateOptions {
  /** Makes the new object of the present one; called again when somebody else was faster. */
  readonly change: (present: ApiObject | undefined) => ApiObject | Promise<ApiObject>;
  /** Whether an object that is not there is created, whatever its kind says. */
  readonly create?: boolean;
  /** Whether an object with another uid than the present one's is a conflict. Else it is not valid. */
  readonly sameUid?: boolean;
}

const TERMINATING = 'create not allowed while custom resource definition is terminating';

/** A patch without a resourceVersion is tried again as often as the API server does. */
const ATTEMPTS = 5;
const NAME_ATTEMPTS = 8;

/** All kinds go through here; what a kind does in its own way is in its `rules`. */
export class ResourceStorage {
  readonly #options: ResourceStorageOptions;
  /** Objects of the store, as they are read in a version. */
  readonly presented: PresentedObjects;

  constructor(options: ResourceStorageOptions) {
    this.#options = options;
    this.presented = new PresentedObjects(options.convert);
  }

  /** @throws StatusError 404 */
  get(type: ResourceType, namespace: string, name: string): ApiObject {
    const found = this.#find(type, namespace, name);
    if (found === undefined) throw notFound(type, name);
    return found;
  }

  /** What the schema and the rules of the kind say against an object. */
  problems(type: ResourceType, object: ApiObject): readonly FieldError[] {
    return objectErrors(type, object, undefined, '');
  }

  /** @throws StatusError 409 when there is one of that name, 422 when it is not valid, and what admission says */
  async create(context: WriteContext, sent: SentObject): Promise<ApiObject> {
    const { generateName = '', resourceVersion = '', name = '' } = sent.metadata;
    if (resourceVersion !== '') throw internalError('resourceVersion should not be set on objects to be created');
    const generates = name === '' && generateName !== '';
    for (let attempt = 1; ; attempt++) {
      const chosen = generates ? generatedName(generateName, this.#options.random) : name;
      const object = await this.#newObject(context, sent, chosen);
      const stored = this.#put(context, object, '');
      if (stored !== undefined) return stored;
      if (!generates || attempt === NAME_ATTEMPTS) throw this.#alreadyExists(context, chosen);
    }
  }

  /** @throws StatusError 404, 409, 422, and what the change and admission say */
  async update(context: WriteContext, name: string, options: UpdateOptions): Promise<UpdateResult> {
    for (let attempt = 1; ; attempt++) {
      const old = this.#find(context.type, context.namespace, name);
      const sent = await options.change(old);
      if (old === undefined) {
        if (!options.create && !context.type.rules?.createOnUpdate) throw notFound(context.type, name);
        const { uid = '' } = sent.metadata;
        if (options.sameUid === true && uid !== '') throw this.#otherUid(context, uid, { name });
        const object = await this.#newObject(context, sent, name);
        const stored = this.#put(context, object, '');
        if (stored !== undefined) return { object: stored, created: true };
      } else {
        const object = await this.#replace(context, sent, old, options);
        if (object !== undefined) return { object, created: false };
      }
      if (attempt === ATTEMPTS) throw modified(context.type, name);
    }
  }

  /**
   * Deletes an object, or marks it as being deleted.
   * @returns the last state, and whether it is gone
   * @throws StatusError 404, 409 for preconditions, 422 for options
   */
  delete(context: WriteContext, name: string, options: DeleteOptions): { object: ApiObject; gone: boolean } {
    const { type, namespace, dryRun } = context;
    const { store, now } = this.#options;
    const key = this.#key(type, namespace, name);
    const stored = store.get(key);
    if (stored === undefined) throw notFound(type, name);
    const object = this.presented.of(type, stored);
    checkDeleteOptions(options);
    checkPreconditions(type, object, options);
    const deletion = deletionOf(type, object, options, now());
    const { resourceVersion } = stored.metadata;
    if (deletion.outcome === 'keep') return { object, gone: false };
    if (deletion.outcome === 'mark') {
      const marked = dryRun ? deletion.object : this.#store(key, deletion.object, resourceVersion);
      return { object: marked ?? deletion.object, gone: false };
    }
    if (dryRun) return { object: deletion.object ?? object, gone: true };
    // Watches see it being deleted before it is gone.
    const marked = deletion.object && this.#store(key, deletion.object, resourceVersion);
    const last = store.remove(key, marked?.metadata.resourceVersion ?? resourceVersion);
    return { object: last ?? object, gone: true };
  }

  #find(type: ResourceType, namespace: string, name: string): ApiObject | undefined {
    const stored = this.#options.store.get(this.#key(type, namespace, name));
    return stored && this.presented.of(type, stored);
  }

  async #newObject(context: WriteContext, sent: SentObject, name: string): Promise<ApiObject> {
    const { type, namespace } = context;
    if (type.terminating === true) throw forbiddenObject(type, name, TERMINATING);
    const named = { namespace, name, uid: randomUUID(), now: timestamp(this.#options.now()) };
    const prepared = preparedForCreate(type, conformed(type, sent), named);
    const admitted = await this.#admitted(context, prepared, undefined);
    // Decoding leaves an empty name out, and then rules would find none.
    const decoded = conformed(type, admitted);
    const object = { ...decoded, metadata: { ...decoded.metadata, name: decoded.metadata.name ?? '' } };
    this.#refuseInvalid(context, object, undefined);
    return object;
  }

  /** @returns undefined when the object has changed since `old` was read, and the writer did not say against what */
  async #replace(
    context: WriteContext,
    sent: ApiObject,
    old: ApiObject,
    options: UpdateOptions,
  ): Promise<ApiObject | undefined> {
    const { type, subresource } = context;
    const { name } = old.metadata;
    const { uid = '', resourceVersion = '' } = sent.metadata;
    if (options.sameUid === true && uid !== '' && uid !== old.metadata.uid)
      throw this.#otherUid(context, uid, old.metadata);
    refuseUnreadable(resourceVersion);
    if (resourceVersion === '' && !(type.rules?.unconditionalUpdate ?? !type.custom))
      throw needsResourceVersion(type, name);
    if (resourceVersion !== '' && resourceVersion !== old.metadata.resourceVersion) throw modified(type, name);
    const versioned = withResourceVersion(sent, old.metadata.resourceVersion);
    const prepared = preparedForUpdate(type, conformed(type, versioned), old, subresource);
    const object = conformed(type, await this.#admitted(context, prepared, old));
    this.#refuseInvalid(context, object, old);
    if (isReleased(type, object)) return this.#release(context, object);
    if (sameJson(withoutTimes(object), withoutTimes(old))) return old;
    return this.#put(context, object, old.metadata.resourceVersion);
  }

  /** The last finalizer is gone: the object goes, and its last state is answered as it would have been stored. */
  #release(context: WriteContext, object: ApiObject): ApiObject {
    const { resourceVersion, name } = object.metadata;
    const key = this.#key(context.type, context.namespace, name);
    if (!context.dryRun && this.#options.store.remove(key, resourceVersion) === undefined)
      throw modified(context.type, name);
    return object;
  }

  async #admitted(context: WriteContext, object: ApiObject, old: ApiObject | undefined): Promise<ApiObject> {
    let admitted = object;
    for (const each of this.#options.admission) admitted = await each.admit(context, admitted, old);
    return admitted;
  }

  #refuseInvalid(context: WriteContext, object: ApiObject, old: ApiObject | undefined): void {
    const { type, subresource, warn } = context;
    const errors = objectErrors(type, object, old, subresource);
    const { group = type.group } = type.rules?.validatedAs ?? {};
    if (errors.length > 0) throw invalidObject({ group, kind: type.kind }, object.metadata.name ?? '', errors);
    for (const text of finalizerWarnings(object, old)) warn(text);
    for (const text of type.rules?.warnings?.(object, old) ?? []) warn(text);
  }

  #put({ type, namespace, dryRun }: WriteContext, object: ApiObject, expected: string): ApiObject | undefined {
    const key = this.#key(type, namespace, object.metadata.name);
    if (!dryRun) return this.#store(key, expected === '' ? withRoomForRevision(object) : object, expected);
    const present = this.#options.store.get(key)?.metadata.resourceVersion ?? '';
    return present === expected ? object : undefined;
  }

  /** @throws StatusError 500 for an object that etcd would not take; a dry run does not get this far */
  #store(key: StoreKey, object: ApiObject, expected: string): ApiObject | undefined {
    try {
      return this.#options.store.put(key, object, expected);
    } catch (error) {
      throw error instanceof ObjectTooLargeError ? internalError('etcdserver: request is too large') : error;
    }
  }

  #alreadyExists({ type, namespace }: WriteContext, name: string): Error {
    const present = this.#options.store.get(this.#key(type, namespace, name));
    return alreadyExists(type, name, present?.metadata.deletionTimestamp !== undefined);
  }

  #otherUid({ type, namespace }: WriteContext, uid: string, present: { name: string; uid?: string }): Error {
    const folder =
      type.group === '' || !type.custom ? `/registry/${type.resource}` : `/registry/${type.group}/${type.resource}`;
    const key = [folder, ...(namespace === '' ? [] : [namespace]), present.name].join('/');
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${present.uid ?? ''}`;
    const text = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`;
    return conflict(type, present.name, text);
  }

  #key({ storage, namespaced }: ResourceType, namespace: string, name: string): StoreKey {
    return { storage, namespace: namespaced ? namespace : '', name };
  }
}

/** When a manager wrote last is no change by itself. */
function withoutTimes(object: ApiObject): ApiObject {
  const managedFields = object.metadata.managedFields?.map(entry =>
    isJsonObject(entry) ? without(entry, 'time') : entry,
  );
  return managedFields === undefined ? object : { ...object, metadata: { ...object.metadata, managedFields } };
}

function withResourceVersion(object: ApiObject, resourceVersion: string): ApiObject {
  return { ...object, metadata: { ...without(object.metadata, 'resourceVersion'), resourceVersion } };
}

/** Where Go writes it: behind the uid. The store fills it in. */
function withRoomForRevision(object: ApiObject): ApiObject {
  const fields = Object.entries(object.metadata).flatMap(field =>
    field[0] === 'uid' ? [field, ['resourceVersion', '']] : [field],
  );
  return { ...object, metadata: Object.fromEntries(fields) };
}

function refuseUnreadable(resourceVersion: string): void {
  if (/^\d*$/.test(resourceVersion)) return;
  throw internalError(`strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
}

function needsResourceVersion({ group, resource }: ResourceType, name: string): Error {
  const error = {
    reason: 'FieldValueInvalid' as const,
    field: 'metadata.resourceVersion',
    message: 'Invalid value: 0: must be specified for an update',
    detail: 'must be specified for an update',
  };
  return invalidObject({ group, kind: resource }, name, [error]);
}
