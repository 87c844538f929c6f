// Kubernetes' own types as fields: their schemas are published, and say more than a TypeScript type can.

import {
  embeddedField,
  embeddedSchema,
  publishedName,
  RecursiveSchemaError,
} from '../../schema/published/embedded-schema.js';
import { TEMPLATE_META } from '../../schema/published/special-schemas.js';
import type { StructuralSchema } from '../../schema/structural-schema.js';
import type { Origin } from '../model/diagnostic.js';
import type { LeafSchema, SchemaNode } from '../model/schema-node.js';
import { ts } from './compiler.js';
import { packagePath } from './package-names.js';
import { firstSentence } from './sentence.js';
import type { Unfit } from './unfit-types.js';

/**
 * How much of the descriptions of Kubernetes' own types stands in a definition: nothing, the first sentence of each, or all.
 * All of those of one PodTemplateSpec are some 300 kB, which is more than `kubectl apply` can keep in its annotation.
 */
export type CoreDescriptions = 'none' | 'summary' | 'full';

/** Where a type of Kubernetes is used. */
export interface CoreTypeUse {
  readonly origin: Origin;
  readonly descriptions: CoreDescriptions;
}

/** The schema of a type of `kubewright/kinds`, such as `PodTemplateSpec`; undefined for all other types. */
export function coreTypeSchema(
  declaration: ts.Declaration | undefined,
  use: CoreTypeUse,
): SchemaNode | Unfit | undefined {
  if (declaration === undefined || !ts.isInterfaceDeclaration(declaration)) return undefined;
  const name = declaration.name.text;
  if (TEMPLATE_METADATA.has(name) && /^decorators\/object-meta\./.test(pathOf(declaration) ?? '')) {
    return nodeOf(TEMPLATE_META, use);
  }
  const published = coreName(declaration);
  return published === undefined ? undefined : orRefusal(() => embeddedSchema(published), use);
}

/**
 * The schema of a field that an interface of `kubewright/kinds` declares, as in `Pick<PodSpec, 'containers'>`; undefined
 * for all other fields. It has what the field has beside its type: keys of a list, a default.
 */
export function coreFieldSchema(
  declaration: ts.Declaration | undefined,
  use: CoreTypeUse,
): SchemaNode | Unfit | undefined {
  if (declaration === undefined || !ts.isPropertySignature(declaration)) return undefined;
  const { parent, name } = declaration;
  const published = ts.isInterfaceDeclaration(parent) ? coreName(parent) : undefined;
  if (published === undefined || !(ts.isIdentifier(name) || ts.isStringLiteral(name))) return undefined;
  return orRefusal(() => embeddedField(published, name.text), use);
}

const TEMPLATE_METADATA = new Set(['ObjectMeta', 'ClusterObjectMeta']);

/** `runtime/kinds/core-v1.ts` declares the types of `io.k8s.api.core.v1`. */
function coreName(declaration: ts.InterfaceDeclaration): string | undefined {
  const file = /^runtime\/kinds\/([a-z]+-v\d[a-z\d]*)\./.exec(pathOf(declaration) ?? '')?.[1];
  return file === undefined ? undefined : publishedName(file, declaration.name.text);
}

function pathOf(declaration: ts.Declaration): string | undefined {
  return packagePath(declaration.getSourceFile().fileName);
}

function orRefusal(read: () => StructuralSchema | undefined, use: CoreTypeUse): SchemaNode | Unfit | undefined {
  try {
    const schema = read();
    return schema && nodeOf(schema, use);
  } catch (error) {
    if (!(error instanceof RecursiveSchemaError)) throw error;
    const cycle = error.cycle.map(name => name.split('.').at(-1)).join(' -> ');
    return {
      code: 'KW2070',
      because: `a type of Kubernetes that contains itself (${cycle}), and a definition has no recursion`,
      hint: 'let the field take any value with @PreserveUnknownFields, or name the fields that you need',
    };
  }
}

/** All of it comes from one place in the user's source: where the type is used. */
function nodeOf(schema: StructuralSchema, use: CoreTypeUse): SchemaNode {
  const { description: published, properties, items, additionalProperties, ...keywords } = schema;
  const description = published === undefined ? undefined : DESCRIBE[use.descriptions](published);
  return {
    ...(keywords as LeafSchema),
    ...(description !== undefined && { description }),
    origin: use.origin,
    said: {},
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, below]) => [name, nodeOf(below, use)])),
    }),
    ...(items && { items: nodeOf(items, use) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: nodeOf(additionalProperties, use) }),
  };
}

const DESCRIBE: { readonly [how in CoreDescriptions]: (text: string) => string | undefined } = {
  none: () => undefined,
  summary: firstSentence,
  full: text => text,
};
