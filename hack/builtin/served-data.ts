// From a real API server to the data files of the built-in kinds: what it serves, and the schemas of that.
import type { Kubectl } from '../control-plane/kubectl.js';
import { lineJson } from './line-json.js';
import { apiVersionOf, WANTED_RESOURCES } from './wanted-resources.js';

/** What the server answered. */
export interface ServedData {
  /** The server's version, such as `v1.36.3`. */
  readonly version: string;
  /** The kinds of the wanted resources and of their subresources, such as `apps/v1 Deployment`. */
  readonly kinds: readonly string[];
  /** The texts of the data files by their names. */
  readonly files: ReadonlyMap<string, string>;
}

/** Asks it. */
export async function servedData(kubectl: Kubectl): Promise<ServedData> {
  const get = async <T>(path: string): Promise<T> => JSON.parse(await kubectl.output(['get', '--raw', path]));
  const { gitVersion } = await get<{ gitVersion: string }>('/version');
  const resources: [string, unknown][] = [];
  const schemas = new Map<string, unknown>();
  for (const wanted of WANTED_RESOURCES) {
    const apiVersion = apiVersionOf(wanted);
    const path = wanted.group === '' ? 'api/v1' : `apis/${apiVersion}`;
    const served = await get<{ resources: readonly DiscoveredResource[] }>(`/${path}`);
    for (const { storageVersionHash: _, ...resource } of wantedOf(served.resources, wanted.resources, apiVersion)) {
      resources.push([`${apiVersion} ${resource.name}`, resource]);
    }
    const { components } = await get<{ components: { schemas: Record<string, unknown> } }>(`/openapi/v3/${path}`);
    for (const [name, schema] of Object.entries(components.schemas)) schemas.set(name, schema);
  }
  const kinds = new Set(resources.map(([key, resource]) => kindKey(key, resource as DiscoveredResource)));
  const roots = [...schemas].filter(
    ([name, schema]) => kindsOf(schema).some(kind => kinds.has(kind)) || ALWAYS.has(name),
  );
  const reached = reachedFrom(
    roots.map(([name]) => name),
    schemas,
  );
  const head = { version: gitVersion };
  const files = new Map([
    ['resources.json', lineJson(head, 'resources', resources)],
    ['schemas.json', lineJson(head, 'schemas', reached)],
  ]);
  return { version: gitVersion, kinds: [...kinds], files };
}

interface DiscoveredResource {
  readonly name: string;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly storageVersionHash?: string;
}

/** What every document has, whatever its kinds. */
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const ALWAYS = new Set(['ObjectMeta', 'ListMeta', 'DeleteOptions', 'Patch', 'Status'].map(name => `${META}.${name}`));

function wantedOf(
  served: readonly DiscoveredResource[],
  names: readonly string[],
  apiVersion: string,
): readonly DiscoveredResource[] {
  const missing = names.filter(name => !served.some(resource => resource.name === name));
  if (missing.length > 0) throw new Error(`the API server serves no ${missing.join(', ')} in ${apiVersion}`);
  return served.filter(({ name }) => names.includes(name.split('/')[0] ?? name));
}

/** `apps/v1 Deployment`. Subresources may be of a kind of another group version. */
function kindKey(key: string, { group, version, kind }: DiscoveredResource): string {
  const apiVersion = version === undefined ? key.split(' ')[0] : apiVersionOf({ group: group ?? '', version });
  return `${apiVersion} ${kind}`;
}

function kindsOf(schema: unknown): readonly string[] {
  const kinds = (
    schema as { 'x-kubernetes-group-version-kind'?: readonly (DiscoveredResource & { version: string })[] }
  )['x-kubernetes-group-version-kind'];
  return (kinds ?? []).flatMap(({ group = '', version, kind }) => {
    const own = `${apiVersionOf({ group, version })} ${kind}`;
    return kind.endsWith('List') ? [own, own.slice(0, -'List'.length)] : [own];
  });
}

/** The schemas and all that they refer to, by name. */
function reachedFrom(roots: readonly string[], schemas: ReadonlyMap<string, unknown>): [string, unknown][] {
  const reached = new Map<string, unknown>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    const schema = schemas.get(name);
    if (schema === undefined) throw new Error(`no schema is served for ${name}`);
    reached.set(name, schema);
    for (const [, below] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) visit(below ?? '');
  };
  roots.forEach(visit);
  return [...reached].sort(([a], [b]) => (a < b ? -1 : 1));
}
