// Bounds as the decorators that say them.
import type { SuggestedBound } from '../../schema/cel/cost/suggest-bounds.js';

/** `say @MaxItems(100) at spec.ports and @Items(MaxLength(100)) at spec.tags, or smaller bounds`. */
export function boundsInWords(bounds: readonly SuggestedBound[]): string {
  const said = bounds.map(({ path, keyword, most }) => {
    const name = `${keyword.charAt(0).toUpperCase()}${keyword.slice(1)}(${most})`;
    const { field, decorator } = ofField(path, name);
    return `@${decorator} at ${field}`;
  });
  const last = said.at(-1) ?? '';
  const list = said.length > 1 ? `${said.slice(0, -1).join(', ')} and ${last}` : last;
  return `say ${list}, or ${bounds.length > 1 ? 'smaller bounds' : 'a smaller bound'}`;
}

/** What items and values are, the field that holds them says. */
function ofField(path: string, name: string): { readonly field: string; readonly decorator: string } {
  if (path.endsWith('[]')) return ofField(path.slice(0, -2), `Items(${name})`);
  if (path.endsWith('.*')) return ofField(path.slice(0, -2), `Values(${name})`);
  return { field: path, decorator: name };
}
