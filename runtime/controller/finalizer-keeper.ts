// Puts the finalizer of a controller on objects, and takes it away once they are finalized.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { isConflict, isNotFound } from '../client/api-reasons.js';
import type { Client } from '../client/client.js';
import { addFinalizer, containsFinalizer, removeFinalizer } from '../meta/finalizers.js';
import { keyText, type ObjectKey } from '../meta/object-key.js';

/** How often a removal that others have outrun is tried with a newer state, before it counts as failed. */
const REMOVALS = 10;

type AnyClient = {
  get(kind: Kind<any>, key: ObjectKey, options?: object): Promise<Snapshot<KubernetesObject>>;
  patch(kind: Kind<any>, key: ObjectKey, patch: object, options?: object): Promise<Snapshot<KubernetesObject>>;
};

/** Every write is bound to the version that it was made from: none undoes what others do to the finalizers meanwhile. */
export class FinalizerKeeper<T extends KubernetesObject> {
  readonly #kind: Kind<T>;
  readonly #finalizer: string;
  readonly #client: AnyClient;
  /** The uids of objects that were released, by key: the cache may show them as they were before for a while. */
  readonly #released = new Map<string, string>();

  constructor(kind: Kind<T>, finalizer: string, client: Client) {
    this.#kind = kind;
    this.#finalizer = finalizer;
    this.#client = client as unknown as AnyClient;
  }

  /**
   * The object with the finalizer, which it may have already.
   * @param client in place of one's own
   * @throws ApiError a conflict when it has changed meanwhile
   */
  async claim(object: Snapshot<T>, key: ObjectKey, signal: AbortSignal, client?: Client): Promise<Snapshot<T>> {
    if (containsFinalizer(metadataOf(object), this.#finalizer)) return object;
    const { metadata } = addFinalizer(metadataOf(object), this.#finalizer);
    return (await this.#write(object, key, metadata.finalizers, { signal, client })) as Snapshot<T>;
  }

  /** Whether the object is still to be finalized: it has the finalizer, and was not released before. */
  isHeld(object: Snapshot<T>, key: ObjectKey): boolean {
    if (containsFinalizer(metadataOf(object), this.#finalizer)) {
      return this.#released.get(keyText(key)) !== object.metadata.uid;
    }
    this.forget(key);
    return false;
  }

  /**
   * Takes the finalizer away, from a newer state of the object where that is needed. That it has gone is fine. A stop of
   * the operator does not interrupt it: the object would be finalized once more after the next start.
   */
  async release(object: Snapshot<T>, key: ObjectKey, client?: Client): Promise<void> {
    let current: Snapshot<KubernetesObject> = object;
    for (let removals = 1; ; removals += 1) {
      try {
        const { metadata } = removeFinalizer(metadataOf(current), this.#finalizer);
        await this.#write(current, key, metadata.finalizers, { client });
        break;
      } catch (error) {
        if (isNotFound(error)) break;
        if (!isConflict(error) || removals === REMOVALS) throw error;
        const newer = await this.#find(key);
        const isGone = newer === undefined || newer.metadata.uid !== object.metadata.uid;
        if (isGone || !containsFinalizer(metadataOf(newer), this.#finalizer)) break;
        current = newer;
      }
    }
    this.#released.set(keyText(key), object.metadata.uid);
  }

  /** The object is not there any more. */
  forget(key: ObjectKey): void {
    this.#released.delete(keyText(key));
  }

  async #find(key: ObjectKey): Promise<Snapshot<KubernetesObject> | undefined> {
    try {
      return await this.#client.get(this.#kind, key);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  #write(
    { metadata: { resourceVersion } }: Snapshot<KubernetesObject>,
    key: ObjectKey,
    finalizers: readonly string[] | undefined,
    { signal, client }: { readonly signal?: AbortSignal; readonly client: Client | undefined },
  ): Promise<Snapshot<KubernetesObject>> {
    // A merge patch replaces the list, and null takes it away; the version makes it a conflict if the object has changed.
    const metadata = { resourceVersion, finalizers: finalizers ?? null };
    const using = (client as unknown as AnyClient | undefined) ?? this.#client;
    return using.patch(this.#kind, key, { metadata }, { signal });
  }
}

/** Of the metadata, generic code knows that it may have finalizers. */
function metadataOf(object: Snapshot<KubernetesObject>): {
  readonly metadata: { readonly finalizers?: readonly string[] };
} {
  return object as { readonly metadata: { readonly finalizers?: readonly string[] } };
}
