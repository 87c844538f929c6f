// The data of the built-in kinds, as a real API server publishes it; read when it is first needed.
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

/** A schema as OpenAPI v3 publishes it for built-in kinds. */
export interface PublishedSchema {
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, PublishedSchema>>;
  readonly items?: PublishedSchema;
  readonly additionalProperties?: PublishedSchema;
  readonly allOf?: readonly PublishedSchema[];
  readonly oneOf?: readonly PublishedSchema[];
  readonly $ref?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[];
  readonly [extension: `x-${string}`]: unknown;
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Resources and subresources by `apps/v1 deployments/status`, as discovery orders them. */
export function discoveredResources(): ReadonlyMap<string, DiscoveredResource> {
  resources ??= new Map(Object.entries(read<{ resources: Record<string, DiscoveredResource> }>('resources').resources));
  return resources;
}

/** Schemas by their names in OpenAPI, such as `io.k8s.api.core.v1.Pod`; those that these refer to are among them. */
export function publishedSchemas(): ReadonlyMap<string, PublishedSchema> {
  schemas ??= new Map(Object.entries(read<{ schemas: Record<string, PublishedSchema> }>('schemas').schemas));
  return schemas;
}

/** The schema's name that a reference has. */
export function nameOfRef(ref: string): string {
  return ref.slice('#/components/schemas/'.length);
}

let resources: ReadonlyMap<string, DiscoveredResource> | undefined;
let schemas: ReadonlyMap<string, PublishedSchema> | undefined;

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./data/${name}.json`, import.meta.url), 'utf8')) as T;
}
