// Brings all objects of a kind into the version in which they are stored now.
import { type Kind, kindInfo } from '../../decorators/kind.js';
import { metadataOf } from '../../decorators/metadata-of.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { isConflict, isNotFound } from '../client/api-reasons.js';
import type { Client } from '../client/client.js';
import { each } from '../client/each.js';
import { retryOnConflict } from '../client/retry-on-conflict.js';
import { CustomResourceDefinition } from '../kinds/apiextensions-v1.js';
import { type KeyOf, keyOf } from '../meta/object-key.js';

/** How to migrate. */
export interface MigrateStorageOptions {
  /** Objects that are listed at once; default 500. */
  readonly pageSize?: number;
  /** Ends the work between two requests; it can be begun again at any time. */
  readonly signal?: AbortSignal;
}

/** What was done. */
export interface StorageMigration {
  /** The version in which everything is stored now. */
  readonly version: string;
  /** How many objects were written anew. */
  readonly rewritten: number;
  /** Versions that were in `status.storedVersions` before, and are no more: they can be taken out of the definition. */
  readonly removed: readonly string[];
}

/**
 * Writes every object of a custom kind as it is, so that the API server stores it in the version with `storage: true`; then it
 * takes the other versions out of `status.storedVersions` of the definition. After that an old version can be taken out
 * of the definition, once no client uses it. Where nothing is stored in another version, nothing is done.
 *
 * Begin it when all API servers have taken in the definition with the new `storage: true`: some seconds after it was applied.
 * It needs the rights to get the definition, to update its status, and to list and patch the objects.
 *
 * @throws ApiError as the requests do: an object that the server refuses, such as one that is not valid any more, is named in
 *   it; nothing is taken out of `status.storedVersions` then
 * @throws Error when the storage version has changed meanwhile
 */
export async function migrateStorage<T extends KubernetesObject>(
  client: Client,
  kind: Kind<T>,
  options: MigrateStorageOptions = {},
): Promise<StorageMigration> {
  const { group, plural } = kindInfo(kind);
  const name = `${plural}.${group}`;
  const before = await storedVersions(client, name, options.signal);
  const { version, stored } = before;
  const removed = stored.filter(each => each !== version);
  if (removed.length === 0) return { version, rewritten: 0, removed };
  const rewritten = await rewriteAll(client, kind, options);
  await trim(client, name, before, options.signal);
  return { version, rewritten, removed };
}

type Definition = Snapshot<CustomResourceDefinition>;

async function storedVersions(client: Client, name: string, signal: AbortSignal | undefined) {
  const definition = await client.get(CustomResourceDefinition, { name }, { signal });
  const version = definition.spec.versions.find(({ storage }) => storage)?.name;
  if (version === undefined) throw new Error(`the definition ${name} has no version with storage: true`);
  return { definition, version, stored: definition.status?.storedVersions ?? [] };
}

/** Metadata is enough to know the objects by: what they hold stays on the server. */
async function rewriteAll(
  client: Client,
  kind: Kind<KubernetesObject>,
  { pageSize: limit = 500, signal }: MigrateStorageOptions,
): Promise<number> {
  let rewritten = 0;
  for await (const object of each(client, metadataOf(kind), { limit, signal })) {
    signal?.throwIfAborted();
    const { uid, resourceVersion } = object.metadata;
    // It says nothing but which object is meant: the server writes it again because it would be stored otherwise now.
    const patch = { metadata: { uid, resourceVersion } };
    try {
      await client.patch(kind, keyOf(object) as KeyOf<KubernetesObject>, patch, { fieldValidation: 'Ignore', signal });
      rewritten += 1;
    } catch (error) {
      // One that is gone need not be written; one that somebody else has written since is stored in the new version.
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
  }
  return rewritten;
}

/** The rest of the status may change meanwhile. */
async function trim(
  client: Client,
  name: string,
  { version, stored }: { readonly version: string; readonly stored: readonly string[] },
  signal: AbortSignal | undefined,
): Promise<void> {
  await retryOnConflict(async () => {
    const now = await storedVersions(client, name, signal);
    if (now.version !== version || now.stored.some(each => !stored.includes(each))) {
      throw new Error(`${name} was to be stored in ${version}, and is stored in ${now.version} by now: begin again`);
    }
    const status = { ...now.definition.status, storedVersions: [version] };
    await client.status(CustomResourceDefinition).update({ ...now.definition, status } as Definition, { signal });
  });
}
