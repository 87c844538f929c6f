// `@SelectableField`: the fields that clients may select by.
import type { SelectableFieldModel } from '../model/api-model.js';
import { stringArgument } from './decorator-arguments.js';
import type { OurDecorator } from './our-decorators.js';
import type { Reading } from './reading.js';

/** In the order of the source. */
export function readSelectableFields(
  decorators: readonly OurDecorator[],
  reading: Reading,
): readonly SelectableFieldModel[] {
  return decorators
    .filter(({ name }) => name === 'SelectableField')
    .flatMap(decorator => {
      const path = stringArgument(decorator, 0, reading);
      return path === undefined ? [] : [{ jsonPath: path.value, origin: path.origin }];
    });
}
