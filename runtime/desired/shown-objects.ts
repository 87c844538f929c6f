// What a reconcile was shown of its dependents before it made its wishes.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { keyOf, keyText, type ObjectKey } from '../meta/object-key.js';
import { groupKindOf } from './dependent.js';

type AnyKind = Kind<KubernetesObject>;
type AnyObject = Snapshot<KubernetesObject>;

/**
 * A wish may repeat what an object is like, such as an outdated one that waits for its turn: it is meant for that very object,
 * and for no other one of its name.
 */
export class ShownObjects {
  readonly #shown = new Map<string, readonly AnyObject[]>();
  /** Made of `#shown` when it is asked for first. */
  readonly #uids = new Map<string, ReadonlyMap<string, string>>();

  /** These are the dependents of this kind, as of now. */
  show(kind: AnyKind, objects: readonly AnyObject[]): void {
    const id = groupKindOf(kind);
    this.#shown.set(id, objects);
    this.#uids.delete(id);
  }

  /** The uid of the object of this name that was shown last; undefined if there was none. */
  uidOf(kind: AnyKind, key: ObjectKey): string | undefined {
    const id = groupKindOf(kind);
    const uids = this.#uids.get(id) ?? uidsOf(this.#shown.get(id) ?? []);
    this.#uids.set(id, uids);
    return uids.get(keyText(key));
  }
}

function uidsOf(objects: readonly AnyObject[]): ReadonlyMap<string, string> {
  return new Map(objects.map(object => [keyText(keyOf(object)), object.metadata.uid]));
}
