// Deletes Pods as far as their disruption budgets let it.
import type { KindInfo } from '../../decorators/kind.js';
import type { ObjectKey } from '../meta/object-key.js';
import type { EvictOptions } from './client.js';
import { objectPath } from './paths.js';
import { JSON_TYPE, type Requests } from './requests.js';

export async function evict(
  requests: Requests,
  kind: KindInfo,
  { namespace, name }: ObjectKey,
  { signal, beforeSend, dryRun, ...deleteOptions }: EvictOptions = {},
): Promise<void> {
  const key = { namespace, name };
  const eviction = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: key,
    // Said here and not in the query: a server takes it from either, and refuses two that differ.
    deleteOptions: { ...deleteOptions, ...(dryRun && { dryRun: ['All'] }) },
  };
  const body = { type: JSON_TYPE, text: JSON.stringify(eviction) };
  const path = objectPath(kind, key, 'eviction');
  await requests.call({ verb: 'evict', kind, key }, { method: 'POST', path, body, signal, beforeSend });
}
