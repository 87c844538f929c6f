// Compares what was seen of two servers.
import type { KnownDifference, Observation } from './observation.js';

/** One question that two servers answered otherwise. */
export interface Difference {
  readonly area: string;
  readonly name: string;
  /** `code`: the codes differ, whatever else does. `text`: only the rest. `absent`: one was not asked it. */
  readonly in: 'code' | 'text' | 'absent';
}

/** In the order of the golden observations; then what is in the others alone. */
export function differences(golden: readonly Observation[], seen: readonly Observation[]): Difference[] {
  const others = new Map(seen.map(observation => [keyOf(observation), observation]));
  const found = golden.flatMap(observation => {
    const other = others.get(keyOf(observation));
    others.delete(keyOf(observation));
    const differs = differenceOf(observation, other);
    return differs === undefined ? [] : [{ area: observation.area, name: observation.name, in: differs }];
  });
  return [...found, ...[...others.values()].map(({ area, name }) => ({ area, name, in: 'absent' as const }))];
}

function differenceOf(one: Observation, other: Observation | undefined): Difference['in'] | undefined {
  if (other === undefined || one.asked !== other.asked) return 'absent';
  if (one.code !== other.code) return 'code';
  return one.text === other.text ? undefined : 'text';
}

/** What of a list of known differences is true no more. */
export function outdated(known: readonly KnownDifference[], found: readonly Difference[]): KnownDifference[] {
  const keys = new Set(found.map(difference => `${keyOf(difference)} ${difference.in === 'code'}`));
  return known.filter(difference => !keys.has(`${keyOf(difference)} ${difference.code ?? false}`));
}

/** What of the differences is not known. */
export function unexplained(known: readonly KnownDifference[], found: readonly Difference[]): Difference[] {
  const keys = new Set(known.map(difference => `${keyOf(difference)} ${difference.code ?? false}`));
  return found.filter(difference => !keys.has(`${keyOf(difference)} ${difference.in === 'code'}`));
}

function keyOf({ area, name }: { readonly area: string; readonly name: string }): string {
  return `${area}: ${name}`;
}
