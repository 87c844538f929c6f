// A schema together with the places in the source that it came from.
import type { SchemaType, StructuralSchema } from '../../schema/structural-schema.js';
import type { Origin } from './diagnostic.js';

/** The keywords that have schemas below them. */
type BranchKeyword = 'items' | 'properties' | 'additionalProperties' | 'allOf' | 'anyOf' | 'oneOf' | 'not';

/** The keywords that have no schemas below them, and the one form of `anyOf` that is written. */
export interface LeafSchema extends Omit<StructuralSchema, BranchKeyword> {
  /** Only what comes with `x-kubernetes-int-or-string`. */
  readonly anyOf?: readonly { readonly type: SchemaType }[];
  /** Keywords that were said twice, and must both hold. */
  readonly allOf?: readonly ValueValidation[];
}

/** What may stand in `allOf` of a structural schema. */
export type ValueValidation = Pick<StructuralSchema, 'pattern' | 'multipleOf' | 'format'>;

/** The schema of a type or field. Its children hold their own places. */
export interface SchemaNode extends LeafSchema {
  /** Where the field, or the type, is declared. */
  readonly origin: Origin;
  /** Where a keyword was said: the place of the decorator's argument. */
  readonly said: { readonly [keyword: string]: Origin };
  /** It stands for a type that could not be read, which has been told: what others say of it means nothing. */
  readonly unread?: true;
  readonly items?: SchemaNode;
  /** In the order of the source. */
  readonly properties?: { readonly [name: string]: SchemaNode };
  readonly additionalProperties?: SchemaNode;
}
