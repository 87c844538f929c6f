// The resources of the built-in kinds, as a real API server lists them; read when they are first needed.
import { readFileSync } from 'node:fs';

/** A resource or subresource in the words of discovery. */
export interface DiscoveredResource {
  /** `pods`, `pods/status`. */
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  /** Of a subresource that is of another group version than its resource. */
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

/** Resources and subresources by `apps/v1 deployments/status`, as discovery orders them. */
export function discoveredResources(): ReadonlyMap<string, DiscoveredResource> {
  resources ??= new Map(Object.entries(read<{ resources: Record<string, DiscoveredResource> }>('resources').resources));
  return resources;
}

let resources: ReadonlyMap<string, DiscoveredResource> | undefined;

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./data/${name}.json`, import.meta.url), 'utf8')) as T;
}
