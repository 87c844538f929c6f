// Owner references that are there twice: the server keeps one of them, and says so.
import type { ApiOwnerReference, SentObject } from '../object/api-object.js';
import { sameJson } from '../object/json.js';

/** What clients are told, by when it was found. */
const WHEN = { sent: '', admitted: ' after mutating admission happens' } as const;

const ADVICE = 'API server dedups owner references in 1.20+, and may reject such requests as early as 1.24';

/** The object with each owner reference once. @param warn is told the uids of those that were there again */
export function withoutRepeatedOwners<T extends SentObject>(
  object: T,
  when: keyof typeof WHEN,
  warn: (text: string) => void,
): T {
  const references = object.metadata?.ownerReferences ?? [];
  if (references.length < 2) return object;
  const kept: ApiOwnerReference[] = [];
  const repeated: string[] = [];
  for (const each of references) {
    if (kept.some(known => known.uid === each.uid && sameJson(known, each))) repeated.push(each.uid);
    else kept.push(each);
  }
  if (repeated.length === 0) return object;
  const where = `.metadata.ownerReferences contains duplicate entries${WHEN[when]}`;
  warn(`${where}; ${ADVICE}; please fix your requests; duplicate UID(s) observed: ${repeated.join(', ')}`);
  return { ...object, metadata: { ...object.metadata, ownerReferences: kept } };
}
