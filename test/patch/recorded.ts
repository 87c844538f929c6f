// What a real server answered to patches, for those who compare with it.
import { readFileSync } from 'node:fs';
import type { FieldSchema } from '../../devcluster/fields/field-type.js';
import type { PlayedScenario } from '../../hack/patch/play.js';
import { type Recording, recordingFile } from '../../hack/patch/record-answers.js';
import { SAMPLE_SCHEMA } from '../../hack/patch/sample-definition.js';

/** The answers to a table of scenarios, as they were recorded. */
export function recorded(table: string): readonly PlayedScenario[] {
  return (JSON.parse(readFileSync(recordingFile(table), 'utf8')) as Recording).scenarios;
}

/** The schema of a kind of the scenarios. */
export function schemaOfKind(kind: string): FieldSchema {
  if (kind === 'Sample' || kind === 'Bare') return SAMPLE_SCHEMA as FieldSchema;
  const group = kind === 'Deployment' ? 'apps' : 'core';
  return resolved(`io.k8s.api.${group}.v1.${kind}`);
}

const published = JSON.parse(readFileSync(new URL('../../schema/published/data/schemas.json', import.meta.url), 'utf8'))
  .schemas as Readonly<Record<string, OpenApiSchema>>;

type OpenApiSchema = FieldSchema & {
  readonly $ref?: string;
  readonly allOf?: readonly { readonly $ref: string }[];
};

const known = new Map<string, FieldSchema>();

/** A published schema with its references followed. */
function resolved(name: string): FieldSchema {
  const found = known.get(name);
  if (found !== undefined) return found;
  const schema: { -readonly [K in keyof FieldSchema]: FieldSchema[K] } = {};
  known.set(name, schema);
  Object.assign(schema, follow(published[name] ?? {}));
  return schema;
}

function follow(schema: OpenApiSchema): FieldSchema {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (reference !== undefined) {
    const { $ref: _, allOf: __, ...own } = schema;
    return { ...resolved(reference.replace('#/components/schemas/', '')), ...own };
  }
  const { properties, items, additionalProperties } = schema;
  return {
    ...schema,
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, each]) => [name, follow(each as OpenApiSchema)]),
      ),
    }),
    ...(items !== undefined && { items: follow(items as OpenApiSchema) }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: follow(additionalProperties as OpenApiSchema),
    }),
  };
}
