// The schemas of the scalar types, by the mark that `decorators/scalars.ts` puts on them.
import { INT_OR_STRING, QUANTITY } from '../../schema/published/special-schemas.js';
import type { LeafSchema } from '../model/schema-node.js';

/** What `time.ParseDuration` of Go reads. */
const DURATION_PATTERN = '^([+-]?(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+|[+-]?0)$';

export const SCALAR_SCHEMAS: { readonly [mark: string]: LeafSchema } = {
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  'date-time': { type: 'string', format: 'date-time' },
  'date-time-micro': { type: 'string', format: 'date-time' },
  duration: { type: 'string', pattern: DURATION_PATTERN },
  quantity: QUANTITY,
  'int-or-string': INT_OR_STRING,
};

/** Of the scalars that are numbers or texts, the schema of their texts alone. */
export const TEXT_SCHEMAS: { readonly [mark: string]: LeafSchema | undefined } = {
  quantity: { type: 'string', pattern: QUANTITY.pattern },
  'int-or-string': { type: 'string' },
};
