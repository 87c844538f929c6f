// Puts objects into the cluster as they are, status included.
import { kindOf } from '../decorators/kind.js';
import type { KubernetesObject, OwnerReference } from '../decorators/object-meta.js';
import type { ServedKind } from '../devcluster/api-server.js';
import { isAlreadyExists } from '../runtime/client/api-reasons.js';
import type { Client } from '../runtime/client/client.js';
import { type Manifest, readManifests, type SourcedManifest, sourcedManifest } from './manifests.js';
import { objectText, waitUntil } from './until.js';

/** What the seeds need of the cluster. */
export interface Soil {
  readonly client: Client;
  served(apiVersion: string, kind: string): ServedKind | undefined;
}

/** @throws Error that names the object, and its file, when one cannot be created */
export async function seedObjects(soil: Soil, sources: readonly (string | object)[]): Promise<void> {
  const manifests: SourcedManifest[] = [];
  for (const source of sources) {
    if (typeof source === 'string') manifests.push(...(await readManifests(source)));
    else manifests.push(sourcedManifest(source));
  }
  const sower = new Sower(soil);
  const definitions = manifests.filter(({ manifest }) => manifest.kind === 'CustomResourceDefinition');
  const namespaces = manifests.filter(({ manifest }) => manifest.kind === 'Namespace');
  const others = manifests.filter(each => !definitions.includes(each) && !namespaces.includes(each));
  for (const each of definitions) await sower.sow(each);
  for (const { manifest } of definitions) await untilServed(soil.client, manifest);
  for (const each of [...namespaces, ...others]) await sower.sow(each);
}

class Sower {
  readonly #soil: Soil;
  /** The server gives every object another uid than it had where it was read. */
  readonly #uids = new Map<string, string>();

  constructor(soil: Soil) {
    this.#soil = soil;
  }

  async sow({ manifest, file }: SourcedManifest): Promise<void> {
    try {
      await this.#create(manifest as SeedObject);
    } catch (error) {
      // Every cluster has some namespaces, and every folder may name them.
      if (manifest.kind === 'Namespace' && isAlreadyExists(error)) return;
      const { name, generateName } = manifest.metadata;
      const place = file === '' ? '' : ` of ${file}`;
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`cannot seed ${manifest.kind} ${name ?? generateName}${place}: ${why}`, { cause: error });
    }
  }

  async #create(object: SeedObject): Promise<void> {
    const { client } = this.#soil;
    const { kind, hasStatus, namespaced } = this.#kindOf(object);
    const metadata = this.#metadata(object.metadata, namespaced);
    const created = await client.create(kind, { ...object, metadata });
    const { uid, deletionTimestamp } = object.metadata;
    if (uid !== undefined) this.#uids.set(uid, created.metadata.uid);
    const key: { readonly name: string } = { ...metadata, name: created.metadata.name };
    if (object.status !== undefined && hasStatus) await client.status(kind).patch(key, object.status);
    // It stays for as long as it has finalizers, as it was where it was read.
    if (deletionTimestamp !== undefined) await client.delete(kind, key);
  }

  #kindOf({ apiVersion, kind }: Manifest) {
    const served = this.#soil.served(apiVersion, kind);
    if (served === undefined) {
      throw new Error(`the cluster serves no ${kind} (${apiVersion}): seed its CustomResourceDefinition too`);
    }
    const { group, version, resource: plural, namespaced, subresources } = served;
    const scope = namespaced ? ('Namespaced' as const) : ('Cluster' as const);
    return {
      kind: kindOf<SeedObject>()({ group, version, kind, plural, scope }),
      hasStatus: subresources.includes('status'),
      namespaced,
    };
  }

  /** What the server fills in is left to it. */
  #metadata(metadata: SeedObject['metadata'] & Manifest['metadata'], namespaced: boolean) {
    const { name = '', generateName, labels, annotations, finalizers, ownerReferences } = metadata;
    const owners = ownerReferences?.map(owner => ({ ...owner, uid: this.#uids.get(owner.uid) ?? owner.uid }));
    return {
      name,
      ...(namespaced && { namespace: metadata.namespace ?? 'default' }),
      ...(generateName !== undefined && { generateName }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ...(owners && { ownerReferences: owners }),
    };
  }
}

async function untilServed(client: Client, { metadata: { name = '' } }: Manifest): Promise<void> {
  await waitUntil(client, {
    kind: Definition,
    select: { fieldSelector: `metadata.name=${name}` },
    what: objectText(Definition, { name }),
    condition: ([definition]) =>
      definition?.status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True') ?? false,
  });
}

/** Any object; which fields it has is between the manifest and the server. */
interface SeedObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name?: string;
    generateName?: string;
    uid?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
    ownerReferences?: OwnerReference[];
    deletionTimestamp?: string;
  };
  status?: object;
}

interface Definition extends KubernetesObject {
  status?: { conditions?: { type: string; status: string }[] };
}

const Definition = kindOf<Definition>()({
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  scope: 'Cluster',
});
