// What came of applying a set of objects.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { ExplainedError } from '../log/explained-error.js';
import { thrownText } from '../log/thrown-text.js';
import { keyText, type ObjectKey } from '../meta/object-key.js';

/** One object of a set. */
export interface AppliedObject {
  readonly kind: Kind<KubernetesObject>;
  readonly key: ObjectKey;
  /** As it is now, or as it was last seen when it was pruned; undefined when it never was there. */
  readonly object: Snapshot<KubernetesObject> | undefined;
}

/** One object that could not be brought to its wished form, or away. */
export interface FailedObject extends AppliedObject {
  readonly error: unknown;
}

/** What an `apply` has done, each in the order of the wished objects. */
export interface ApplyResult {
  readonly created: readonly AppliedObject[];
  readonly changed: readonly AppliedObject[];
  /** Those that were as wished: they cost no request. */
  readonly unchanged: readonly AppliedObject[];
  /** Deleted, because they are no longer wished. */
  readonly pruned: readonly AppliedObject[];
  /** On their way out, so that nothing can be done to them: they are created anew when they are gone. */
  readonly terminating: readonly AppliedObject[];
  /**
   * Left for a while, because somebody else changes them back each time, or a pure function wishes something else each time;
   * the controller comes back to them by itself.
   */
  readonly heldBack: readonly AppliedObject[];
  /** Not tried, because an object of an earlier wave is not there yet. */
  readonly later: readonly AppliedObject[];
  readonly failed: readonly FailedObject[];
}

/**
 * Some objects of a set could not be applied or pruned; the others were. `result` has all of them, and the error of each that
 * failed. Nothing is pruned while an object cannot be applied.
 */
export class DesiredStateError extends ExplainedError {
  override readonly name = 'DesiredStateError';
  readonly result: ApplyResult;

  constructor(result: ApplyResult) {
    const { failed, later } = result;
    const told = failed.slice(0, MOST_TOLD).map(({ error }) => thrownText(error));
    const many = failed.length === 1 ? 'one object' : `${failed.length} objects`;
    const others = failed.length - told.length;
    const more = others === 0 ? '' : `; and ${others} more`;
    super(`${many} of the desired state failed: ${told.join('; ')}${more}${untried(later)}`, {
      cause: failed[0]?.error,
    });
    this.result = result;
  }
}

/** Objects that a message names; `result` has all. */
const MOST_TOLD = 10;

function untried(later: readonly AppliedObject[]): string {
  if (later.length === 0) return '';
  const others = later.length - MOST_TOLD;
  const more = others > 0 ? `, and ${others} more` : '';
  return `. Of later waves, not tried: ${later.slice(0, MOST_TOLD).map(nameOf).join(', ')}${more}`;
}

/** `Service default/redis`. */
export function nameOf({ kind, key }: Pick<AppliedObject, 'kind' | 'key'>): string {
  return `${kind.name} ${keyText(key)}`;
}
