// Tells the caches of a kind what a write was answered with.
import { type Kind, kindInfo } from '../../../decorators/kind.js';
import type { KubernetesObject } from '../../../decorators/object-meta.js';
import type { Snapshot } from '../../../decorators/snapshot.js';
import { ApiError } from '../../client/api-error.js';
import { isNotFound } from '../../client/api-reasons.js';
import type { Client } from '../../client/client.js';
import { pages } from '../../client/each.js';
import { keyOf, type ObjectKey } from '../../meta/object-key.js';
import { kindName, type ScopeSettings } from '../kind-settings.js';
import type { OwnWrites } from './own-writes.js';
import { SharedCalls } from './shared-calls.js';
import { isSelected, WrittenObject } from './written-object.js';

/** Own writes of the objects of one kind, as one informer keeps them: whole, or their metadata alone. */
export interface KindWrites<T extends KubernetesObject> {
  /** The kind of the informer, which may be that of metadata alone. */
  readonly kind: Kind<T>;
  readonly ownWrites: OwnWrites<T>;
}

/** What finds them. */
export interface WrittenKinds {
  /** None where nothing keeps the kind. */
  kindWrites<T extends KubernetesObject>(kind: Kind<T>): readonly KindWrites<T>[];
}

/** What was known before a write was sent. */
export interface BeforeWrite {
  readonly uids: readonly string[];
  readonly eras: ReadonlyMap<object, number>;
}

/** Records the writes of one client. */
export class WriteRecorder {
  readonly #client: Pick<Client, 'get' | 'list'>;
  readonly #kinds: WrittenKinds;
  readonly #ceilings = new SharedCalls<string | undefined>();

  constructor(client: Pick<Client, 'get' | 'list'>, kinds: WrittenKinds) {
    this.#client = client;
    this.#kinds = kinds;
  }

  /** To be asked before the write is sent. Without a key it is not known yet what the object is called. */
  before<T extends KubernetesObject>(kind: Kind<T>, key?: ObjectKey): BeforeWrite {
    const all = this.#kinds.kindWrites(kind);
    const uids = key === undefined ? [] : all.flatMap(({ ownWrites }) => ownWrites.uidsOf(key));
    return { uids: [...new Set(uids)], eras: new Map(all.map(({ ownWrites }) => [ownWrites, ownWrites.proofs.era])) };
  }

  /**
   * The server has answered with the object as it is now, or as it was when its last finalizer went. Where that is its
   * metadata alone, and a cache keeps more, one live read shows the rest. Never rejects.
   */
  async wrote<T extends KubernetesObject>(kind: Kind<T>, object: Snapshot<T>, signal?: AbortSignal): Promise<void> {
    this.answered(kind, object);
    if (this.#fullest(kind) !== kind && !isGone(kind, object)) await this.refresh(kind, keyOf(object), signal);
  }

  /** The same, told to those that it shows enough. */
  answered<T extends KubernetesObject>(kind: Kind<T>, object: Snapshot<T>): void {
    if (isGone(kind, object)) {
      this.gone(kind, keyOf(object), [object.metadata.uid], object.metadata.resourceVersion);
      return;
    }
    const isMetadata = kindInfo(kind).metadataOnly === true;
    for (const { kind: kept, ownWrites } of this.#kinds.kindWrites(kind)) {
      const scope: ScopeSettings<T> | undefined = ownWrites.scopeOf(keyOf(object).namespace);
      if (scope === undefined || (isMetadata && !kindInfo(kept).metadataOnly)) continue;
      const written = new WrittenObject(kept, object, scope);
      // By fields that are not there nobody can say; a write of metadata does not change them.
      const isUntold = isMetadata && scope.fieldSelector !== undefined;
      const isThere = !isUntold || ownWrites.get(written)?.uid === written.uid;
      const selectors = isUntold ? { labelSelector: scope.labelSelector } : scope;
      ownWrites.wrote(written, isThere && isSelected(kindInfo(kind), object, selectors));
    }
  }

  /** The server has answered with an object that was not there before. */
  created<T extends KubernetesObject>(kind: Kind<T>, object: Snapshot<T>, { eras }: BeforeWrite): void {
    this.answered(kind, object);
    for (const { ownWrites } of this.#kinds.kindWrites(kind)) {
      const era = eras.get(ownWrites);
      const { namespace } = keyOf(object);
      if (era !== undefined) ownWrites.proofs.created(namespace, object.metadata.resourceVersion, era);
    }
  }

  /** The objects of these uids are not there any more: of one of them `version` is known, and they had gone by `goneBy`. */
  gone<T extends KubernetesObject>(
    kind: Kind<T>,
    key: ObjectKey,
    uids: readonly string[],
    version?: string,
    goneBy?: string,
  ): void {
    const open = this.#kinds.kindWrites(kind).flatMap(({ ownWrites }) => {
      return uids.filter(uid => ownWrites.gone({ key, uid, version })).map(uid => ({ ownWrites, uid }));
    });
    if (goneBy !== undefined) for (const { ownWrites, uid } of open) ownWrites.goneBy(key, uid, goneBy);
    else if (open.length > 0) void this.#findCeiling(kind, key, open);
  }

  /**
   * The server was told to delete these, as they were before: a list in pages says which are there still. It selects nothing,
   * lest an object is taken for gone whose labels were changed meanwhile. Never rejects: the watch will tell.
   */
  async deletedAll<T extends KubernetesObject>(
    kind: Kind<T>,
    objects: readonly Snapshot<T>[],
    { namespace, signal }: { readonly namespace?: string | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<void> {
    if (objects.length === 0 || this.#kinds.kindWrites(kind).length === 0) return;
    const fullest = this.#fullest(kind);
    const left = new Map(objects.map(({ metadata }) => [metadata.uid, undefined as Snapshot<T> | undefined]));
    let version: string | undefined;
    try {
      for await (const { items, metadata } of pages(this.#client, fullest, { namespace, signal })) {
        // Of a page no more is kept than what is asked about: there may be many others in the namespace.
        for (const item of items) if (left.has(item.metadata.uid)) left.set(item.metadata.uid, item);
        version = metadata.resourceVersion;
      }
    } catch {
      return;
    }
    for (const object of objects) {
      const { uid, resourceVersion } = object.metadata;
      const present = left.get(uid);
      if (present !== undefined) this.answered(fullest, present);
      else this.gone(kind, keyOf(object), [uid], resourceVersion, version);
    }
  }

  /** Reads live what the answer of a write did not show. Never rejects: the write itself is done. */
  async refresh<T extends KubernetesObject>(kind: Kind<T>, key: ObjectKey, signal?: AbortSignal): Promise<void> {
    if (this.#kinds.kindWrites(kind).length === 0) return;
    const { uids } = this.before(kind, key);
    const fullest = this.#fullest(kind);
    try {
      this.answered(fullest, await this.#get(fullest, key, signal));
    } catch (error) {
      if (isNotFound(error)) this.gone(kind, key, uids);
    }
  }

  /** The write has failed. Unless the server has refused it, nobody knows whether it was done; the watch will tell. */
  failed<T extends KubernetesObject>(kind: Kind<T>, error: unknown): void {
    if (error instanceof TypeError || (error instanceof ApiError && error.status < 500)) return;
    for (const { ownWrites } of this.#kinds.kindWrites(kind)) ownWrites.proofs.missed();
  }

  /**
   * Asks for a version by which the objects had gone: that of any list that is asked for from now on. Nobody waits for it, and
   * of many deletions it is one list for all that came while another was under way.
   */
  async #findCeiling<T extends KubernetesObject>(
    kind: Kind<T>,
    key: ObjectKey,
    open: readonly { readonly ownWrites: OwnWrites<T>; readonly uid: string }[],
  ): Promise<void> {
    const { namespace } = key;
    const version = await this.#ceilings.call(`${kindName(kind)} ${namespace ?? ''}`, () => {
      return this.#client.list(kind, { namespace, limit: 1 }).then(
        ({ metadata }) => metadata.resourceVersion,
        () => undefined,
      );
    });
    for (const { ownWrites, uid } of open) ownWrites.goneBy(key, uid, version);
  }

  /** The kind as a whole, where a cache keeps it so. */
  #fullest<T extends KubernetesObject>(kind: Kind<T>): Kind<T> {
    if (!kindInfo(kind).metadataOnly) return kind;
    return this.#kinds.kindWrites(kind).find(({ kind: kept }) => !kindInfo(kept).metadataOnly)?.kind ?? kind;
  }

  #get<T extends KubernetesObject>(kind: Kind<T>, key: ObjectKey, signal?: AbortSignal): Promise<Snapshot<T>> {
    const get = this.#client.get as (kind: Kind<T>, key: ObjectKey, options?: object) => Promise<Snapshot<T>>;
    return get.call(this.#client, kind, key, { signal });
  }
}

/** Whether the server has removed the object with this answer: nothing holds it, and it has no time left. */
function isGone(kind: Kind<KubernetesObject>, object: Snapshot<KubernetesObject>): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds > 0 || finalizers.length > 0) return false;
  const info = kindInfo(kind);
  if (info.group !== '' || info.kind !== 'Namespace') return true;
  // What holds a namespace is in its spec.
  const { spec } = object as { readonly spec?: { readonly finalizers?: readonly string[] } };
  return spec !== undefined && (spec.finalizers ?? []).length === 0;
}
