// `@PrintColumn`: the columns of `kubectl get`, with the types that follow from the schema.
import { schemaAtPath } from '../../schema/json-path.js';
import { withObjectMeta } from '../../schema/object-meta.js';
import type { StructuralSchema } from '../../schema/structural-schema.js';
import type { PrintColumnModel } from '../model/api-model.js';
import type { SchemaNode } from '../model/schema-node.js';
import { Options, optionsOf, stringArgument } from './decorator-arguments.js';
import type { OurDecorator } from './our-decorators.js';
import type { Reading } from './reading.js';

const OPTIONS = ['description', 'format', 'priority', 'type'];

/** In the order of the source. A column whose path leads nowhere reads as text; the checks refuse it. */
export function readPrintColumns(
  decorators: readonly OurDecorator[],
  schema: SchemaNode,
  reading: Reading,
): readonly PrintColumnModel[] {
  const whole = withObjectMeta(schema);
  return decorators
    .filter(({ name }) => name === 'PrintColumn')
    .flatMap(decorator => {
      const name = stringArgument(decorator, 0, reading);
      const path = stringArgument(decorator, 1, reading);
      const found = optionsOf(decorator.arguments[2], '@PrintColumn', OPTIONS, reading);
      if (name === undefined || path === undefined || found === undefined) return [];
      const options = new Options(found, '@PrintColumn', reading);
      const description = options.string('description');
      const priority = options.number('priority');
      const format = options.string('format');
      const target = schemaAtPath(whole, path.value);
      // Another text than the types have is refused by the checks.
      const type = options.string('type') as PrintColumnModel['type'] | undefined;
      return [
        {
          name: name.value,
          jsonPath: path.value,
          type: type ?? (target.found ? columnType(target.schema) : 'string'),
          ...(format === undefined ? {} : { format }),
          ...(description === undefined ? {} : { description }),
          ...(priority === undefined ? {} : { priority }),
          origin: path.origin,
          said: { ...options.said, name: name.origin },
        },
      ];
    });
}

function columnType({ type, format }: StructuralSchema): PrintColumnModel['type'] {
  if (type === 'string' && format === 'date-time') return 'date';
  return type === 'integer' || type === 'number' || type === 'boolean' ? type : 'string';
}
