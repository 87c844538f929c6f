// What a delete makes of an object: nothing at once, or an object that is on its way out.
import type { ApiObject } from '../object/api-object.js';
import { sameJson } from '../object/json.js';
import { timestamp } from '../object/timestamp.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { DeleteOptions } from './delete-options.js';
import { deletionFinalizers } from './deletion-finalizers.js';

/** What is to happen: the object goes, stays as it is, or is stored with marks of its deletion. */
export type Deletion =
  | {
      readonly outcome: 'remove' /** The last state, if that has marks of the deletion. */;
      readonly object?: ApiObject;
    }
  | {
      readonly outcome: 'keep' /** Whether a former delete goes on, and this one is not looked at any more. */;
      readonly pending: boolean;
    }
  | { readonly outcome: 'mark'; readonly object: ApiObject };

/** @param now milliseconds since the epoch */
export function deletionOf(type: ResourceType, object: ApiObject, options: DeleteOptions, now: number): Deletion {
  const finalizers = deletionFinalizers(object.metadata, options, type.rules?.orphans !== undefined);
  const grace = graceOf(type, object, options, now);
  if (grace === 'pending' || isTerminating(type, object)) return { outcome: 'keep', pending: true };
  const held = finalizers.length > 0 || !(type.rules?.releasable?.(object) ?? true);
  if (grace === undefined && !held) return { outcome: 'remove' };
  const graceful = grace ?? { until: now, seconds: type.rules?.releasable === undefined ? 0 : undefined };
  // Once it is marked and has no time left, it stays for its finalizers alone.
  const marked = markedObject(type, withFinalizers(object, finalizers), graceful);
  if (graceful.seconds === 0 && grace !== undefined && !held) return { outcome: 'remove', object: marked };
  return sameJson(marked, object) ? { outcome: 'keep', pending: false } : { outcome: 'mark', object: marked };
}

/** Whether an object that is being deleted has nothing to wait for any more. */
export function isReleased(type: ResourceType, { metadata, ...object }: ApiObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = metadata;
  if (deletionTimestamp === undefined || finalizers.length > 0 || deletionGracePeriodSeconds > 0) return false;
  return type.rules?.releasable?.({ metadata, ...object } as ApiObject) ?? true;
}

/** Whether a delete before has begun what is not at its end yet: what is in a Namespace goes. */
function isTerminating({ rules }: ResourceType, object: ApiObject): boolean {
  if (rules?.releasable === undefined || object.metadata.deletionTimestamp === undefined) return false;
  return !rules.releasable(object);
}

interface Grace {
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly seconds: number | undefined;
}

/** Undefined when the kind knows no grace; pending when a former delete grants no more than this one. */
function graceOf(
  type: ResourceType,
  { metadata, ...rest }: ApiObject,
  { gracePeriodSeconds }: DeleteOptions,
  now: number,
): Grace | 'pending' | undefined {
  const requested = gracePeriodSeconds !== undefined && gracePeriodSeconds < 0 ? 1 : gracePeriodSeconds;
  if (type.rules?.gracePeriod === undefined) return undefined;
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata;
  if (deletionTimestamp === undefined) {
    const seconds = type.rules.gracePeriod({ metadata, ...rest } as ApiObject, requested);
    return seconds === undefined ? undefined : { until: now + seconds * 1000, seconds };
  }
  if (deletionGracePeriodSeconds === 0) return undefined;
  if (requested === undefined || requested >= deletionGracePeriodSeconds) return 'pending';
  const until = Date.parse(deletionTimestamp) + (requested - deletionGracePeriodSeconds) * 1000;
  if (until >= now) return { until, seconds: requested };
  return { until: now, seconds: requested === 0 ? 0 : 1 };
}

function withFinalizers(object: ApiObject, finalizers: readonly string[]): ApiObject {
  if (finalizers === object.metadata.finalizers || finalizers.length === (object.metadata.finalizers?.length ?? 0)) {
    if (finalizers.every(each => object.metadata.finalizers?.includes(each))) return object;
  }
  return { ...object, metadata: { ...object.metadata, finalizers } };
}

function markedObject(type: ResourceType, object: ApiObject, { until, seconds }: Grace): ApiObject {
  const { metadata } = object;
  const first = metadata.deletionTimestamp === undefined;
  const later = metadata.deletionTimestamp !== undefined && Date.parse(metadata.deletionTimestamp) > until;
  const marked: ApiObject = {
    ...object,
    metadata: {
      ...metadata,
      deletionTimestamp: first || later ? timestamp(until) : (metadata.deletionTimestamp ?? timestamp(until)),
      ...(seconds !== undefined && { deletionGracePeriodSeconds: seconds }),
      // Kinds with a deletion of their own do not count it.
      ...(first &&
        metadata.generation !== undefined &&
        type.rules?.releasable === undefined && { generation: metadata.generation + 1 }),
    },
  };
  return first ? (type.rules?.prepareForDelete?.(marked) ?? marked) : marked;
}
