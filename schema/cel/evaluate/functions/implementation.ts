// How a function of CEL is carried out.
import type { Value } from '../value.js';

/** Gets arguments that fit its overload, the receiver first. */
export type Implementation = (...args: any[]) => Value;

/** By the ids of overloads. */
export type Implementations = Readonly<Record<string, Implementation>>;
