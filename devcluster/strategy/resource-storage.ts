// The generic strategy: how objects of any kind are read, created, updated and deleted.
import { randomUUID } from 'node:crypto';
import type { ApiObject, SentObject } from '../object/api-object.js';
import type { FieldError } from '../object/field-error.js';
import { sameJson } from '../object/json.js';
import {
  alreadyExists,
  forbiddenObject,
  internalError,
  invalidObject,
  modified,
  notFound,
} from '../object/refusals.js';
import { timestamp } from '../object/timestamp.js';
import type { ResourceType } from '../registry/resource-type.js';
import { ObjectTooLargeError, type Store, type StoreKey } from '../store/store.js';
import { type Conversions, NO_CONVERSIONS, needsConversion } from './conversions.js';
import { checkDeleteOptions, checkPreconditions, type DeleteOptions } from './delete-options.js';
import { deletionOf, isReleased } from './deletion.js';
import { generatedName } from './generated-name.js';
import { finalizerWarnings } from './object-meta-validation.js';
import { objectErrors } from './object-validation.js';
import { preparedForCreate, preparedForUpdate } from './preparation.js';
import { PresentedObjects } from './presented-objects.js';
import {
  needsResourceVersion,
  otherUid,
  refuseUnreadable,
  withoutTimes,
  withResourceVersion,
  withRoomForRevision,
} from './revisions.js';
import { conformed } from './schema-rules.js';
import { toldOptions } from './told-options.js';
import {
  type Admission,
  type AdmissionWebhooks,
  type AdmittedWrite,
  NO_WEBHOOKS,
  nameToTell,
  type WriteContext,
} from './write-context.js';

export interface ResourceStorageOptions {
  readonly store: Store;
  /** Asked in this order. */
  readonly admission: readonly Admission[];
  /** Asked after them. Default: there are none. */
  readonly webhooks?: AdmissionWebhooks;
  /** Asked for conversions that take a webhook. Default: there are none. */
  readonly conversions?: Conversions;
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
  readonly #webhooks: AdmissionWebhooks;
  readonly #conversions: Conversions;
  /** Objects of the store, as they are read in a version. */
  readonly presented: PresentedObjects;

  constructor(options: ResourceStorageOptions) {
    this.#options = options;
    this.#webhooks = options.webhooks ?? NO_WEBHOOKS;
    this.#conversions = options.conversions ?? NO_CONVERSIONS;
    this.presented = new PresentedObjects(options.convert, this.#conversions);
  }

  /** @throws StatusError 404 */
  async get(type: ResourceType, namespace: string, name: string): Promise<ApiObject> {
    const found = await this.#find(type, namespace, name);
    if (found === undefined) throw notFound(type, name);
    return found;
  }

  /** What the schema and the rules of the kind say against an object. */
  problems(type: ResourceType, object: ApiObject): readonly FieldError[] {
    return objectErrors(type, object, undefined, '');
  }

  /** @throws StatusError 409 when there is one of that name, 422 when it is not valid, and what admission says */
  async create(context: WriteContext, sent: SentObject): Promise<ApiObject> {
    if ((sent.metadata.resourceVersion ?? '') !== '')
      throw internalError('resourceVersion should not be set on objects to be created');
    const asked = sent.metadata.name ?? '';
    const admitted = await this.#admitted(context, asked, sent as ApiObject, undefined);
    const { generateName = '', name = '' } = admitted.metadata as SentObject['metadata'];
    const generates = name === '' && generateName !== '';
    for (let attempt = 1; ; attempt++) {
      const chosen = generates ? generatedName(generateName, this.#options.random) : name;
      const object = this.#newObject(context, admitted, chosen);
      await this.#judged({ context, operation: 'CREATE', name: chosen, object });
      const stored = await this.#put(context, object, '');
      if (stored !== undefined) return stored;
      if (!generates || attempt === NAME_ATTEMPTS) throw this.#alreadyExists(context, chosen);
    }
  }

  /** @throws StatusError 404, 409, 422, and what the change and admission say */
  async update(context: WriteContext, name: string, options: UpdateOptions): Promise<UpdateResult> {
    for (let attempt = 1; ; attempt++) {
      const old = await this.#find(context.type, context.namespace, name);
      const sent = await options.change(old);
      if (old === undefined) {
        if (!options.create && !context.type.rules?.createOnUpdate) throw notFound(context.type, name);
        const { uid = '' } = sent.metadata;
        if (options.sameUid === true && uid !== '') throw otherUid(context, uid, { name });
        const admitted = await this.#admitted(context, name, sent, undefined);
        const object = this.#newObject(context, admitted, name);
        await this.#judged({ context, operation: 'CREATE', name, object });
        const stored = await this.#put(context, object, '');
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
   * @param asked the name in the request, which a collection has not
   * @returns the last state, and whether it is gone
   * @throws StatusError 404, 409 for preconditions, 422 for options, and what webhooks say
   */
  async delete(
    context: WriteContext,
    name: string,
    options: DeleteOptions,
    asked: string = name,
  ): Promise<{ object: ApiObject; gone: boolean }> {
    const { type, namespace, dryRun } = context;
    const { store, now } = this.#options;
    const key = this.#key(type, namespace, name);
    const { propagationPolicy, orphanDependents } = options;
    const warning = type.rules?.orphans?.warning;
    if (warning !== undefined && (propagationPolicy ?? orphanDependents) === undefined) context.warn(warning);
    for (;;) {
      const stored = store.get(key);
      if (stored === undefined) throw notFound(type, name);
      if (needsConversion(type, stored)) await this.presented.ready(type, [stored]);
      const object = this.presented.of(type, stored);
      checkDeleteOptions(options);
      checkPreconditions(type, object, options);
      const deletion = deletionOf(type, object, options, now());
      if (deletion.outcome === 'keep' && deletion.pending) return { object, gone: false };
      if (!this.#webhooks.isIdle) {
        await this.#judgedDelete(context, asked, options, object);
        // Somebody else was faster, and there is another object to look at.
        if (store.get(key)?.metadata.resourceVersion !== stored.metadata.resourceVersion) continue;
      }
      const { resourceVersion } = stored.metadata;
      if (deletion.outcome === 'keep') return { object, gone: false };
      if (deletion.outcome === 'mark') {
        const marked = await this.#put({ ...context, dryRun }, deletion.object, resourceVersion);
        return { object: marked ?? deletion.object, gone: false };
      }
      if (dryRun) return { object: deletion.object ?? object, gone: true };
      // Watches see it being deleted before it is gone.
      const marked = deletion.object && this.#store(key, deletion.object, resourceVersion);
      if (marked !== undefined && !this.#webhooks.isIdle) await this.#judgedDelete(context, asked, options, marked);
      const last = store.remove(key, marked?.metadata.resourceVersion ?? resourceVersion);
      return { object: last ?? object, gone: true };
    }
  }

  /**
   * What webhooks make of an object that is not stored: a review, a binding.
   * @throws StatusError as a webhook refuses, or fails
   */
  async reviewed(context: WriteContext, name: string, object: ApiObject): Promise<ApiObject> {
    if (this.#webhooks.isIdle) return object;
    const write = { context, operation: 'CREATE', name } as const;
    const admitted = await this.#webhooks.mutate({ ...write, object }, each => each);
    await this.#webhooks.validate({ ...write, object: admitted });
    return admitted;
  }

  async #find(type: ResourceType, namespace: string, name: string): Promise<ApiObject | undefined> {
    const stored = this.#options.store.get(this.#key(type, namespace, name));
    if (stored !== undefined && needsConversion(type, stored)) await this.presented.ready(type, [stored]);
    return stored && this.presented.of(type, stored);
  }

  #newObject(context: WriteContext, sent: ApiObject, name: string): ApiObject {
    const { type, namespace } = context;
    const named = { namespace, name, uid: randomUUID(), now: timestamp(this.#options.now()) };
    const prepared = preparedForCreate(type, conformed(type, sent), named);
    // Decoding leaves an empty name out, and then rules would find none.
    const decoded = conformed(type, this.#allocated(context, prepared, undefined));
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
    const { uid = '' } = sent.metadata;
    if (options.sameUid === true && uid !== '' && uid !== old.metadata.uid) throw otherUid(context, uid, old.metadata);
    const admitted = await this.#admitted(context, name, sent, old);
    const { resourceVersion = '' } = admitted.metadata;
    refuseUnreadable(resourceVersion);
    if (resourceVersion === '' && !(type.rules?.unconditionalUpdate ?? !type.custom))
      throw needsResourceVersion(type, name);
    if (resourceVersion !== '' && resourceVersion !== old.metadata.resourceVersion) throw modified(type, name);
    const versioned = withResourceVersion(admitted, old.metadata.resourceVersion);
    const prepared = preparedForUpdate(type, conformed(type, versioned), old, subresource);
    const object = conformed(type, this.#allocated(context, prepared, old));
    this.#refuseInvalid(context, object, old);
    await this.#judged({ context, operation: 'UPDATE', name, object, old });
    if (isReleased(type, object)) return this.#release(context, object);
    if (sameJson(withoutTimes(object), withoutTimes(old)) && !this.#isOutdated(context, name)) return old;
    return this.#put(context, object, old.metadata.resourceVersion);
  }

  /** Whether an object is kept in a version that is not the one to keep it in any more: any write brings it there. */
  #isOutdated({ type, namespace }: WriteContext, name: string): boolean {
    if (type.convertedBy === undefined) return false;
    const { group, version } = type.keptAs ?? type;
    return this.#options.store.get(this.#key(type, namespace, name))?.apiVersion !== `${group}/${version}`;
  }

  /** The last finalizer is gone: the object goes, and its last state is answered as it would have been stored. */
  #release(context: WriteContext, object: ApiObject): ApiObject {
    const { resourceVersion, name } = object.metadata;
    const key = this.#key(context.type, context.namespace, name);
    if (!context.dryRun && this.#options.store.remove(key, resourceVersion) === undefined)
      throw modified(context.type, name);
    return object;
  }

  /** What plugins and mutating webhooks make of what was sent. */
  async #admitted(
    context: WriteContext,
    name: string,
    sent: ApiObject,
    old: ApiObject | undefined,
  ): Promise<ApiObject> {
    const { type } = context;
    if (old === undefined && type.terminating === true)
      throw forbiddenObject(type, nameToTell(sent.metadata), TERMINATING);
    const plugged = (object: ApiObject): ApiObject =>
      this.#options.admission.reduce((admitted, each) => each.admit?.(context, admitted, old) ?? admitted, object);
    const object = plugged(sent);
    if (this.#webhooks.isIdle) return object;
    const operation = old === undefined ? 'CREATE' : 'UPDATE';
    return this.#webhooks.mutate({ context, operation, name, object, old }, plugged);
  }

  #allocated(context: WriteContext, object: ApiObject, old: ApiObject | undefined): ApiObject {
    return this.#options.admission.reduce(
      (allocated, each) => each.allocate?.(context, allocated, old) ?? allocated,
      object,
    );
  }

  async #judged(write: AdmittedWrite & { readonly object: ApiObject }): Promise<void> {
    const { context, object, old } = write;
    for (const each of this.#options.admission) each.judge?.(context, object, old);
    if (!this.#webhooks.isIdle) await this.#webhooks.validate(write);
  }

  async #judgedDelete(context: WriteContext, name: string, options: DeleteOptions, old: ApiObject): Promise<void> {
    const { request, type } = context;
    if (request === undefined) return;
    const told = { ...request, options: toldOptions(type, old, options) };
    await this.#webhooks.validate({ context: { ...context, request: told }, operation: 'DELETE', name, old });
  }

  #refuseInvalid(context: WriteContext, object: ApiObject, old: ApiObject | undefined): void {
    const { type, subresource, warn } = context;
    const errors = objectErrors(type, object, old, subresource);
    const { group = type.group } = type.rules?.validatedAs ?? {};
    if (errors.length > 0) throw invalidObject({ group, kind: type.kind }, object.metadata.name ?? '', errors);
    for (const text of finalizerWarnings(object, old)) warn(text);
    for (const text of type.rules?.warnings?.(object, old) ?? []) warn(text);
  }

  /** @returns what is stored, as who writes it reads it; undefined when somebody else was faster */
  async #put(context: WriteContext, object: ApiObject, expected: string): Promise<ApiObject | undefined> {
    const { type } = context;
    const { keptAs, convertedBy } = type;
    if (convertedBy === undefined || keptAs === undefined) return this.#putKept(context, object, expected);
    const kept = await this.#conversions.converted(type, keptAs, object);
    const stored = this.#putKept(context, kept, expected);
    if (stored === undefined) return undefined;
    // What cannot be read again is stored all the same.
    return this.#conversions.converted(type, type, stored);
  }

  #putKept({ type, namespace, dryRun }: WriteContext, object: ApiObject, expected: string): ApiObject | undefined {
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

  #key({ storage, namespaced }: ResourceType, namespace: string, name: string): StoreKey {
    return { storage, namespace: namespaced ? namespace : '', name };
  }
}
