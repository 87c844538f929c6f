// The macros that gather a new list or map: `map`, `filter`, `transformList`, `transformMap`, `transformMapEntry`.
import type { Expression } from '../expression.js';
import { type IterationVariables, type Macro, type MacroProblem, oneVariable, twoVariables } from './macro.js';
import { ACCUMULATOR, type MacroWriter } from './macro-writer.js';

/** `range.map(x, body)` and `range.map(x, condition, body)`. */
export const map: Macro = (write, range, args) => {
  const variables = oneVariable(args[0] as Expression, 'argument is not an identifier');
  return collect(write, range, 'map', variables, args.slice(1), body =>
    write.call('_+_', write.accumulator(), write.list(body)),
  );
};

export const filter: Macro = (write, range, [name, condition]) => {
  const variables = oneVariable(name as Expression, 'argument is not an identifier');
  return collect(write, range, 'filter', variables, [condition as Expression, name as Expression], element =>
    write.call('_+_', write.accumulator(), write.list(element)),
  );
};

export const transformList = transform('transformList', (write, body) =>
  write.call('_+_', write.accumulator(), write.list(body)),
);

export const transformMap = transform('transformMap', (write, body, key) =>
  write.call('cel.@mapInsert', write.accumulator(), write.identifier(key), body),
);

export const transformMapEntry = transform('transformMapEntry', (write, body) =>
  write.call('cel.@mapInsert', write.accumulator(), body),
);

/** `range.macro(a, b, body)` and `range.macro(a, b, condition, body)`. */
function transform(macro: string, step: (write: MacroWriter, body: Expression, key: string) => Expression): Macro {
  return (write, range, args) => {
    const variables = twoVariables(args[0] as Expression, args[1] as Expression);
    // cel-go makes the step before the initial value here, and after it in the macros with one variable.
    if ('problem' in variables) return variables;
    const rest = args.slice(2);
    const added = guarded(write, rest, body => step(write, body, variables.iterVar));
    const accuInit = macro === 'transformList' ? write.list() : write.emptyMap();
    const loopCondition = write.bool(true);
    const result = write.accumulator();
    return write.comprehension({
      macro,
      ...variables,
      iterRange: range,
      accuVar: ACCUMULATOR,
      accuInit,
      loopCondition,
      loopStep: added,
      result,
    });
  };
}

function collect(
  write: MacroWriter,
  iterRange: Expression,
  macro: string,
  variables: IterationVariables | MacroProblem,
  rest: readonly Expression[],
  step: (body: Expression) => Expression,
): Expression | MacroProblem {
  if ('problem' in variables) return variables;
  const accuInit = write.list();
  const loopCondition = write.bool(true);
  const loopStep = guarded(write, rest, step);
  const result = write.accumulator();
  return write.comprehension({
    macro,
    ...variables,
    iterRange,
    accuVar: ACCUMULATOR,
    accuInit,
    loopCondition,
    loopStep,
    result,
  });
}

/** The step for `[body]`; for `[condition, body]` only where the condition holds. */
function guarded(write: MacroWriter, rest: readonly Expression[], step: (body: Expression) => Expression): Expression {
  const [first, second] = rest as [Expression, Expression?];
  if (second === undefined) return step(first);
  return write.call('_?_:_', first, step(second), write.accumulator());
}
