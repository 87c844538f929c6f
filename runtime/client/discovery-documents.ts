// What an API server says of the kinds that it serves. Servers written in Go may say `null` for an empty list.
import type { KindInfo } from '../../decorators/kind.js';

/** A version of a group, as far as the server knows of it. */
export interface ServedVersion {
  readonly group: string;
  readonly version: string;
  readonly kinds: readonly KindInfo[];
  /** The server behind it does not answer: what it serves is not known, or was known before. */
  readonly isStale: boolean;
}

/** `/apis/apps/v1`. */
export interface ResourceList {
  readonly resources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
    readonly group?: string;
    readonly version?: string;
  }[];
}

/** `/api` and `/apis`, as far as a server knows aggregated discovery. */
export interface GroupDiscoveryList {
  readonly kind: 'APIGroupDiscoveryList';
  readonly items?: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions?: readonly {
      readonly version: string;
      readonly freshness?: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind?: { readonly group?: string; readonly version?: string; readonly kind?: string };
        readonly scope?: string;
      }[];
    }[];
  }[];
}

/** `/apis` of a server that does not. */
export interface GroupList {
  readonly kind: 'APIGroupList';
  readonly groups?: readonly { readonly name: string; readonly versions?: readonly { readonly version: string }[] }[];
}

/** `/api` of a server that does not. */
export interface CoreVersions {
  readonly kind: 'APIVersions';
  readonly versions?: readonly string[];
}

/** Asks for all kinds in one answer, and takes the names of the groups alone. */
export const AGGREGATED = ['v2', 'v2beta1']
  .map(version => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .concat('application/json')
  .join(',');

/** The kinds in a list; subresources and what is answered as another group's kind are none. */
export function kindsOfList(group: string, version: string, { resources }: ResourceList): readonly KindInfo[] {
  return (resources ?? [])
    .filter(resource => !resource.name.includes('/') && (resource.group || group) === group)
    .map(({ name, kind, namespaced }) => {
      return { group, version, kind, plural: name, scope: namespaced ? 'Namespaced' : 'Cluster' };
    });
}

/** All versions of all groups in an aggregated answer. */
export function versionsOfGroups({ items }: GroupDiscoveryList): readonly ServedVersion[] {
  return (items ?? []).flatMap(({ metadata, versions }) => {
    const group = metadata?.name ?? '';
    return (versions ?? []).map(({ version, freshness, resources }) => {
      const kinds = (resources ?? []).flatMap(({ resource, responseKind, scope }): KindInfo[] => {
        if (!responseKind?.kind || (responseKind.group || group) !== group) return [];
        const where = scope === 'Namespaced' ? 'Namespaced' : 'Cluster';
        return [{ group, version, kind: responseKind.kind, plural: resource, scope: where }];
      });
      return { group, version, kinds, isStale: freshness === 'Stale' };
    });
  });
}
