// The schemas of the scalar types, by the mark that `decorators/scalars.ts` puts on them.
import type { LeafSchema } from '../model/schema-node.js';

/** `resource.Quantity` of apimachinery: sign, decimal digits, then a binary or decimal suffix or an exponent. */
const QUANTITY_PATTERN =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

const INT_OR_STRING: LeafSchema = {
  anyOf: [{ type: 'integer' }, { type: 'string' }],
  'x-kubernetes-int-or-string': true,
};

export const SCALAR_SCHEMAS: { readonly [mark: string]: LeafSchema } = {
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  'date-time': { type: 'string', format: 'date-time' },
  'date-time-micro': { type: 'string', format: 'date-time' },
  duration: { type: 'string' },
  quantity: { ...INT_OR_STRING, pattern: QUANTITY_PATTERN },
  'int-or-string': INT_OR_STRING,
};
