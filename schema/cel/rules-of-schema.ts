// All rules of a schema, with what around them decides whether the API server takes them.
import type { StructuralSchema, ValidationRule } from '../structural-schema.js';
import type { RulePlace } from './compile-rule.js';

export interface RuleInSchema<S extends StructuralSchema = StructuralSchema> extends RulePlace {
  readonly schema: S;
  /** Where its schema stands, such as `spec.ports[].name` or `spec.limits.*`; empty for the whole. */
  readonly path: string;
  readonly rule: ValidationRule;
  /** Among the rules of its schema. */
  readonly index: number;
  /** The lists and maps around it, from the outside: for each item and value the rule is asked. */
  readonly within: readonly Repeated<S>[];
  /** The outermost part around it of which an old value cannot be told: there `oldSelf` cannot be used. */
  readonly uncorrelatable?: string;
}

/** A list or a map. */
export interface Repeated<S extends StructuralSchema = StructuralSchema> {
  readonly schema: S;
  readonly path: string;
}

/** Where a schema stands: what its rules share. */
export type Around<S extends StructuralSchema = StructuralSchema> = Pick<
  RuleInSchema<S>,
  'path' | 'within' | 'uncorrelatable'
>;

/** In the order of the schema, from the outside. */
export function rulesOfSchema<S extends Nested<S>>(schema: S): readonly RuleInSchema<S>[] {
  return rulesBelow(schema, { path: '', within: [] }, true);
}

/** A schema of which those below are of the same kind. */
export type Nested<S> = StructuralSchema & {
  readonly properties?: { readonly [name: string]: S };
  readonly items?: S;
  readonly additionalProperties?: S | boolean;
};

function rulesBelow<S extends Nested<S>>(schema: S, around: Around<S>, isRoot: boolean): readonly RuleInSchema<S>[] {
  const { path } = around;
  const { properties = {}, items, additionalProperties: values } = schema;
  const { ofFields, ofItems } = insideOf(schema, around);
  return [
    ...rulesHere(schema, around, isRoot),
    ...Object.entries(properties).flatMap(([name, field]) =>
      rulesBelow(field, { ...ofFields, path: path === '' ? name : `${path}.${name}` }, false),
    ),
    ...(items === undefined ? [] : rulesBelow(items, { ...ofItems, path: `${path}[]` }, false)),
    ...(typeof values === 'object' ? rulesBelow(values, { ...ofFields, path: `${path}.*` }, false) : []),
  ];
}

/** The rules of one schema. */
export function rulesHere<S extends StructuralSchema>(
  schema: S,
  around: Around<S>,
  isRoot: boolean,
): readonly RuleInSchema<S>[] {
  const isResourceRoot = isRoot || schema['x-kubernetes-embedded-resource'] === true;
  return (schema['x-kubernetes-validations'] ?? []).map((rule, index) => {
    const optional = rule.optionalOldSelf === undefined ? {} : { optionalOldSelf: rule.optionalOldSelf };
    return { ...around, schema, rule, index, isResourceRoot, ...optional };
  });
}

/** What is around the fields and values of a schema, and around its items; the path is still that of the schema. */
export function insideOf<S extends StructuralSchema>(
  schema: S,
  around: Around<S>,
): { readonly ofFields: Around<S>; readonly ofItems: Around<S> } {
  const { path } = around;
  const ofFields = isRepeated(schema) ? { ...around, within: [...around.within, { schema, path }] } : around;
  // Items are told by their keys. Those of a set could be told by themselves, and are not.
  const isTold = schema['x-kubernetes-list-type'] === 'map' || around.uncorrelatable !== undefined;
  return { ofFields, ofItems: isTold ? ofFields : { ...ofFields, uncorrelatable: path } };
}

function isRepeated({ type, additionalProperties }: StructuralSchema): boolean {
  return type === 'array' || (type === 'object' && additionalProperties !== undefined);
}
