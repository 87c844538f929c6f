// Shortens what is said about one place: a type of another package can have a hundred fields that no schema can say.
import type { Diagnostic } from '../model/diagnostic.js';
import { error } from './finding.js';

const SHOWN = 3;
/** The codes of types. */
const OF_TYPES = /^KW1/;

/** Keeps the first findings about the types at a place, and counts the others. `all` is ordered by place. */
export function withoutFloods(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const totals = new Map<string, number>();
  for (const finding of all) totals.set(placeOf(finding), (totals.get(placeOf(finding)) ?? 0) + 1);
  const seen = new Map<string, number>();
  return all.flatMap(finding => {
    const place = placeOf(finding);
    const total = totals.get(place) ?? 0;
    const index = seen.get(place) ?? 0;
    seen.set(place, index + 1);
    // One more line than the summary would take is no flood.
    if (!OF_TYPES.test(finding.code) || total <= SHOWN + 1 || index < SHOWN) return [finding];
    if (index > SHOWN) return [];
    const message = `${total - SHOWN} more fields are read from here, of types that no schema can say`;
    const hint =
      'give them other types; of a type of another package, declare the fields that you need in a class of your own';
    return [error(finding, 'KW1017', message, hint)];
  });
}

function placeOf({ file, line, column, code }: Diagnostic): string {
  return OF_TYPES.test(code) ? `${file}:${line}:${column}` : '';
}
