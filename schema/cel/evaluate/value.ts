// The values of CEL while a rule is evaluated. What other languages throw is a value here, because `&&`, `||` and the macros
// go on where one operand fails.
import type { Json } from '../../structural-schema.js';
import type { CelList } from './list.js';
import type { CelMap } from './map.js';

export type Value =
  | null
  | boolean
  /** An `int`. */
  | bigint
  /** A `double`. */
  | number
  | string
  | Uint8Array
  | Unsigned
  | Timestamp
  | Duration
  | CelList
  | CelMap
  | TypeValue
  | Optional
  | Opaque
  | Failure;

/** Why an expression has no value, in the words of the API server. */
export class Failure {
  constructor(readonly message: string) {}
}

export const NO_SUCH_OVERLOAD = new Failure('no such overload');

/** A `uint`. */
export class Unsigned {
  constructor(readonly value: bigint) {}
}

export class Timestamp {
  /**
   * @param nanoseconds since 1970
   * @param offset of the zone it was written in, in seconds east of UTC: its text is that of that zone
   */
  constructor(
    readonly nanoseconds: bigint,
    readonly offset = 0,
  ) {}
}

export class Duration {
  constructor(readonly nanoseconds: bigint) {}
}

/** The type of a value, as a value. */
export class TypeValue {
  constructor(readonly name: string) {}
}

export class Optional {
  /** @param value undefined for `optional.none()` */
  constructor(readonly value: Value | undefined) {}
}

export const NONE = new Optional(undefined);

/** A value of one of Kubernetes' libraries. */
export abstract class Opaque {
  abstract readonly typeName: string;
  abstract equals(other: Value): boolean | Failure;
  /** For costs. */
  get size(): number {
    return 1;
  }

  /** Whether its comparison costs 1, whatever its size. */
  readonly comparesAtOnce: boolean = true;
}

/** A value without a type, which the schema only preserves. */
export class Preserved extends Opaque {
  override readonly typeName = 'unknown';
  override readonly comparesAtOnce = false;
  constructor(readonly json: Json) {
    super();
  }

  override equals(other: Value): boolean {
    return other instanceof Preserved && JSON.stringify(other.json) === JSON.stringify(this.json);
  }
}

/** The cost that the evaluation may have is used up. */
export class CostExceeded extends Error {
  override readonly name = 'CostExceeded';
}

/** What makes cel-go give up an evaluation as a whole; its words are those of Go. */
export class Panic extends Error {
  override readonly name = 'Panic';
}
