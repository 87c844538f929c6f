// From a change in the cache to the keys of the objects that must be reconciled for it, and why.
import type { KindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { CachedObject } from '../cache/cached-object.js';
import type { InformerHandler } from '../cache/informer.js';
import type { ObjectOwner } from '../encoded/encoded-object.js';
import type { Logger } from '../log/logger.js';
import { keyText, type ObjectKey } from '../meta/object-key.js';
import type { EventCause } from './causes.js';
import { isKeyOf, keyForm, shownKey } from './key-check.js';
import type { Predicate } from './predicates.js';

type AnyObject = CachedObject<KubernetesObject>;

/** The priority of what was there at the start, and of resyncs: behind all that is new. As controller-runtime's LowPriority. */
export const LOW_PRIORITY = -100;

/** Where keys go. */
export interface KeyQueue {
  enqueue(key: string, event: CausingEvent, priority: number): void;
}

/** What has happened. */
export interface CausingEvent {
  readonly type: EventCause['type'];
  readonly kind: string;
  /** The object as it is now, or was at last. */
  readonly object: AnyObject;
  /** Of `updated`: as it was before. */
  readonly old?: AnyObject | undefined;
}

/** What a handler follows. */
export interface FollowedKind {
  readonly kind: string;
  /** Default: every change counts. */
  readonly when?: Predicate<never> | undefined;
  /**
   * The beginning of a deletion counts too, for objects whose creation would: they wait for us. A predicate that asks only
   * what has changed (`labelsChanged`) does not see it.
   */
  readonly endsAreOurs?: boolean | undefined;
  readonly queue: KeyQueue;
  readonly log: Logger;
}

/** The keys to reconcile for a state of an object. */
type KeysOf = (object: AnyObject) => readonly string[] | Promise<readonly string[]>;

/** The object itself. */
export function enqueueObject(followed: FollowedKind): InformerHandler<KubernetesObject> {
  return handlerOf(followed, ({ key }) => [key]);
}

/**
 * The controller of the object, if it is of this kind; with `everyOwner`, all its owners of this kind. Objects without
 * such an owner reference trigger nothing. When the references change, both former and new owners are reconciled.
 */
export function enqueueOwner(
  owner: KindInfo,
  followed: FollowedKind,
  everyOwner = false,
): InformerHandler<KubernetesObject> {
  return handlerOf(followed, ({ owners, namespace }) => {
    const within = owner.scope === 'Namespaced' ? namespace : undefined;
    return owners
      .filter(reference => (everyOwner || reference.controller) && refersTo(reference, owner))
      .map(({ name }) => keyText({ namespace: within, name }));
  });
}

/**
 * Beside what a handler does: those that wait for an object to go, whoever it belongs to, and whichever changes count
 * otherwise.
 */
export function enqueueWaiting(
  { kind, queue }: FollowedKind,
  handler: InformerHandler<KubernetesObject>,
  waitingFor: (object: ObjectKey) => readonly string[],
): InformerHandler<KubernetesObject> {
  return {
    ...handler,
    onDelete: (object, finalStateUnknown) => {
      handler.onDelete?.(object, finalStateUnknown);
      for (const key of waitingFor(object)) queue.enqueue(key, { type: 'deleted', kind, object }, 0);
    },
  };
}

/** The keys of this kind that a function answers; what it throws is logged, and enqueues nothing. */
export function enqueueMapped(
  reconciled: KindInfo,
  map: (object: Snapshot<KubernetesObject>) => readonly ObjectKey[] | Promise<readonly ObjectKey[]>,
  followed: FollowedKind,
): InformerHandler<KubernetesObject> {
  const { log, kind } = followed;
  return handlerOf(followed, cached => {
    const failed = (error: unknown): [] => {
      log.error('the map function of @Watches failed', { kind, object: cached.key, error });
      return [];
    };
    try {
      const answer: unknown = map(cached.object);
      if (answer instanceof Promise) return answer.then(keys => checkedKeys(keys, reconciled)).catch(failed);
      return checkedKeys(answer, reconciled);
    } catch (error) {
      return failed(error);
    }
  });
}

/** TypeScript keeps to the type; a program that is not compiled, or has an `any` somewhere, may not. */
function checkedKeys(answer: unknown, reconciled: KindInfo): readonly string[] {
  if (!Array.isArray(answer)) throw new TypeError(`it answered ${shownKey(answer)}, which is no list of keys`);
  return answer.map(key => {
    if (isKeyOf(reconciled, key)) return keyText(key);
    throw new TypeError(`it answered ${shownKey(key)}: keys of ${reconciled.kind} are ${keyForm(reconciled)}`);
  });
}

/** An update is told for the old state and for the new one, as controller-runtime's handlers do; each key once. */
function handlerOf(followed: FollowedKind, keysOf: KeysOf): InformerHandler<KubernetesObject> {
  const { kind, queue } = followed;
  const enqueue = (keys: readonly string[], type: EventCause['type'], object: AnyObject, old?: AnyObject): void => {
    if (keys.length === 0) return;
    const priority = type === 'listed' || type === 'resynced' ? LOW_PRIORITY : 0;
    const event: CausingEvent = { type, kind, object, old };
    for (const key of keys) queue.enqueue(key, event, priority);
  };
  const tell = (keys: ReturnType<KeysOf>, type: EventCause['type'], object: AnyObject, old?: AnyObject): void => {
    if (keys instanceof Promise) void keys.then(keys => enqueue(keys, type, object, old));
    else enqueue(keys, type, object, old);
  };
  return {
    onAdd: (object, isInInitialList) => {
      if (passes(followed, object, when => when.create?.(object))) {
        tell(keysOf(object), isInInitialList ? 'listed' : 'created', object);
      }
    },
    onUpdate: (old, now) => {
      const counts = passes(followed, now, when => when.update?.(old, now)) || isOurEnd(followed, old, now);
      if (!counts) return;
      const type = old.resourceVersion === now.resourceVersion ? 'resynced' : 'updated';
      tell(union(keysOf(old), keysOf(now)), type, now, old);
    },
    onDelete: object => {
      if (passes(followed, object, when => when.delete?.(object))) tell(keysOf(object), 'deleted', object);
    },
  };
}

/** A predicate that fails lets the change through: one reconcile too many does no harm, one too few may. */
function passes(
  { when, kind, log }: FollowedKind,
  { key }: AnyObject,
  asks: (when: Predicate) => boolean | undefined,
): boolean {
  if (when === undefined) return true;
  try {
    // The types of decorators see to it that a predicate is one of the kind that it stands with.
    return asks(when as Predicate) ?? true;
  } catch (error) {
    log.error('a predicate failed; the change is taken to count', { kind, object: key, error });
    return true;
  }
}

function isOurEnd(followed: FollowedKind, old: AnyObject, now: AnyObject): boolean {
  if (!followed.endsAreOurs || old.deletionTimestamp !== undefined || now.deletionTimestamp === undefined) return false;
  return passes(followed, now, when => when.create?.(now));
}

function union(a: ReturnType<KeysOf>, b: ReturnType<KeysOf>): ReturnType<KeysOf> {
  if (a instanceof Promise || b instanceof Promise) return Promise.all([a, b]).then(([a, b]) => union(a, b));
  // Most often they are the same single key.
  if (a.length === 1 && b.length === 1 && a[0] === b[0]) return b;
  return [...new Set([...a, ...b])];
}

/** Versions are left out: an owner is the same object in all versions of its kind. */
function refersTo(reference: Pick<ObjectOwner, 'apiVersion' | 'kind'>, { group, kind }: KindInfo): boolean {
  const slash = reference.apiVersion.indexOf('/');
  const referenced = slash < 0 ? '' : reference.apiVersion.slice(0, slash);
  return referenced === group && reference.kind === kind;
}
