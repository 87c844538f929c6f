// `/debug/watches`: how the lists and watches of the cache do.
import { thrownText } from '../log/thrown-text.js';
import type { DebugSources } from './debug-sources.js';
import type { Page } from './page.js';
import { shownDuration, table } from './table.js';

export function watchesPage({ caches }: DebugSources): Page {
  const watches = caches
    .flatMap(cache => cache.watches())
    .map(({ kind, namespace, state, age, lists, watches, lastError }) => ({
      kind,
      ...(namespace !== undefined && { namespace }),
      state,
      ageMilliseconds: Math.round(age),
      lists,
      watches,
      ...(lastError !== undefined && { lastError: thrownText(lastError) }),
    }));
  const rows = watches.map(({ kind, namespace = '*', state, ageMilliseconds, lists, watches, lastError = '' }) => {
    return [kind, namespace, state, shownDuration(ageMilliseconds), lists, watches, lastError];
  });
  const text = table(['KIND', 'NAMESPACE', 'STATE', 'LAST HEARD', 'LISTS', 'WATCHES', 'ERROR'], rows);
  return { data: { watches }, text: rows.length === 0 ? 'nothing is watched\n' : text };
}
