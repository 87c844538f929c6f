// The standard condition of a status.
import type { Int64, Time } from './scalars.js';

/**
 * One aspect of the observed state of the object.
 * ---
 * `metav1.Condition` of the API conventions, with its bounds: a reason is one word of letters, digits, `_`, `,` and `:`, and is
 * never empty. Keep them as a list with `@ListMap('type')`. (Text below the line stays out of the CRD.)
 */
export interface Condition {
  /** Type of condition in CamelCase, such as `Ready`. */
  type: string;
  /** Status of the condition: `True`, `False` or `Unknown`. */
  status: 'True' | 'False' | 'Unknown';
  /** The `metadata.generation` that the condition was set for; older than the object's means out of date. */
  observedGeneration?: Int64;
  /** When the status last changed from one value to another. */
  lastTransitionTime: Time;
  /** Reason for the last transition, one word in CamelCase; programs may act on it. */
  reason: string;
  /** Details of the transition for people; may be empty. */
  message: string;
}
