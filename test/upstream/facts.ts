// What a CustomResourceDefinition says, without its prose: what two generators can agree on.

/** JSON with sorted keys. Texts for people are `true`, which says that there is one. */
export type Facts = null | boolean | number | string | readonly Facts[] | { readonly [key: string]: Facts };

type Json = { readonly [key: string]: any };

/** The facts of a definition. Who generated it is none, and neither are the descriptions of fields. */
export function factsOf(definition: any): Facts {
  const { metadata, spec } = definition as Json;
  const { versions, ...rest } = spec as Json;
  return sorted({
    metadata: { ...metadata, annotations: ownAnnotations(metadata.annotations ?? {}) },
    spec: rest,
    versions: Object.fromEntries((versions as Json[]).map(version => [version.name, versionFacts(version)])),
  });
}

const GENERATORS = ['controller-gen.kubebuilder.io/version', 'kubewright.dev/version'];

function ownAnnotations(annotations: Json): Json {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !GENERATORS.includes(key)));
}

function versionFacts({ name: _, schema, deprecationWarning, ...version }: Json): Json {
  return {
    ...version,
    ...(deprecationWarning !== undefined && { deprecationWarning: true }),
    schema: schemaFacts(schema.openAPIV3Schema),
  };
}

/** A description below `properties` is a field of that name. */
function schemaFacts(schema: Json): Json {
  const {
    description: _,
    properties,
    items,
    additionalProperties,
    title,
    externalDocs,
    allOf,
    anyOf,
    ...rest
  } = schema;
  const rules = rest['x-kubernetes-validations'] as Json[] | undefined;
  return {
    ...rest,
    ...(title !== undefined && { title: true }),
    ...(externalDocs !== undefined && { externalDocs: withoutText(externalDocs, 'description') }),
    ...(rules !== undefined && { 'x-kubernetes-validations': rules.map(ruleFacts) }),
    ...(allOf !== undefined && { allOf: allOf.map(schemaFacts) }),
    ...(anyOf !== undefined && { anyOf: anyOf.map(schemaFacts) }),
    ...(properties !== undefined && { properties: mapped(properties) }),
    ...(items !== undefined && { items: schemaFacts(items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? schemaFacts(additionalProperties) : additionalProperties,
    }),
  };
}

function mapped(properties: Json): Json {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, schemaFacts(schema)]));
}

/** The expression of a message is prose with gaps. */
function ruleFacts(rule: Json): Json {
  return withoutText(withoutText(rule, 'message'), 'messageExpression');
}

function withoutText(object: Json, key: string): Json {
  return key in object ? { ...object, [key]: true } : object;
}

function sorted(value: any): Facts {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
