// The names of schemas in OpenAPI.
import { schemaNameOf } from '../builtin/builtin-types.js';
import type { ResourceType } from '../registry/resource-type.js';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** The schemas that every group version refers to. */
export const META_SCHEMAS = {
  deleteOptions: `${META}.DeleteOptions`,
  listMeta: `${META}.ListMeta`,
  objectMeta: `${META}.ObjectMeta`,
  patch: `${META}.Patch`,
  status: `${META}.Status`,
} as const;

export const SCALE_SCHEMA = 'io.k8s.api.autoscaling.v1.Scale';

type Typed = Pick<ResourceType, 'custom' | 'group' | 'kind' | 'listKind' | 'version'>;

/** The schema of the type's objects: `io.k8s.api.core.v1.Pod`, `dev.example.v1.Widget`. */
export function objectSchema(type: Typed): string {
  return nameOf(type, type.kind);
}

/** The schema of its lists. */
export function listSchema(type: Typed): string {
  return nameOf(type, type.listKind);
}

export function reference(name: string): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

function nameOf({ custom, group, version }: Typed, kind: string): string {
  if (!custom) return schemaNameOf({ group, version, kind }) ?? kind;
  return [...group.split('.').reverse(), version, kind].join('.');
}
