// Reads from an API server what it says of its kinds: OpenAPI v3 and discovery.
import type { KindInfo } from '../../decorators/kind.js';
import { WANTED_KINDS } from './wanted-kinds.js';

/** The part of an OpenAPI v3 schema that the generated types follow from. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

/** What the wanted kinds are generated from. */
export interface ServedApi {
  /** The server's version, such as `v1.36.3`. */
  readonly version: string;
  /** The wanted kinds, in the order of `WANTED_KINDS`. */
  readonly kinds: readonly KindInfo[];
  /** All schemas of their group versions by their full names, such as `io.k8s.api.core.v1.Pod`. */
  readonly schemas: ReadonlyMap<string, Schema>;
}

/**
 * Asks the server.
 * @param ask answers the JSON document at a path
 * @throws Error when the server does not serve a wanted kind
 */
export async function readServedApi(ask: (path: string) => Promise<unknown>): Promise<ServedApi> {
  const get = async <T>(path: string): Promise<T> => (await ask(path)) as T;
  const kinds: KindInfo[] = [];
  const schemas = new Map<string, Schema>();
  for (const { group, version, kinds: names } of WANTED_KINDS) {
    const path = group === '' ? `api/${version}` : `apis/${group}/${version}`;
    const { resources } = await get<{ resources: readonly Resource[] }>(`/${path}`);
    for (const kind of names) {
      // A subresource such as `pods/status` is of the same kind.
      const resource = resources.find(({ name, kind: served }) => served === kind && !name.includes('/'));
      if (resource === undefined) {
        throw new Error(`the API server serves no ${kind} in ${path}`);
      }
      const scope = resource.namespaced ? 'Namespaced' : 'Cluster';
      kinds.push({ group, version, kind, plural: resource.name, scope });
    }
    const { components } = await get<{ components: { schemas: Record<string, Schema> } }>(`/openapi/v3/${path}`);
    for (const [name, schema] of Object.entries(components.schemas)) {
      schemas.set(name, schema);
    }
  }
  const { gitVersion } = await get<{ gitVersion: string }>('/version');
  return { version: gitVersion, kinds, schemas };
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}
