// How strategic merge patches merge the fields of a built-in kind.
import type { StructuralSchema } from '../../schema/structural-schema.js';
import { internalError } from '../object/refusals.js';

/** A schema with the two keywords that the published OpenAPI has for strategic merge patches. */
export interface PatchSchema extends Omit<StructuralSchema, 'items' | 'properties' | 'additionalProperties'> {
  readonly items?: PatchSchema;
  readonly properties?: { readonly [name: string]: PatchSchema };
  readonly additionalProperties?: PatchSchema | boolean;
  /** The field that tells the items of a list apart. */
  readonly 'x-kubernetes-patch-merge-key'?: string;
  /** `merge`, `replace`, `retainKeys`, or two of them with a comma between. */
  readonly 'x-kubernetes-patch-strategy'?: string;
}

/** How a field is merged. */
export interface FieldStrategy {
  /** Lists are replaced unless it is `merge`; objects are merged unless it is `replace`. */
  readonly strategy: 'merge' | 'replace' | '';
  /** Absent for lists of scalars. */
  readonly mergeKey?: string;
  /** For the fields of the object, or of the list's items. */
  readonly below: PatchStrategy;
}

/** How the fields of an object are merged. */
export interface PatchStrategy {
  /** @throws StatusError 500 for a field that the kind does not have, as for what is in a map of free keys */
  field(name: string): FieldStrategy;
}

/** Reads the strategy from the schema of a built-in kind, as it is walked through: schemas may contain themselves. */
export function patchStrategyOf(schema: PatchSchema | undefined): PatchStrategy {
  return {
    field(name) {
      const properties = schema?.properties;
      const field = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (field === undefined) throw internalError(`unable to find api field "${name}"`);
      const strategies = (field['x-kubernetes-patch-strategy'] ?? '').split(',');
      const mergeKey = field['x-kubernetes-patch-merge-key'];
      return {
        strategy: strategies.includes('merge') ? 'merge' : strategies.includes('replace') ? 'replace' : '',
        ...(mergeKey !== undefined && { mergeKey }),
        below: patchStrategyOf(field.items ?? field),
      };
    },
  };
}
