// Brings one object and its status to a wished form, by patches of what differs.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Draft, Snapshot } from '../../decorators/snapshot.js';
import { mergePatch } from '../meta/merge-patch.js';
import type { KeyOf } from '../meta/object-key.js';
import type { Client, WriteOptions } from './client.js';
import { checkKey, presentObject, withServerFields } from './create-or-update.js';
import type { MergePatch, New, StatusOf } from './shapes.js';
import type { StatusClient } from './subresources.js';

/** What `createOrPatch` did, in the words of controllerutil, and the object as it is now. */
export interface CreateOrPatchResult<T> {
  readonly operation: 'created' | 'updated' | 'updatedStatus' | 'updatedStatusOnly' | 'unchanged';
  readonly object: Snapshot<T>;
}

/** A whole object, and its status if that is to be written too. */
export type NewWithStatus<T extends KubernetesObject> = New<T> & { readonly status?: Draft<StatusOf<T>> | undefined };

/**
 * Creates the object, or patches what `wished` wants otherwise: the object, and its status by the status subresource; as
 * controllerutil's `CreateOrPatch`. `wished` gets the present object (undefined when there is none) and answers the whole
 * wished one, best built from the present one: `present => ({ ...present, ... })`. A status that is left out stays; when the
 * object is created, the server takes none: call again. Unlike `createOrUpdate` it does not mind what others change meanwhile.
 * Reads the API server, never a cache. Rejects with `AlreadyExists` when somebody else creates it: run again.
 * @throws TypeError when `wished` answers an object of another name or namespace
 */
export async function createOrPatch<T extends KubernetesObject>(
  client: Client,
  kind: Kind<T>,
  key: NoInfer<KeyOf<T>>,
  wished: (present: NoInfer<Snapshot<T>> | undefined) => NoInfer<NewWithStatus<T>>,
  options?: WriteOptions,
): Promise<CreateOrPatchResult<T>> {
  const present = await presentObject(client, kind, key, options);
  const wish = wished(present);
  checkKey(kind, key, wish);
  const { status, ...body } = wish as NewWithStatus<T> & { readonly status?: object };
  if (present === undefined) {
    return { operation: 'created', object: await client.create(kind, body as unknown as New<T>, options) };
  }
  const { status: presentStatus, ...presentBody } = present as object & { readonly status?: object };
  const { status: _, ...wishedBody } = withServerFields<T>(kind, wish, present) as object & { status?: object };
  const patch = mergePatch(presentBody, wishedBody);
  const statusPatch = status === undefined ? undefined : mergePatch(presentStatus ?? {}, status);
  let object = present;
  if (patch !== undefined) object = await client.patch(kind, key, patch as MergePatch<T>, options);
  if (statusPatch === undefined) return { operation: patch === undefined ? 'unchanged' : 'updated', object };
  const statusClient = (client.status as (kind: Kind<T>) => StatusClient<T>).call(client, kind);
  object = await statusClient.patch(key, statusPatch as MergePatch<StatusOf<T>>, options);
  return { operation: patch === undefined ? 'updatedStatusOnly' : 'updatedStatus', object };
}
