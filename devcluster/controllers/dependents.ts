// Who names whom as an owner.
import type { ApiObject, ApiOwnerReference } from '../object/api-object.js';

/** Where an object is, and which one it was there. */
export interface ObjectIdentity {
  readonly storage: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export function identityOf(storage: string, { metadata }: ApiObject): ObjectIdentity {
  return { storage, namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid };
}

export function ownersOf({ metadata }: ApiObject): readonly ApiOwnerReference[] {
  return metadata.ownerReferences ?? [];
}

/** The dependents of each owner, by its uid, whether it is there or not. */
export class Dependents {
  readonly #byOwner = new Map<string, Map<string, ObjectIdentity>>();

  /** The dependents that the owner's uid is named by now. */
  of(owner: string): readonly ObjectIdentity[] {
    return [...(this.#byOwner.get(owner)?.values() ?? [])];
  }

  /** Takes an object out of the place of its former state, and puts it into that of its present one. */
  replace(identity: ObjectIdentity, former: ApiObject | undefined, present: ApiObject | undefined): void {
    for (const { uid } of former === undefined ? [] : ownersOf(former)) {
      const dependents = this.#byOwner.get(uid);
      dependents?.delete(identity.uid);
      if (dependents?.size === 0) this.#byOwner.delete(uid);
    }
    for (const { uid } of present === undefined ? [] : ownersOf(present)) {
      const dependents = this.#byOwner.get(uid) ?? new Map<string, ObjectIdentity>();
      this.#byOwner.set(uid, dependents.set(identity.uid, identity));
    }
  }
}
