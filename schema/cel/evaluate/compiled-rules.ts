// The compiled rules of a schema, and of what is below it.
import type { StructuralSchema, ValidationRule } from '../../structural-schema.js';
import { type CompiledRule, compileMessageExpression, compileRule, type RefusedRule } from '../compile-rule.js';
import { declaredType } from '../types/declared-type.js';

export interface SchemaRules {
  readonly schema: StructuralSchema;
  readonly isResource: boolean;
  readonly rules: readonly SchemaRule[];
  readonly properties: ReadonlyMap<string, SchemaRules>;
  readonly items: SchemaRules | undefined;
  readonly additional: SchemaRules | undefined;
  readonly allOf: readonly SchemaRules[];
}

export interface SchemaRule {
  readonly rule: ValidationRule;
  readonly compiled: CompiledRule | RefusedRule;
  /** Undefined where there is none, or none that compiles. */
  readonly message: CompiledRule | undefined;
}

/** Undefined if there are no rules. Compiled once for each schema, which must not change. */
export function rulesOf(schema: StructuralSchema, isResource: boolean): SchemaRules | undefined {
  let known = compiled.get(schema);
  if (known === undefined) {
    known = new Map();
    compiled.set(schema, known);
  }
  if (!known.has(isResource)) known.set(isResource, compile(schema, schema, isResource));
  return known.get(isResource);
}

const compiled = new WeakMap<StructuralSchema, Map<boolean, SchemaRules | undefined>>();

/** @param rules the schema that has the rules: in `allOf` another one than that of the value */
function compile(rules: StructuralSchema, schema: StructuralSchema, isResource: boolean): SchemaRules | undefined {
  // Values that CEL has no type for have no rules, and nothing below them has.
  if (declaredType(schema, 'self', isResource) === undefined) return undefined;
  const below = (inner: StructuralSchema | undefined, node: StructuralSchema | undefined) =>
    inner === undefined || node === undefined
      ? undefined
      : compile(inner, node, node['x-kubernetes-embedded-resource'] === true);
  const properties = new Map<string, SchemaRules>();
  for (const [name, inner] of Object.entries(rules.properties ?? {})) {
    const node = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
    const found = below(inner, node);
    if (found !== undefined) properties.set(name, found);
  }
  const items = below(rules.items, schema.items);
  const additional = below(schemaIn(rules.additionalProperties), schemaIn(schema.additionalProperties));
  const allOf = (rules.allOf ?? []).flatMap(each => compile(each, schema, isResource) ?? []);
  const own = (rules['x-kubernetes-validations'] ?? []).flatMap(rule =>
    rule.rule.trim() === '' ? [] : [compileOne(rule, schema, isResource)],
  );
  const none = own.length + properties.size + allOf.length === 0 && items === undefined && additional === undefined;
  return none ? undefined : { schema, isResource, rules: own, properties, items, additional, allOf };
}

function schemaIn(value: StructuralSchema | boolean | undefined): StructuralSchema | undefined {
  return typeof value === 'object' ? value : undefined;
}

function compileOne(rule: ValidationRule, schema: StructuralSchema, isResourceRoot: boolean): SchemaRule {
  const place = { schema, isResourceRoot, optionalOldSelf: rule.optionalOldSelf === true };
  const { messageExpression = '' } = rule;
  const message = messageExpression === '' ? undefined : compileMessageExpression(place, messageExpression);
  return {
    rule,
    compiled: compileRule(place, rule.rule),
    message: message === undefined || 'detail' in message ? undefined : message,
  };
}
