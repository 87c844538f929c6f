// Puts objects into the cluster as they are, status included.
import { kindOf } from '../decorators/kind.js';
import type { OwnerReference } from '../decorators/object-meta.js';
import type { ServedKind } from '../devcluster/api-server.js';
import { type Manifest, type SourcedManifest, sourcedManifest } from '../manifests/manifest.js';
import { readManifests } from '../manifests/read-manifests.js';
import { untilServed } from '../manifests/until-served.js';
import { isAlreadyExists } from '../runtime/client/api-reasons.js';
import type { Client } from '../runtime/client/client.js';

/** What the seeds need of the cluster. */
export interface Soil {
  readonly client: Client;
  served(apiVersion: string, kind: string): ServedKind | undefined;
}

/** @throws Error that names the object, and its file, when one cannot be created */
export async function seedObjects(soil: Soil, sources: readonly (string | object)[]): Promise<void> {
  const manifests = sources.flatMap(source =>
    typeof source === 'string' ? readManifests(source) : [sourcedManifest(source)],
  );
  const sower = new Sower(soil);
  const definitions = manifests.filter(({ manifest }) => manifest.kind === 'CustomResourceDefinition');
  const namespaces = manifests.filter(({ manifest }) => manifest.kind === 'Namespace');
  const others = manifests.filter(each => !definitions.includes(each) && !namespaces.includes(each));
  for (const each of definitions) await sower.sow(each);
  for (const { manifest } of definitions) await untilServed(soil.client, manifest.metadata.name ?? '');
  for (const each of ownersFirst([...namespaces, ...others])) await sower.sow(each);
}

/** In their order, but owners before what they own, as the uid of an owner is known once it is there. */
function ownersFirst(manifests: readonly SourcedManifest[]): ReadonlySet<SourcedManifest> {
  const byUid = new Map(manifests.map(each => [(each.manifest as SeedObject).metadata.uid, each]));
  const met = new Set<SourcedManifest>();
  const ordered = new Set<SourcedManifest>();
  const add = (each: SourcedManifest): void => {
    // Owners in a circle are left in their order.
    if (met.has(each)) return;
    met.add(each);
    for (const { uid } of (each.manifest as SeedObject).metadata.ownerReferences ?? []) {
      const owner = byUid.get(uid);
      if (uid !== undefined && owner !== undefined) add(owner);
    }
    ordered.add(each);
  };
  for (const each of manifests) add(each);
  return ordered;
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
