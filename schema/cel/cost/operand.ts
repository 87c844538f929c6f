// What the cost of a call follows from: its operands.
import type { CelType } from '../cel-type.js';
import type { Expression } from '../expression.js';
import type { Path } from './path.js';
import { type Range, UNKNOWN } from './range.js';

/** Size and cost are not the same: a list of texts has few items, and to compare it costs the length of all. */
export interface Operand {
  readonly path: Path;
  readonly type: CelType;
  /** Absent for the items of a list. */
  readonly expression?: Expression;
  /** What follows from the expression itself. */
  readonly size?: Range;
}

export interface Call {
  readonly function: string;
  readonly overload: string;
  /** What it is called on. */
  readonly target?: Operand;
  readonly arguments: readonly Operand[];
  /** What the schema tells of a value. */
  readonly sizeAt: (path: Path) => Range | undefined;
}

export interface CallCost {
  /** Without that of the arguments. */
  readonly cost: Range;
  /** The size of what it gives; absent if it is not known. */
  readonly size?: Range;
}

/** As cel-go's own functions look at it. */
export function sizeOf(operand: Operand): Range {
  return operand.size ?? UNKNOWN;
}

/** As those of libraries look at it, which ask the schema once more. */
export function sizeInCall(operand: Operand, call: Call): Range {
  return operand.size ?? call.sizeAt(operand.path) ?? UNKNOWN;
}
