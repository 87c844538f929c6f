// Shortens what is said about one place: a type of another package can have a hundred fields that no schema can say.
import type { Diagnostic } from '../model/diagnostic.js';
import { error } from './finding.js';

const SHOWN = 3;
/** The codes of types. */
const OF_TYPES = /^KW1/;

/** Keeps the first findings about the types at a place, and counts the others. `all` is ordered by place. */
export function withoutFloods(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const byPlace = Map.groupBy(all, ({ file, line, column, code }) =>
    OF_TYPES.test(code) ? `${file}:${line}:${column}` : '',
  );
  return all.flatMap(finding => {
    const { file, line, column, code } = finding;
    const here = OF_TYPES.test(code) ? (byPlace.get(`${file}:${line}:${column}`) ?? []) : [];
    const index = here.indexOf(finding);
    // One more line than the summary would take is no flood.
    if (here.length <= SHOWN + 1 || index < SHOWN) return [finding];
    if (index > SHOWN) return [];
    const message = `${here.length - SHOWN} more fields below are of types that no schema can say`;
    const hint = 'the type is of another package: declare the fields that you need in a class of your own';
    return [error(finding, 'KW1017', message, hint)];
  });
}
