// Brings one object to a wished form.
import { apiVersionOf, type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Draft, Snapshot } from '../../decorators/snapshot.js';
import { jsonEqual } from '../meta/json-equal.js';
import { type KeyOf, keyOf, keyText, type ObjectKey } from '../meta/object-key.js';
import { SERVER_METADATA } from '../meta/server-metadata.js';
import { isNotFound } from './api-reasons.js';
import type { Client, WriteOptions } from './client.js';
import type { New } from './shapes.js';

/** What `createOrUpdate` did, and the object as it is now. */
export interface CreateOrUpdateResult<T> {
  readonly operation: 'created' | 'updated' | 'unchanged';
  readonly object: Snapshot<T>;
}

/**
 * Creates the object, or updates it when `wished` wants it otherwise; as controllerutil's `CreateOrUpdate`. `wished` gets the
 * present object (undefined when there is none) and answers the whole wished one, best built from the present one so
 * that what others have set stays: `present => ({ ...present, ... })`. The status and the metadata that the server writes
 * are kept as they are.
 * Reads the API server, never a cache. Rejects with a conflict when the object changes in between, and with
 * `AlreadyExists` when somebody else creates it: run again.
 * @throws TypeError when `wished` answers an object of another name or namespace
 */
export async function createOrUpdate<T extends KubernetesObject>(
  client: Client,
  kind: Kind<T>,
  key: NoInfer<KeyOf<T>>,
  wished: (present: NoInfer<Snapshot<T>> | undefined) => NoInfer<New<T>>,
  options?: WriteOptions,
): Promise<CreateOrUpdateResult<T>> {
  const present = await presentObject(client, kind, key, options);
  const wish = wished(present);
  checkKey(kind, key, wish);
  if (present === undefined) return { operation: 'created', object: await client.create(kind, wish, options) };
  const update = withServerFields<T>(kind, wish, present);
  if (jsonEqual(update, present)) return { operation: 'unchanged', object: present };
  return { operation: 'updated', object: await client.update(kind, update, options) };
}

/** The object on the server; undefined when there is none. */
export async function presentObject<T extends KubernetesObject>(
  client: Client,
  kind: Kind<T>,
  key: NoInfer<KeyOf<T>>,
  options?: WriteOptions,
): Promise<Snapshot<T> | undefined> {
  return await client.get(kind, key, options).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
}

/** @throws TypeError when what is wished has another name or namespace than was asked for */
export function checkKey<T extends KubernetesObject>(kind: Kind<T>, key: ObjectKey, wish: New<T>): void {
  const name = keyText(keyOf(wish));
  if (name !== keyText(key)) throw new TypeError(`asked for ${kind.name} ${keyText(key)}, and got ${name}`);
}

/** The wished object with the status and the server's metadata of the present one. */
export function withServerFields<T extends KubernetesObject>(
  kind: Kind<T>,
  wish: New<T>,
  present: Snapshot<T>,
): Draft<T> {
  const info = kindInfo(kind);
  const { metadata, status } = present as { readonly metadata: object; readonly status?: unknown };
  const kept = Object.entries(metadata).filter(([name]) => (SERVER_METADATA as readonly string[]).includes(name));
  const merged = {
    ...wish,
    apiVersion: apiVersionOf(info),
    kind: info.kind,
    metadata: { ...wish.metadata, ...Object.fromEntries(kept) },
    status,
  };
  return merged as unknown as Draft<T>;
}
