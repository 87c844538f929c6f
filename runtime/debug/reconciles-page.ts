// `/debug/reconciles`: what is under way, why, and since when.
import type { DebugSources } from './debug-sources.js';
import type { Page } from './page.js';
import { chosen } from './queue-page.js';
import { shownDuration, table } from './table.js';

/** `?controller=` shows those of one. */
export function reconcilesPage(sources: DebugSources, query: URLSearchParams, now: number): Page {
  const reconciles = chosen(sources.controllers, query.get('controller'))
    .flatMap(controller =>
      controller.reconciles().map(({ key, reconcileId, causes, since }) => ({
        controller: controller.name,
        key,
        ageMilliseconds: Math.round(now - since),
        reconcileID: reconcileId,
        causes,
      })),
    )
    .sort((a, b) => b.ageMilliseconds - a.ageMilliseconds);
  const rows = reconciles.map(({ controller, key, ageMilliseconds, reconcileID, causes }) => {
    return [controller, key, shownDuration(ageMilliseconds), reconcileID, causes.join('; ')];
  });
  const text = table(['CONTROLLER', 'KEY', 'AGE', 'RECONCILEID', 'CAUSES'], rows);
  return { data: { reconciles }, text: rows.length === 0 ? 'no reconcile is under way\n' : text };
}
