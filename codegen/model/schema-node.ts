// A schema together with the places in the source that it came from.
import type { StructuralSchema } from '../../schema/structural-schema.js';
import type { Origin } from './diagnostic.js';

/** The keywords that have no schemas below them. */
export type LeafSchema = Omit<StructuralSchema, 'items' | 'properties' | 'additionalProperties'>;

/** The schema of a type or field. Its children hold their own places. */
export interface SchemaNode extends LeafSchema {
  /** Where the field, or the type, is declared. */
  readonly origin: Origin;
  /** Where a keyword was said: the place of the decorator's argument. */
  readonly said: { readonly [keyword: string]: Origin };
  readonly items?: SchemaNode;
  /** In the order of the source. */
  readonly properties?: { readonly [name: string]: SchemaNode };
  readonly additionalProperties?: SchemaNode;
}
