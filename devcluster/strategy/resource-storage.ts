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
import type { Store } from '../store/store.js';
import { type Conversions, NO_CONVERSIONS } from './conversions.js';
import type { DeleteOptions } from './delete-options.js';
import { isReleased } from './deletion.js';
import { generatedName } from './generated-name.js';
import { KeptObjects } from './kept-objects.js';
import { ObjectDeletes } from './object-deletes.js';
import { finalizerWarnings } from './object-meta-validation.js';
import { objectErrors } from './object-validation.js';
import { refuseOtherPlace } from './other-place.js';
import { withoutRepeatedOwners } from './owner-references.js';
import { preparedForCreate, preparedForUpdate } from './preparation.js';
import type { PresentedObjects } from './presented-objects.js';
import { needsResourceVersion, otherUid, refuseUnreadable, withoutTimes, withResourceVersion } from './revisions.js';
import { conformed } from './schema-rules.js';
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

const NO_REVISION = 'resourceVersion should not be set on objects to be created';
const TERMINATING = 'create not allowed while custom resource definition is terminating';

/** A patch without a resourceVersion is tried again as often as the API server does. */
const ATTEMPTS = 5;
const NAME_ATTEMPTS = 8;

/** All kinds go through here; what a kind does in its own way is in its `rules`. */
export class ResourceStorage {
  readonly #options: ResourceStorageOptions;
  readonly #webhooks: AdmissionWebhooks;
  readonly #kept: KeptObjects;
  readonly #deletes: ObjectDeletes;

  constructor(options: ResourceStorageOptions) {
    this.#options = options;
    this.#webhooks = options.webhooks ?? NO_WEBHOOKS;
    this.#kept = new KeptObjects(options.store, options.conversions ?? NO_CONVERSIONS, options.convert);
    this.#deletes = new ObjectDeletes(this.#kept, this.#webhooks, options.now);
  }

  /** Objects of the store, as they are read in a version. */
  get presented(): PresentedObjects {
    return this.#kept.presented;
  }

  /** @throws StatusError 404 */
  async get(type: ResourceType, namespace: string, name: string): Promise<ApiObject> {
    const found = await this.#kept.find({ type, namespace }, name);
    if (found === undefined) throw notFound(type, name);
    return found;
  }

  /** What the schema and the rules of the kind say against an object. */
  problems(type: ResourceType, object: ApiObject): readonly FieldError[] {
    return objectErrors(type, object, undefined, '');
  }

  /** @throws StatusError 409 when there is one of that name, 422 when it is not valid, and what admission says */
  async create(context: WriteContext, sent: SentObject): Promise<ApiObject> {
    const asked = sent.metadata.name ?? '';
    const admitted = await this.#admitted(context, asked, sent as ApiObject, undefined);
    const { generateName = '', name = '' } = admitted.metadata as SentObject['metadata'];
    const generates = name === '' && generateName !== '';
    for (let attempt = 1; ; attempt++) {
      const chosen = generates ? generatedName(generateName, this.#options.random) : name;
      const object = this.#newObject(context, admitted, chosen);
      await this.#judged({ context, operation: 'CREATE', name: chosen, object });
      if ((admitted.metadata.resourceVersion ?? '') !== '') throw internalError(NO_REVISION);
      const stored = await this.#kept.put(context, object, '');
      if (stored !== undefined) return stored;
      if (!generates || attempt === NAME_ATTEMPTS)
        throw alreadyExists(context.type, chosen, this.#kept.isBeingDeleted(context, chosen));
    }
  }

  /** @throws StatusError 404, 409, 422, and what the change and admission say */
  async update(context: WriteContext, name: string, options: UpdateOptions): Promise<UpdateResult> {
    for (let attempt = 1; ; attempt++) {
      const old = await this.#kept.find(context, name);
      const sent = await options.change(old);
      if (old === undefined) {
        if (!options.create && !context.type.rules?.createOnUpdate) throw notFound(context.type, name);
        const { uid = '' } = sent.metadata;
        if (options.sameUid === true && uid !== '') throw otherUid(context, uid, { name });
        const admitted = await this.#admitted(context, name, sent, undefined);
        const object = this.#newObject(context, admitted, name);
        await this.#judged({ context, operation: 'CREATE', name, object });
        const stored = await this.#kept.put(context, object, '');
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
  delete(
    context: WriteContext,
    name: string,
    options: DeleteOptions,
    asked: string = name,
  ): Promise<{ object: ApiObject; gone: boolean }> {
    return this.#deletes.delete(context, name, options, asked);
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
    if (sameJson(withoutTimes(object), withoutTimes(old)) && !this.#kept.isOutdated(context, name)) return old;
    return this.#kept.put(context, object, old.metadata.resourceVersion);
  }

  /** The last finalizer is gone: the object goes, and its last state is answered as it would have been stored. */
  #release(context: WriteContext, object: ApiObject): ApiObject {
    const { resourceVersion, name } = object.metadata;
    if (!context.dryRun && this.#kept.remove(context, name, resourceVersion) === undefined)
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
    const operation = old === undefined ? 'CREATE' : 'UPDATE';
    const admitted = this.#webhooks.isIdle
      ? object
      : await this.#webhooks.mutate({ context, operation, name, object, old }, plugged);
    refuseOtherPlace(context, admitted, undefined);
    return withoutRepeatedOwners(admitted, 'admitted', text => context.warn(text));
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

  #refuseInvalid(context: WriteContext, object: ApiObject, old: ApiObject | undefined): void {
    const { type, subresource, warn } = context;
    const errors = objectErrors(type, object, old, subresource);
    const { group = type.group } = type.rules?.validatedAs ?? {};
    if (errors.length > 0) throw invalidObject({ group, kind: type.kind }, object.metadata.name ?? '', errors);
    for (const text of finalizerWarnings(object, old)) warn(text);
    for (const text of type.rules?.warnings?.(object, old) ?? []) warn(text);
  }
}
