// Deletes Pods as far as their disruption budgets let it.
import type { KindInfo } from '../../decorators/kind.js';
import type { ObjectKey } from '../meta/object-key.js';
import type { EvictOptions } from './client.js';
import { jsonText } from './json-text.js';
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
  const attempt = { verb: 'evict', kind, key };
  const body = { type: JSON_TYPE, text: jsonText(attempt, eviction) };
  const path = objectPath(kind, key, 'eviction');
  await requests.call(attempt, { method: 'POST', path, body, signal, beforeSend });
}
