// What a macro is, and how macros read the names of their variables.
import type { Expression, Span } from '../expression.js';
import { ACCUMULATOR, type MacroWriter } from './macro-writer.js';

/** `target` is the receiver; the arguments are as many as the entry of the macro in the table says. */
export type Macro = (write: MacroWriter, target: Expression, args: readonly Expression[]) => Expression | MacroProblem;

/** Why the arguments of a macro do not fit. */
export interface MacroProblem {
  readonly problem: string;
  readonly span: Span;
}

export interface IterationVariables {
  readonly iterVar: string;
  readonly iterVar2?: string;
}

/** The variable of a macro, which must be a plain identifier. */
export function oneVariable(argument: Expression, otherwise: string): IterationVariables | MacroProblem {
  if (argument.kind !== 'identifier') return { problem: otherwise, span: argument.span };
  if (isAccumulator(argument.name)) return { problem: OVERWRITES, span: argument.span };
  return { iterVar: argument.name };
}

/** The two variables of a macro: of a list index and element, of a map key and value. */
export function twoVariables(first: Expression, second: Expression): IterationVariables | MacroProblem {
  for (const argument of [first, second]) {
    if (argument.kind !== 'identifier') return { problem: 'argument must be a simple name', span: argument.span };
  }
  const [iterVar, iterVar2] = [name(first), name(second)];
  if (iterVar === iterVar2) return { problem: `duplicate variable name: ${iterVar}`, span: second.span };
  if (isAccumulator(iterVar)) return { problem: OVERWRITES, span: first.span };
  if (isAccumulator(iterVar2)) return { problem: OVERWRITES, span: second.span };
  return { iterVar, iterVar2 };
}

const OVERWRITES = 'iteration variable overwrites accumulator variable';

/** The older name of the accumulator stays forbidden. */
function isAccumulator(name: string): boolean {
  return name === ACCUMULATOR || name === '__result__';
}

function name(argument: Expression): string {
  return argument.kind === 'identifier' ? argument.name : '';
}
