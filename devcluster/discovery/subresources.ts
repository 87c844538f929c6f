// The subresources that are served of each resource.
import type { ResourceType } from '../registry/resource-type.js';

/** As discovery tells of it. */
export interface Subresource {
  readonly name: string;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly verbs: readonly string[];
}

/** Which subresources a resource has. */
export type SubresourcesOf = (type: ResourceType) => readonly Subresource[];

/** What every resource has by its declaration: status and scale. */
export function declaredSubresources(type: ResourceType): readonly Subresource[] {
  const { group, version, kind, status, scale } = type;
  const verbs = ['get', 'patch', 'update'];
  return [
    ...(status ? [{ name: 'status', kind: { group, version, kind }, verbs }] : []),
    ...(scale === undefined
      ? []
      : [{ name: 'scale', kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' }, verbs }]),
  ];
}
