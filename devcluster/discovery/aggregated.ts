// Aggregated discovery: `/api` and `/apis` with every resource in one document.
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { Subresource, SubresourcesOf } from './subresources.js';

export const AGGREGATED_V2 = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
export const AGGREGATED_V2BETA1 = 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList';

/** The content type that a client asks for; undefined when it wants the older documents. */
export function aggregatedType(accept: string | undefined): string | undefined {
  const clauses = (accept ?? '').split(',').map(each => each.trim().replace(/;\s+/g, ';'));
  for (const clause of clauses) {
    const parts = new Set(clause.split(';'));
    const asks = (type: string) => type.split(';').every(part => parts.has(part));
    if (asks(AGGREGATED_V2)) return AGGREGATED_V2;
    if (asks(AGGREGATED_V2BETA1)) return AGGREGATED_V2BETA1;
    if (parts.size === 1 && ['application/json', '*/*'].includes(clause)) return undefined;
  }
  return undefined;
}

/** @param core whether it is about the core group, or about all others */
export function aggregatedDiscovery(
  registry: ResourceRegistry,
  subresourcesOf: SubresourcesOf,
  core: boolean,
  contentType: string,
): object {
  const groups = registry.groups().filter(group => (group.name === '') === core);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: contentType === AGGREGATED_V2 ? 'apidiscovery.k8s.io/v2' : 'apidiscovery.k8s.io/v2beta1',
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: name === '' ? {} : { name },
      versions: versions.map(version => ({
        version,
        resources: registry.inGroupVersion(name, version).map(type => resourceOf(type, subresourcesOf)),
        freshness: 'Current',
      })),
    })),
  };
}

function resourceOf(type: ResourceType, subresourcesOf: SubresourcesOf): object {
  const { resource, group, version, kind, namespaced, singular, verbs, shortNames, categories } = type;
  const subresources = subresourcesOf(type).map(({ name, kind: responseKind, verbs: can }) => ({
    subresource: name,
    responseKind: responseKindOf(responseKind),
    verbs: can,
  }));
  return {
    resource,
    responseKind: responseKindOf({ group, version, kind }),
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(subresources.length > 0 && { subresources }),
  };
}

/** A real server leaves out the version of kinds of the core group; clients take it from the document around. */
function responseKindOf(kind: Subresource['kind']): Subresource['kind'] {
  return kind.group === '' ? { ...kind, version: '' } : kind;
}
