// Brings one object to a wished form.
import { apiVersionOf, type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject, ObjectMeta } from '../../decorators/object-meta.js';
import type { Draft, Snapshot } from '../../decorators/snapshot.js';
import { jsonEqual } from '../meta/json-equal.js';
import { type KeyOf, keyOf, keyText } from '../meta/object-key.js';
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
  const present = await client.get(kind, key, options).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
  const wish = wished(present);
  const name = keyText(keyOf(wish));
  if (name !== keyText(key)) throw new TypeError(`asked for ${kind.name} ${keyText(key)}, and got ${name}`);
  if (present === undefined) return { operation: 'created', object: await client.create(kind, wish, options) };
  const update = withServerFields<T>(kind, wish, present);
  if (jsonEqual(update, present)) return { operation: 'unchanged', object: present };
  return { operation: 'updated', object: await client.update(kind, update, options) };
}

const SERVER_METADATA: readonly (keyof ObjectMeta)[] = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
];

function withServerFields<T extends KubernetesObject>(kind: Kind<T>, wish: New<T>, present: Snapshot<T>): Draft<T> {
  const info = kindInfo(kind);
  const { metadata, status } = present as { readonly metadata: object; readonly status?: unknown };
  const kept = Object.entries(metadata).filter(([name]) => SERVER_METADATA.includes(name as keyof ObjectMeta));
  const merged = {
    ...wish,
    apiVersion: apiVersionOf(info),
    kind: info.kind,
    metadata: { ...wish.metadata, ...Object.fromEntries(kept) },
    status,
  };
  return merged as unknown as Draft<T>;
}
