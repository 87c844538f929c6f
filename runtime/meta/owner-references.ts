// Owner references, with the rules of controller-runtime's `controllerutil`. Pure: the given objects are left as they are.
import type { OwnerReference } from '../../decorators/object-meta.js';
import type { Draft } from '../../decorators/snapshot.js';
import { ExplainedError } from '../log/explained-error.js';
import { keyText, type ObjectKey } from './object-key.js';

/** As read, or as written. */
type Reference = Draft<OwnerReference>;

/** An object that owns others, as it was read. */
export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly uid: string; readonly namespace?: string | undefined };
}

/** Anything with metadata that may have owners: a new object, a draft, an apply configuration, a snapshot. */
export interface Dependent {
  readonly metadata: {
    readonly name?: string | undefined;
    readonly namespace?: string | undefined;
    readonly ownerReferences?: readonly Reference[] | undefined;
  };
}

/** Anything whose owners can be read. */
export interface Owned {
  readonly metadata: {
    readonly name?: unknown;
    readonly generateName?: unknown;
    readonly namespace?: unknown;
    readonly ownerReferences?: readonly Reference[] | undefined;
  };
}

/** Another controller manages the dependent already. */
export class AlreadyOwnedError extends ExplainedError {
  override readonly name = 'AlreadyOwnedError';
  /** The controller that manages it. */
  readonly controller: Reference;

  constructor(dependent: Dependent, controller: Reference) {
    super(`${nameOf(dependent)} is already controlled by ${controller.kind} ${controller.name}`);
    this.controller = controller;
  }
}

export interface OwnerReferenceOptions {
  /**
   * Whether foreground deletion of the owner waits for the dependent. Setting it needs the right to update the owner's
   * finalizers. Default: true for a controller, else false.
   */
  readonly blockOwnerDeletion?: boolean;
}

/**
 * The dependent with `owner` as its managing controller: deleting the owner then deletes it, and `@Owns` notices its
 * changes. A reference to the same owner (group, kind and name) is replaced; others stay.
 * @throws AlreadyOwnedError when another controller manages it
 * @throws TypeError when the garbage collector would not follow the reference: the owner is in another namespace, or it is
 *   in one and the dependent is cluster-scoped
 */
export function setControllerReference<D extends Dependent>(
  owner: Owner,
  dependent: D,
  { blockOwnerDeletion = true }: OwnerReferenceOptions = {},
): D {
  checkNamespaces(owner, dependent);
  const present = controllerOf(dependent);
  if (present !== undefined && !isSameOwner(present, owner)) throw new AlreadyOwnedError(dependent, present);
  return withReference(dependent, owner, { controller: true, blockOwnerDeletion });
}

/**
 * The dependent with `owner` among its owners, though not as its controller: it goes when all of its owners are gone. A
 * reference to the same owner (group, kind and name) is replaced; others stay.
 * @throws TypeError as `setControllerReference`
 */
export function setOwnerReference<D extends Dependent>(
  owner: Owner,
  dependent: D,
  { blockOwnerDeletion = false }: OwnerReferenceOptions = {},
): D {
  checkNamespaces(owner, dependent);
  return withReference(dependent, owner, blockOwnerDeletion ? { blockOwnerDeletion } : {});
}

/** The dependent without references to `owner` (group, kind and name); the same object when it has none. */
export function removeOwnerReference<D extends Dependent>(owner: Owner, dependent: D): D {
  const references = dependent.metadata.ownerReferences ?? [];
  const others = references.filter(reference => !isSameOwner(reference, owner));
  return others.length === references.length ? dependent : withReferences(dependent, others);
}

/**
 * The dependent without its reference to `owner`, which must be its managing controller.
 * @throws TypeError when it is controlled by another one, or by nobody
 */
export function removeControllerReference<D extends Dependent>(owner: Owner, dependent: D): D {
  const controller = controllerOf(dependent);
  if (controller !== undefined && isSameOwner(controller, owner)) return removeOwnerReference(owner, dependent);
  const by = controller === undefined ? 'nobody' : `${controller.kind} ${controller.name}`;
  throw new TypeError(
    `${nameOf(dependent)} is not controlled by ${owner.kind} ${owner.metadata.name}, but by ${by}: its owner reference stays`,
  );
}

/** Whether some controller manages the object. */
export function hasControllerReference(object: Owned): boolean {
  return controllerOf(object) !== undefined;
}

/** The reference to the managing controller; undefined when there is none. */
export function controllerOf(object: Owned): Reference | undefined {
  return object.metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** Whether `owner` is the managing controller: this very object, not a former one of its name (`metav1.IsControlledBy`). */
export function isControlledBy(object: Owned, owner: { readonly metadata: { readonly uid: string } }): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid;
}

/**
 * Whether `owner` is among the owners: this very object, not a former one of its name. (controllerutil compares names here;
 * the garbage collector compares uids.)
 */
export function hasOwnerReference(object: Owned, owner: { readonly metadata: { readonly uid: string } }): boolean {
  return object.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid) ?? false;
}

/** Whether a reference names this owner, or a former one of its name. The version does not count: an owner may be read in several. */
export function isSameOwner(reference: Reference, owner: Owner): boolean {
  return (
    groupOf(reference.apiVersion) === groupOf(owner.apiVersion) &&
    reference.kind === owner.kind &&
    reference.name === owner.metadata.name
  );
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** Replaces the reference to the owner in its place, or adds it at the end. */
function withReference<D extends Dependent>(dependent: D, owner: Owner, says: Partial<OwnerReference>): D {
  const { apiVersion, kind, metadata } = owner;
  const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid, ...says };
  const present = dependent.metadata.ownerReferences ?? [];
  const at = present.findIndex(other => isSameOwner(other, owner));
  return withReferences(dependent, at < 0 ? [...present, reference] : present.with(at, reference));
}

function withReferences<D extends Dependent>(dependent: D, references: readonly Reference[]): D {
  const { ownerReferences: _, ...metadata } = dependent.metadata;
  return {
    ...dependent,
    metadata: references.length === 0 ? metadata : { ...metadata, ownerReferences: references },
  };
}

function checkNamespaces(owner: Owner, dependent: Dependent): void {
  const from = owner.metadata.namespace;
  const to = dependent.metadata.namespace;
  if (!from || from === to) return;
  const what = `${owner.kind} ${keyText(owner.metadata)} cannot own ${nameOf(dependent)}`;
  throw new TypeError(`${what}: ${to ? 'they are in different namespaces' : 'the dependent is in no namespace'}`);
}

function nameOf({ metadata }: Dependent): string {
  return metadata.name === undefined ? 'the dependent' : keyText(metadata as ObjectKey);
}
