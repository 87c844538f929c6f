// `all`, `exists` and `exists_one`, with one variable or two.
import type { Expression } from '../expression.js';
import { type Macro, oneVariable, twoVariables } from './macro.js';
import { ACCUMULATOR, type MacroWriter } from './macro-writer.js';

export const all = quantifier('all', (write, predicate) => ({
  accuInit: write.bool(true),
  loopCondition: write.call('@not_strictly_false', write.accumulator()),
  loopStep: write.call('_&&_', write.accumulator(), predicate),
  result: write.accumulator(),
}));

export const exists = quantifier('exists', (write, predicate) => ({
  accuInit: write.bool(false),
  loopCondition: write.call('@not_strictly_false', write.call('!_', write.accumulator())),
  loopStep: write.call('_||_', write.accumulator(), predicate),
  result: write.accumulator(),
}));

export const existsOne = quantifier('exists_one', (write, predicate) => ({
  accuInit: write.int(0),
  loopCondition: write.bool(true),
  loopStep: write.call('_?_:_', predicate, write.call('_+_', write.accumulator(), write.int(1)), write.accumulator()),
  result: write.call('_==_', write.accumulator(), write.int(1)),
}));

interface Walk {
  readonly accuInit: Expression;
  readonly loopCondition: Expression;
  readonly loopStep: Expression;
  readonly result: Expression;
}

function quantifier(macro: string, walk: (write: MacroWriter, predicate: Expression) => Walk): Macro {
  return (write, iterRange, args) => {
    const [first, second, third] = args as [Expression, Expression, Expression?];
    const variables =
      third === undefined ? oneVariable(first, 'argument must be a simple name') : twoVariables(first, second);
    if ('problem' in variables) return variables;
    const parts = walk(write, third ?? second);
    return write.comprehension({ macro, ...variables, iterRange, accuVar: ACCUMULATOR, ...parts });
  };
}
