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
  const joinedIn = new Map<string, FieldSet[]>();
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
    const joined = joinedIn.get(bucket) ?? [capped.get(bucket)?.fields ?? capped.get(first)?.fields ?? FieldSet.EMPTY];
    joinedIn.set(bucket, joined);
    joined.push(entry.fields);
    if (!capped.has(bucket)) capped.delete(first);
    capped.delete(identity);
    capped.set(bucket, { ...ancient, ...timeOf(entry), fields: FieldSet.EMPTY });
    left--;
  }
  for (const [bucket, joined] of joinedIn) {
    const entry = capped.get(bucket);
    if (entry !== undefined) capped.set(bucket, { ...entry, fields: unionOf(joined) });
  }
  return capped;
}

/** By halves: one by one, thousands of entries would copy what was joined before thousands of times. */
function unionOf(sets: readonly FieldSet[]): FieldSet {
  if (sets.length <= 1) return sets[0] ?? FieldSet.EMPTY;
  const middle = sets.length >> 1;
  return unionOf(sets.slice(0, middle)).union(unionOf(sets.slice(middle)));
}

function timeOf({ time }: ManagerEntry): { readonly time?: string } {
  return time === undefined ? {} : { time };
}
