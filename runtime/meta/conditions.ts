// The conditions of a status, as apimachinery's `api/meta` keeps them. Pure: the given list is left as it is.
import type { Condition } from '../../decorators/condition.js';
import { timeText } from './times.js';

/** Conditions as they are read or written. */
export type Conditions = readonly Readonly<Condition>[];

/** What all conditions have; those of the core kinds have other fields beside. */
export interface AnyCondition {
  readonly type: string;
  readonly status: string;
}

/** A condition to be set; when its status last changed follows from what was there, unless it is said. */
export type NewCondition = Readonly<
  Omit<Condition, 'lastTransitionTime' | 'observedGeneration'> & {
    lastTransitionTime?: Condition['lastTransitionTime'] | undefined;
    observedGeneration?: Condition['observedGeneration'] | undefined;
  }
>;

/**
 * The conditions with this one in them: in place of the one of its type, or at the end; the same list when nothing
 * changes. `lastTransitionTime` becomes `now`, in whole seconds, or what the condition says, only when the status changes. The
 * observed generation of the former condition does not stay: say it each time.
 */
export function setCondition(conditions: Conditions | undefined, condition: NewCondition, now: Date): Conditions {
  const present = conditions ?? [];
  const at = present.findIndex(({ type }) => type === condition.type);
  const former = present[at];
  const changed = condition.lastTransitionTime ?? timeText(now);
  if (former === undefined) return [...present, changedAt(changed, condition)];
  if (isSame(former, condition)) return present;
  const lastTransitionTime = former.status === condition.status ? former.lastTransitionTime : changed;
  return present.with(at, changedAt(lastTransitionTime, condition));
}

/** What is undefined is left out: it would look like a change each time, for no server keeps it. */
function changedAt(
  lastTransitionTime: Condition['lastTransitionTime'],
  { observedGeneration, ...rest }: NewCondition,
): Readonly<Condition> {
  return { ...rest, ...(observedGeneration !== undefined && { observedGeneration }), lastTransitionTime };
}

/** The conditions without the one of this type; the same list when there is none. */
export function removeCondition<C extends AnyCondition>(
  conditions: readonly C[] | undefined,
  type: string,
): readonly C[] {
  const present = conditions ?? [];
  return findCondition(present, type) === undefined ? present : present.filter(condition => condition.type !== type);
}

/** The condition of this type. */
export function findCondition<C extends AnyCondition>(
  conditions: readonly C[] | undefined,
  type: string,
): C | undefined {
  return conditions?.find(condition => condition.type === type);
}

/** Whether there is a condition of this type, with status `True`. */
export function isConditionTrue(conditions: readonly AnyCondition[] | undefined, type: string): boolean {
  return findCondition(conditions, type)?.status === 'True';
}

/** Whether there is a condition of this type, with status `False`. */
export function isConditionFalse(conditions: readonly AnyCondition[] | undefined, type: string): boolean {
  return isConditionPresentAndEqual(conditions, type, 'False');
}

/** Whether there is a condition of this type with this status. */
export function isConditionPresentAndEqual(
  conditions: readonly AnyCondition[] | undefined,
  type: string,
  status: 'True' | 'False' | 'Unknown',
): boolean {
  return findCondition(conditions, type)?.status === status;
}

function isSame(a: NewCondition, b: NewCondition): boolean {
  return (
    a.status === b.status &&
    a.reason === b.reason &&
    a.message === b.message &&
    a.observedGeneration === b.observedGeneration
  );
}
