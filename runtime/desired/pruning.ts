// Finds what was applied for an owner and is no longer wished, and deletes it.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { isConflict, isNoSuchKind, isNotFound } from '../client/api-reasons.js';
import { pages } from '../client/each.js';
import { keyOf } from '../meta/object-key.js';
import { isControlledBy } from '../meta/owner-references.js';
import type { ApplyRunParts } from './apply-parts.js';
import type { AppliedObject, FailedObject } from './apply-result.js';
import { applierOf } from './configuration.js';
import { idOf } from './dependent.js';
import { EVERYWHERE, type InventoryKind, kindConstant } from './inventory.js';
import { explained, explainedOfFormer } from './refusals.js';

type AnyObject = Snapshot<KubernetesObject>;
/** An object that is there. */
export type Unwished = AppliedObject & {
  readonly object: AnyObject;
  /** Of a kind that the controller does not apply any more. */
  readonly isFormer: boolean;
};

/** The pruning of one set. */
export class Pruning {
  readonly #parts: ApplyRunParts;
  readonly #propagationPolicy: 'Background' | 'Foreground' | 'Orphan';

  constructor(parts: ApplyRunParts, propagationPolicy: 'Background' | 'Foreground' | 'Orphan') {
    this.#parts = parts;
    this.#propagationPolicy = propagationPolicy;
  }

  /**
   * What is to go. Kinds that the controller follows are looked up in the cache; what was applied when the program was another
   * one is asked for at the server, in the namespaces of the inventory.
   * @param wished the ids of what stays
   */
  async find(
    wished: ReadonlySet<string>,
    formerKinds: readonly InventoryKind[],
  ): Promise<{ readonly objects: readonly Unwished[]; readonly failed: readonly FailedObject[] }> {
    const { cache, owns, owner } = this.#parts;
    const objects = owns.flatMap(kind => this.#unwished(kind, cache.ownedBy(kind, owner), wished, false));
    const failed: FailedObject[] = [];
    for (const former of formerKinds) {
      const kind = kindConstant(former);
      for (const namespace of former.namespaces ?? [undefined]) {
        try {
          objects.push(...(await this.#unwishedAtServer(kind, namespace, wished)));
        } catch (error) {
          const key = namespace === undefined ? { name: '*' } : { namespace, name: '*' };
          failed.push({ kind, key, object: undefined, error: explainedOfFormer(kind, key, error) });
        }
      }
    }
    return { objects, failed };
  }

  /**
   * @returns false when it was on its way out already, or is no longer ours
   * @throws an error that says what to do
   */
  async delete(unwished: Unwished): Promise<boolean> {
    const { kind, key, isFormer } = unwished;
    try {
      return await this.#delete(unwished);
    } catch (error) {
      throw isFormer ? explainedOfFormer(kind, key, error) : explained(kind, key, error);
    }
  }

  async #delete({ kind, key, object }: Unwished): Promise<boolean> {
    if (object.metadata.deletionTimestamp !== undefined) return false;
    try {
      await this.#deleteThis(kind, object);
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      if (!isConflict(error)) throw error;
    }
    // It has changed since it was seen. Is it that one, and ours still?
    const { client, signal } = this.#parts;
    try {
      const now = await client.get(kind, key as never, { signal });
      const isThat = now.metadata.uid === object.metadata.uid && this.#isOurs(now);
      if (!isThat || now.metadata.deletionTimestamp !== undefined) return false;
      await this.#deleteThis(kind, now);
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  async #deleteThis(kind: Kind<KubernetesObject>, object: AnyObject): Promise<void> {
    const { client, signal } = this.#parts;
    const { uid, resourceVersion } = object.metadata;
    await client.delete(kind, keyOf(object) as never, {
      // With the version too: its owner may have let go of it meanwhile.
      preconditions: { uid, resourceVersion },
      propagationPolicy: this.#propagationPolicy,
      signal,
    });
  }

  async #unwishedAtServer(
    kind: Kind<KubernetesObject>,
    namespace: string | undefined,
    wished: ReadonlySet<string>,
  ): Promise<readonly Unwished[]> {
    const { client, log, signal } = this.#parts;
    const found: Unwished[] = [];
    try {
      const place = namespace === EVERYWHERE ? undefined : namespace;
      for await (const { items } of pages(client, kind, { namespace: place, signal })) {
        found.push(...this.#unwished(kind, items, wished, true));
      }
      return found;
    } catch (error) {
      if (!isNoSuchKind(error)) throw error;
      log.info('a kind that was applied is no longer served, so there is nothing of it to prune', { kind: kind.name });
      return [];
    }
  }

  #unwished(
    kind: Kind<KubernetesObject>,
    objects: readonly AnyObject[],
    wished: ReadonlySet<string>,
    isFormer: boolean,
  ): Unwished[] {
    return objects
      .filter(object => this.#isOurs(object))
      .map(object => ({ kind, key: keyOf(object), object, isFormer }))
      .filter(({ key }) => !wished.has(idOf(kind, key)));
  }

  #isOurs(object: AnyObject): boolean {
    return isControlledBy(object, this.#parts.owner) && applierOf(object) === this.#parts.name;
  }
}
