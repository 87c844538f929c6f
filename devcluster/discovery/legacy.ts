// The older discovery documents: one for each group, and one for each version of it.
import { createHash } from 'node:crypto';
import { compareVersions } from '../../schema/version-priority.js';
import { DEFINITIONS } from '../registry/definitions.js';
import type { ResourceRegistry, ServedGroup } from '../registry/resource-registry.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { SubresourcesOf } from './subresources.js';

/** `/api`. @param address where clients reach the server, such as `127.0.0.1:6443` */
export function apiVersions(address: string): object {
  const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: address }];
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs };
}

/** `/apis`. */
export function apiGroupList(registry: ResourceRegistry): object {
  const groups = registry.groups().filter(({ name }) => name !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupOf) };
}

/** `/apis/GROUP`; undefined for a group that is not served. */
export function apiGroup(registry: ResourceRegistry, name: string): object | undefined {
  const group = registry.groups().find(each => each.name === name && name !== '');
  return group && { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) };
}

/** `/api/v1` and `/apis/GROUP/VERSION`; undefined for a version that is not served. */
export function apiResourceList(
  registry: ResourceRegistry,
  subresourcesOf: SubresourcesOf,
  group: string,
  version: string,
): object | undefined {
  const types = registry.inGroupVersion(group, version);
  if (types.length === 0) return undefined;
  const resources = types.flatMap(type => [
    resourceOf(type, registry),
    ...subresourcesOf(type).map(each => subresourceOf(type, each)),
  ]);
  const groupVersion = group === '' ? version : `${group}/${version}`;
  return { kind: 'APIResourceList', ...(group !== '' && { apiVersion: 'v1' }), groupVersion, resources };
}

function groupOf({ name, versions }: ServedGroup): object {
  const all = versions.map(version => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: all, preferredVersion: all[0] };
}

function resourceOf(type: ResourceType, registry: ResourceRegistry): object {
  const { resource, singular, namespaced, kind, verbs, shortNames, categories } = type;
  return {
    name: resource,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(verbs.includes('list') && { storageVersionHash: storageVersionHash(type, registry) }),
  };
}

function subresourceOf(
  { resource, namespaced, group, version }: ResourceType,
  sub: ReturnType<SubresourcesOf>[number],
): object {
  const foreign = sub.kind.group !== group || sub.kind.version !== version;
  return {
    name: `${resource}/${sub.name}`,
    singularName: '',
    namespaced,
    ...(foreign && { group: sub.kind.group, version: sub.kind.version }),
    kind: sub.kind.kind,
    verbs: sub.verbs,
  };
}

const KEPT_IN: Readonly<Record<string, string>> = { [DEFINITIONS]: 'v1beta1' };

/** Says in which version objects are kept, which is the same for all versions of a resource: the best of them. */
function storageVersionHash(type: ResourceType, registry: ResourceRegistry): string {
  const [best = type] = registry.versionsOf(type.storage).toSorted((a, b) => compareVersions(a.version, b.version));
  const { group, kind } = best;
  // Those of a kind that is old are kept as they always were.
  const version = KEPT_IN[best.storage] ?? best.version;
  return createHash('sha256').update(`${group}/${version}/${kind}`).digest().subarray(0, 8).toString('base64');
}
