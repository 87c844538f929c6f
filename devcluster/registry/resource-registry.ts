// The resources that are served now. Custom ones come and go.
import { compareVersions } from '../../schema/version-priority.js';
import type { ResourceType } from './resource-type.js';

/** A group with its versions, the preferred one first. */
export interface ServedGroup {
  readonly name: string;
  readonly versions: readonly string[];
}

/** Which resources there are. What it answers stays the same until something is registered or removed. */
export class ResourceRegistry {
  /** All versions of each storage that there are, and those that are served. */
  readonly #known = new Map<string, readonly ResourceType[]>();
  readonly #served = new Map<string, readonly ResourceType[]>();
  readonly #listeners = new Set<() => void>();
  #byPath = new Map<string, ResourceType>();
  #generation = 0;

  constructor(types: readonly ResourceType[] = []) {
    const storages = Map.groupBy(types, type => type.storage);
    for (const [storage, versions] of storages) this.#set(storage, versions);
    this.#index();
  }

  /** Another number after each change. */
  get generation(): number {
    return this.#generation;
  }

  /** Serves these versions of a storage, as far as they are to be, and no others any more; none removes the storage. */
  replace(storage: string, versions: readonly ResourceType[]): void {
    this.#set(storage, versions);
    this.#index();
    for (const listener of this.#listeners) listener();
  }

  /** Calls back after each change. @returns what ends that */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get(group: string, version: string, resource: string): ResourceType | undefined {
    return this.#byPath.get(`${group}/${version}/${resource}`);
  }

  /** The versions of a storage that are served, the preferred one first. */
  versionsOf(storage: string): readonly ResourceType[] {
    return this.#served.get(storage) ?? [];
  }

  /** The same, and those that are not served: what was written in them has their names on it. */
  knownVersionsOf(storage: string): readonly ResourceType[] {
    return this.#known.get(storage) ?? [];
  }

  /** Every version of every resource that is served. */
  all(): readonly ResourceType[] {
    return [...this.#byPath.values()];
  }

  /** The resources of a group version, by name. */
  inGroupVersion(group: string, version: string): readonly ResourceType[] {
    return this.all()
      .filter(type => type.group === group && type.version === version)
      .sort((a, b) => (a.resource < b.resource ? -1 : 1));
  }

  /** The core group and built-in groups in the order in which they came, then custom ones by name. */
  groups(): readonly ServedGroup[] {
    const groups = Map.groupBy(this.all(), type => type.group);
    const served = [...groups].map(([name, types]) => ({
      name,
      custom: types.every(type => type.custom),
      versions: [...new Set(types.map(type => type.version))].sort(compareVersions),
    }));
    const custom = served.filter(group => group.custom).sort((a, b) => (a.name < b.name ? -1 : 1));
    const builtin = served.filter(group => !group.custom).sort((a, b) => placeOf(a.name) - placeOf(b.name));
    return [...builtin, ...custom];
  }

  #set(storage: string, versions: readonly ResourceType[]): void {
    const served = versions.filter(each => each.served ?? true);
    for (const [map, some] of [
      [this.#known, versions],
      [this.#served, served],
    ] as const) {
      if (some.length === 0) map.delete(storage);
      else map.set(storage, some);
    }
  }

  #index(): void {
    this.#generation++;
    const types = [...this.#served.values()].flat();
    this.#byPath = new Map(types.map(type => [`${type.group}/${type.version}/${type.resource}`, type]));
  }
}

function placeOf(group: string): number {
  const place = GROUP_ORDER.indexOf(group);
  return place < 0 ? GROUP_ORDER.length : place;
}

/** As the aggregation layer of a real API server orders them, by the priorities that it gives to their versions. */
const GROUP_ORDER = [
  '',
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'flowcontrol.apiserver.k8s.io',
];
