// Keeps the list of managers short.
import { FieldSet } from './field-set.js';
import { type ManagerEntry, type Managers, managerIdentity, secondsOf } from './managers.js';

const MAX_UPDATERS = 10;
const ANCIENT = 'ancient-changes';

/** At most ten entries of updates: the oldest of each version are joined under the name `ancient-changes`. */
export function capManagers(managers: Managers): Managers {
  const updaters = [...managers]
    .filter(([, { operation }]) => operation === 'Update')
    .sort(([a, left], [b, right]) => secondsOf(left.time) - secondsOf(right.time) || (a < b ? -1 : 1));
  const capped = new Map(managers);
  const firstOf = new Map<string, string>();
  let left = updaters.length;
  for (const [identity, entry] of updaters) {
    if (left <= MAX_UPDATERS) break;
    const { apiVersion } = entry;
    const first = firstOf.get(apiVersion);
    if (first === undefined) {
      firstOf.set(apiVersion, identity);
      continue;
    }
    const ancient = { manager: ANCIENT, operation: 'Update', apiVersion, subresource: '' } as const;
    const bucket = managerIdentity(ancient);
    const joined = capped.get(bucket) ?? capped.get(first);
    if (!capped.has(bucket)) capped.delete(first);
    capped.delete(identity);
    const fields = entry.fields.union(joined?.fields ?? FieldSet.EMPTY);
    capped.set(bucket, { ...ancient, ...timeOf(entry), fields });
    left--;
  }
  return capped;
}

function timeOf({ time }: ManagerEntry): { readonly time?: string } {
  return time === undefined ? {} : { time };
}
