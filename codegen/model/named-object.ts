// What the cluster knows an object by: it keeps one for each.
import type { Origin } from './diagnostic.js';

export interface NamedObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent: in none. */
  readonly namespace?: string;
  readonly name: string;
  /** The file that it is in, below the output folder. */
  readonly path: string;
  /** Where its name can be changed: where it was said, or `roleName` for the option; absent: nowhere. */
  readonly namedBy?: Origin | 'roleName';
}
