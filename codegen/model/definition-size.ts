// How much room a definition takes where it is kept.
import type { Origin } from './diagnostic.js';

export interface DefinitionSize {
  readonly kind: string;
  /** As JSON without spaces, in bytes of UTF-8: as kubectl keeps what it applied, and nearly as etcd keeps it. */
  readonly bytes: number;
  /** The argument of `@Resource`. */
  readonly origin: Origin;
}
