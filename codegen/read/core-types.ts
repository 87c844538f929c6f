// Kubernetes' own types as fields: their schemas are published, and say more than a TypeScript type can.
import { ts } from 'ts-morph';
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
import { packagePath } from './package-names.js';
import type { Unfit } from './unfit-types.js';

/** The schema of a type of `kubewright/kinds`, such as `PodTemplateSpec`; undefined for all other types. */
export function coreTypeSchema(
  declaration: ts.Declaration | undefined,
  origin: Origin,
): SchemaNode | Unfit | undefined {
  const name = declaration && interfaceName(declaration);
  if (declaration === undefined || name === undefined) return undefined;
  if (TEMPLATE_METADATA.has(name) && /^decorators\/object-meta\./.test(pathOf(declaration) ?? '')) {
    return nodeOf(TEMPLATE_META, origin);
  }
  const published = coreName(declaration, name);
  return published === undefined ? undefined : orRefusal(() => embeddedSchema(published), origin);
}

/**
 * The schema of a field that an interface of `kubewright/kinds` declares, as in `Pick<PodSpec, 'containers'>`; undefined for
 * all other fields. It has what the field has beside its type: keys of a list, a default.
 */
export function coreFieldSchema(
  declaration: ts.Declaration | undefined,
  origin: Origin,
): SchemaNode | Unfit | undefined {
  if (declaration === undefined || !ts.isPropertySignature(declaration)) return undefined;
  const name = interfaceName(declaration.parent as ts.Node as ts.Declaration);
  const published = name === undefined ? undefined : coreName(declaration, name);
  return published === undefined
    ? undefined
    : orRefusal(() => embeddedField(published, declaration.name.getText()), origin);
}

function orRefusal(read: () => StructuralSchema | undefined, origin: Origin): SchemaNode | Unfit | undefined {
  try {
    const schema = read();
    return schema && nodeOf(schema, origin);
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

const TEMPLATE_METADATA = new Set(['ObjectMeta', 'ClusterObjectMeta']);

function interfaceName(declaration: ts.Declaration): string | undefined {
  return ts.isInterfaceDeclaration(declaration) ? declaration.name.text : undefined;
}

/** `runtime/kinds/core-v1.ts` declares the types of `io.k8s.api.core.v1`. */
function coreName(declaration: ts.Declaration, name: string): string | undefined {
  const file = /^runtime\/kinds\/([a-z]+-v\d[a-z\d]*)\./.exec(pathOf(declaration) ?? '')?.[1];
  return file === undefined ? undefined : publishedName(file, name);
}

function pathOf(declaration: ts.Declaration): string | undefined {
  return packagePath(declaration.getSourceFile().fileName);
}

/** All of it comes from one place in the user's source: where the type is used. */
function nodeOf(schema: StructuralSchema, origin: Origin): SchemaNode {
  const { properties, items, additionalProperties, ...keywords } = schema;
  return {
    ...(keywords as LeafSchema),
    origin,
    said: {},
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, below]) => [name, nodeOf(below, origin)])),
    }),
    ...(items && { items: nodeOf(items, origin) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: nodeOf(additionalProperties, origin) }),
  };
}
