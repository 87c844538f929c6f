// The schemas of Kubernetes' own kinds, as OpenAPI v3 of one version publishes them; read when they are first needed.
import { readFileSync } from 'node:fs';

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

/** Schemas by their names in OpenAPI, such as `io.k8s.api.core.v1.Pod`; those that these refer to are among them. */
export function publishedSchemas(): ReadonlyMap<string, PublishedSchema> {
  schemas ??= new Map(Object.entries(read().schemas));
  return schemas;
}

/** The schema's name that a reference has. */
export function nameOfRef(ref: string): string {
  return ref.slice('#/components/schemas/'.length);
}

let data: Data | undefined;
let schemas: ReadonlyMap<string, PublishedSchema> | undefined;

interface Data {
  /** Of Kubernetes, such as `v1.36.3`. */
  readonly version: string;
  readonly schemas: Readonly<Record<string, PublishedSchema>>;
}

function read(): Data {
  data ??= JSON.parse(readFileSync(new URL('./data/schemas.json', import.meta.url), 'utf8')) as Data;
  return data;
}
