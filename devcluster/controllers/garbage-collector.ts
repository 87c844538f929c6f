// Deletes the dependents of owners that are gone, and does what a deletion's propagation asks for.

import type { Clock } from '../clock/clock.js';
import type { ApiObject, ApiObjectMeta, ApiOwnerReference } from '../object/api-object.js';
import { sameJson, without } from '../object/json.js';
import type { ResourceType } from '../registry/resource-type.js';
import { FOREGROUND, ORPHAN } from '../strategy/deletion-finalizers.js';
import type { Cluster } from './cluster.js';
import type { Controller, ControllerOptions } from './controller.js';
import { Dependents, identityOf, type ObjectIdentity, ownersOf } from './dependents.js';
import { tellOfMisplacedOwner } from './misplaced-owner.js';
import type { Observation } from './observer.js';
import { WorkQueue } from './work-queue.js';

/**
 * Follows the garbage collector of kube-controller-manager: an object goes once none of its owners is there any more; of
 * several owners, references to those that are gone, or wait for their dependents, are removed as long as another one
 * stays. An owner is there if an object of its kind, name and uid is, in the dependent's namespace or cluster-scoped.
 * Nothing happens to an object that names an owner of a kind that is not served, or a cluster-scoped object that
 * names a namespaced one. An owner that is in another namespace is told by an Event.
 */
export class GarbageCollector implements Controller {
  readonly #cluster: Cluster;
  readonly #clock: Clock;
  readonly #dependents = new Dependents();
  readonly #queue: WorkQueue<ObjectIdentity>;
  /** Those whose owner's kind was not served when they were looked at. */
  readonly #unresolved = new Map<string, ObjectIdentity>();
  #endings: (() => void)[] = [];

  constructor({ cluster, clock, report }: ControllerOptions) {
    this.#cluster = cluster;
    this.#clock = clock;
    this.#queue = new WorkQueue({ clock, report, process: identity => this.#attempt(identity) });
  }

  start(): void {
    this.#endings = [
      this.#cluster.observe(observation => this.#observe(observation)),
      this.#cluster.onTypesChange(() => this.#resolveAgain()),
    ];
  }

  stop(): void {
    for (const end of this.#endings) end();
    this.#queue.stop();
  }

  #observe({ type, storage, object, previous }: Observation): void {
    const identity = identityOf(storage, object);
    const present = type === 'DELETED' ? undefined : object;
    this.#dependents.replace(identity, previous ?? (present === undefined ? object : undefined), present);
    if (present === undefined) {
      this.#unresolved.delete(identity.uid);
      this.#add(...this.#dependents.of(identity.uid), ...this.#ownersOf(object));
      return;
    }
    const changedOwners = !sameJson(object.metadata.ownerReferences, previous?.metadata.ownerReferences);
    if (changedOwners && ownersOf(object).length > 0) this.#add(identity);
    // An owner may have waited for a reference that is gone, or does not block it any more.
    if (changedOwners && previous !== undefined) this.#add(...this.#ownersOf(previous));
    if (!isDeleting(object.metadata)) return;
    this.#add(identity);
    if (isWaiting(object.metadata)) this.#add(...this.#dependents.of(identity.uid));
  }

  #add(...identities: readonly ObjectIdentity[]): void {
    for (const identity of identities) this.#queue.add(identity.uid, identity);
  }

  #resolveAgain(): void {
    this.#add(...this.#unresolved.values());
    this.#unresolved.clear();
  }

  async #attempt(identity: ObjectIdentity): Promise<void> {
    const type = this.#cluster.typeIn(identity.storage);
    const object = type && this.#cluster.get(type, identity.namespace, identity.name);
    if (type === undefined || object === undefined || object.metadata.uid !== identity.uid) return;
    if (isDeleting(object.metadata)) {
      if (hasFinalizer(object.metadata, ORPHAN)) await this.#orphanDependents(type, object);
      else if (isWaiting(object.metadata)) await this.#finishForeground(type, object);
    } else if (ownersOf(object).length > 0) {
      await this.#judge(type, object);
    }
  }

  async #judge(type: ResourceType, object: ApiObject): Promise<void> {
    const judged = await this.#owners(type, object);
    if (judged === undefined) return;
    const { solid, waiting } = judged;
    if (solid.length > 0) {
      if (solid.length < ownersOf(object).length) await this.#update(type, object, { ownerReferences: solid });
    } else if (waiting.length > 0 && this.#dependents.of(object.metadata.uid).length > 0) {
      await this.#deleteForeground(type, object);
    } else {
      await this.#cluster.delete(type, object, { propagationPolicy: propagationOf(object.metadata) });
    }
  }

  /** Owners as they are; undefined when nothing may be concluded from one of them. */
  async #owners({ storage }: ResourceType, object: ApiObject): Promise<Owners | undefined> {
    const solid: ApiOwnerReference[] = [];
    const waiting: ApiOwnerReference[] = [];
    for (const reference of ownersOf(object)) {
      const type = this.#cluster.typeOf(reference.apiVersion, reference.kind);
      const { namespace = '', uid } = object.metadata;
      if (type === undefined) {
        this.#unresolved.set(uid, identityOf(storage, object));
        return undefined;
      }
      const owner = this.#cluster.get(type, namespace, reference.name);
      if (owner?.metadata.uid !== reference.uid) {
        if (type.namespaced) await this.#tellIfMisplaced(object, type, reference);
        if (type.namespaced && namespace === '') return undefined;
        continue;
      }
      if (isWaiting(owner.metadata)) waiting.push(reference);
      else solid.push(reference);
    }
    return { solid, waiting };
  }

  #tellIfMisplaced(object: ApiObject, type: ResourceType, reference: ApiOwnerReference): Promise<void> {
    return tellOfMisplacedOwner(this.#cluster, object, { type, reference }, this.#clock.now());
  }

  /** A dependent of one that waits, with dependents of its own: those go first. */
  async #deleteForeground(type: ResourceType, object: ApiObject): Promise<void> {
    const inCircle = this.#dependents.of(object.metadata.uid).some(dependent => this.#isWaiting(dependent));
    let present = object;
    if (inCircle) {
      // Else each would wait for the other.
      const ownerReferences = ownersOf(object).map(reference =>
        reference.blockOwnerDeletion === true ? { ...reference, blockOwnerDeletion: false } : reference,
      );
      present = await this.#update(type, object, { ownerReferences });
    }
    await this.#cluster.delete(type, present, { propagationPolicy: 'Foreground' });
  }

  async #finishForeground(type: ResourceType, owner: ApiObject): Promise<void> {
    const blocking = this.#dependents.of(owner.metadata.uid).filter(dependent => {
      const found = this.#find(dependent);
      return found !== undefined && blocks(found.object, owner.metadata.uid);
    });
    if (blocking.length === 0) await this.#removeFinalizer(type, owner, FOREGROUND);
    else this.#add(...blocking.filter(dependent => !this.#isWaiting(dependent)));
  }

  async #orphanDependents(type: ResourceType, owner: ApiObject): Promise<void> {
    for (const dependent of this.#dependents.of(owner.metadata.uid)) {
      const found = this.#find(dependent);
      const ownerReferences = found && ownersOf(found.object).filter(({ uid }) => uid !== owner.metadata.uid);
      if (found !== undefined && ownerReferences !== undefined) {
        await this.#update(found.type, found.object, { ownerReferences });
      }
    }
    await this.#removeFinalizer(type, owner, ORPHAN);
  }

  async #removeFinalizer(type: ResourceType, object: ApiObject, finalizer: string): Promise<void> {
    const finalizers = (object.metadata.finalizers ?? []).filter(each => each !== finalizer);
    await this.#update(type, object, { finalizers });
  }

  #update(type: ResourceType, object: ApiObject, change: Partial<ApiObjectMeta>): Promise<ApiObject> {
    const empty = Object.entries(change).filter(([, value]) => Array.isArray(value) && value.length === 0);
    const metadata = without({ ...object.metadata, ...change }, ...empty.map(([field]) => field));
    return this.#cluster.update(type, { ...object, metadata });
  }

  #isWaiting(identity: ObjectIdentity): boolean {
    const found = this.#find(identity);
    return found !== undefined && isWaiting(found.object.metadata);
  }

  #find({ storage, namespace, name, uid }: ObjectIdentity): { type: ResourceType; object: ApiObject } | undefined {
    const type = this.#cluster.typeIn(storage);
    const object = type && this.#cluster.get(type, namespace, name);
    return type === undefined || object?.metadata.uid !== uid ? undefined : { type, object };
  }

  /** The owners of an object that are where its references say. */
  #ownersOf(object: ApiObject): readonly ObjectIdentity[] {
    return ownersOf(object).flatMap(({ apiVersion, kind, name, uid }) => {
      const type = this.#cluster.typeOf(apiVersion, kind);
      if (type === undefined) return [];
      const namespace = type.namespaced ? (object.metadata.namespace ?? '') : '';
      return [{ storage: type.storage, namespace, name, uid }];
    });
  }
}

/** The references that lead to an object. */
interface Owners {
  readonly solid: readonly ApiOwnerReference[];
  /** Those to owners that are being deleted once their dependents are. */
  readonly waiting: readonly ApiOwnerReference[];
}

function blocks(dependent: ApiObject, owner: string): boolean {
  return ownersOf(dependent).some(({ uid, blockOwnerDeletion }) => uid === owner && blockOwnerDeletion === true);
}

function isDeleting({ deletionTimestamp }: ApiObjectMeta): boolean {
  return deletionTimestamp !== undefined;
}

/** Whether an owner is being deleted once its dependents are. */
function isWaiting(metadata: ApiObjectMeta): boolean {
  return isDeleting(metadata) && hasFinalizer(metadata, FOREGROUND);
}

function hasFinalizer({ finalizers = [] }: ApiObjectMeta, finalizer: string): boolean {
  return finalizers.includes(finalizer);
}

/** Finalizers that an object has from somebody say how it is to go. */
function propagationOf(metadata: ApiObjectMeta): string {
  if (hasFinalizer(metadata, ORPHAN)) return 'Orphan';
  return hasFinalizer(metadata, FOREGROUND) ? 'Foreground' : 'Background';
}
