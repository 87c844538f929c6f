// The macros that give a value a name: `optMap`, `optFlatMap`, `sortBy`. They are comprehensions over nothing, of which only
// the initial value and the result count.
import type { Expression } from '../expression.js';
import { map } from './collecting-macros.js';
import type { Macro } from './macro.js';

/** The variable of comprehensions that walk nothing. */
const UNUSED = '#unused';

export const optMap = optionalMap('optMap');
export const optFlatMap = optionalMap('optFlatMap');

function optionalMap(macro: 'optMap' | 'optFlatMap'): Macro {
  return (write, target, args) => {
    const [name, result] = args as [Expression, Expression];
    if (name.kind !== 'identifier') {
      return { problem: `${macro}() variable name must be a simple identifier`, span: name.span };
    }
    const present = write.memberCall('hasValue', target);
    const mapped = write.comprehension({
      macro,
      iterVar: UNUSED,
      iterRange: write.list(),
      accuVar: name.name,
      accuInit: write.memberCall('value', write.copy(target)),
      loopCondition: write.bool(false),
      loopStep: write.identifier(name.name),
      result,
    });
    const optional = macro === 'optMap' ? write.call('optional.of', mapped) : mapped;
    return write.call('_?_:_', present, optional, write.call('optional.none'));
  };
}

const INPUT = '@__sortBy_input__';

/** The list under a name, sorted by the list of its keys. */
export const sortBy: Macro = (write, target, args) => {
  const input = write.identifier(INPUT);
  if (target.kind === 'literal' || target.kind === 'map' || target.kind === 'struct') {
    return {
      problem: 'sortBy can only be applied to a list, identifier, comprehension, call or select expression',
      span: target.span,
    };
  }
  const keys = map(write, write.copy(input), args);
  if ('problem' in keys) return keys;
  const sorted = write.memberCall('@sortByAssociatedKeys', write.copy(input), keys);
  return write.comprehension({
    macro: 'sortBy',
    iterVar: UNUSED,
    iterRange: write.list(),
    accuVar: INPUT,
    accuInit: target,
    loopCondition: write.bool(false),
    loopStep: input,
    result: sorted,
  });
};
