// How a propagation policy becomes finalizers, for the garbage collector to act on.
import type { ApiObjectMeta } from '../object/api-object.js';

export const ORPHAN = 'orphan';
export const FOREGROUND = 'foregroundDeletion';

/** What a delete says of the dependents. */
export interface Propagation {
  readonly propagationPolicy?: string | undefined;
  readonly orphanDependents?: boolean | undefined;
}

/**
 * The finalizers that an object has once it is being deleted: the policy's in place of a former policy's.
 * @param orphans whether dependents stay if nobody says what becomes of them
 */
export function deletionFinalizers(
  metadata: ApiObjectMeta,
  propagation: Propagation,
  orphans = false,
): readonly string[] {
  const finalizers = metadata.finalizers ?? [];
  const others = finalizers.filter(each => each !== ORPHAN && each !== FOREGROUND);
  const wanted = policyFinalizer(finalizers, propagation, orphans);
  const next = wanted === undefined ? others : [...others, wanted];
  return next.length === finalizers.length && next.every(each => finalizers.includes(each)) ? finalizers : next;
}

/** Without a policy, that of a former delete holds, and then that of the kind. */
function policyFinalizer(
  finalizers: readonly string[],
  propagation: Propagation,
  orphans: boolean,
): string | undefined {
  const { propagationPolicy, orphanDependents } = propagation;
  if (orphanDependents !== undefined) return orphanDependents ? ORPHAN : undefined;
  if (propagationPolicy === 'Orphan') return ORPHAN;
  if (propagationPolicy === 'Foreground') return FOREGROUND;
  if (propagationPolicy !== undefined) return undefined;
  return finalizers.find(each => each === ORPHAN || each === FOREGROUND) ?? (orphans ? ORPHAN : undefined);
}
