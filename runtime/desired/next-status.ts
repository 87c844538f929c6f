// The status to write, so that it is as wished.
import type { Condition } from '../../decorators/condition.js';
import type { Draft } from '../../decorators/snapshot.js';
import { type Conditions, findCondition, type NewCondition, setCondition } from '../meta/conditions.js';
import { mergePatch } from '../meta/merge-patch.js';

/** A whole status as it is wished: of conditions, when they last changed and for which generation follows by itself. */
export type WishedStatus<S> = S extends { conditions?: Condition[] }
  ? Omit<Draft<S>, 'conditions'> & { readonly conditions?: readonly NewCondition[] | undefined }
  : Draft<S>;

/**
 * The whole status to write in place of the present one; undefined when that is as wished. Conditions keep their order, and
 * their `lastTransitionTime` where the status of the condition is as before; new ones come last.
 * @param generation the generation that was observed, for the conditions that do not say theirs
 */
export function nextStatus(
  present: object | undefined,
  wished: object,
  generation: number | undefined,
  now: Date,
): object | undefined {
  const { conditions, ...rest } = wished as { readonly conditions?: unknown };
  if (!isConditions(conditions)) return changed(present, wished);
  const former = (present as { readonly conditions?: Conditions } | undefined)?.conditions ?? [];
  const twice = conditions.find(({ type }, i) => conditions.findIndex(other => other.type === type) !== i);
  if (twice !== undefined) throw new TypeError(`the condition ${twice.type} is wished twice in a status`);
  // Each condition once; those that are not wished any more go.
  let set: Conditions = former.filter(({ type }) => findCondition(conditions, type) !== undefined);
  const observed = generation === undefined ? {} : { observedGeneration: generation };
  for (const condition of conditions) set = setCondition(set, { ...observed, ...condition }, now);
  return changed(present, { ...rest, conditions: set });
}

function changed(present: object | undefined, next: object): object | undefined {
  return mergePatch(present ?? {}, next) === undefined ? undefined : next;
}

function isConditions(value: unknown): value is readonly NewCondition[] {
  return (
    Array.isArray(value) && value.every(item => typeof item?.type === 'string' && typeof item?.status === 'string')
  );
}
