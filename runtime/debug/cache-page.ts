// `/debug/cache`: what the cache holds.
import { withoutSecrets } from '../log/without-secrets.js';
import type { DebugKind, DebugSources } from './debug-sources.js';
import { NoPageError, numberIn, type Page } from './page.js';
import { table } from './table.js';

/** Objects are not deeper; schemas in definitions nearly are. */
const DEEPEST = 100;

/**
 * All kinds; with `?kind=Pod` the keys of one, of which `namespace`, `limit` (default 1000) and `after` choose; with `name`
 * too one object, without what is secret. `apiVersion` tells kinds of the same name apart.
 */
export function cachePage({ caches }: DebugSources, query: URLSearchParams): Page {
  const kinds = caches.flatMap(cache => cache.kinds());
  if (query.get('kind') === null) return kindsPage(kinds);
  const kind = kindIn(kinds, query);
  const namespace = query.get('namespace') ?? undefined;
  const name = query.get('name');
  return name === null ? keysPage(kind, namespace, query) : objectPage(kind, namespace, name);
}

function kindsPage(kinds: readonly DebugKind[]): Page {
  const shown = kinds.map(({ kind, apiVersion, metadataOnly, synced, objects, bytes, parsedObjects }) => {
    return { kind, apiVersion, metadataOnly, synced, objects, bytes, parsedObjects };
  });
  const rows = shown.map(({ kind, apiVersion, metadataOnly, synced, objects, bytes, parsedObjects }) => {
    return [metadataOnly ? `${kind} (metadata only)` : kind, apiVersion, String(synced), objects, bytes, parsedObjects];
  });
  const text = table(['KIND', 'APIVERSION', 'SYNCED', 'OBJECTS', 'BYTES', 'PARSED'], rows);
  return { data: { kinds: shown }, text: rows.length === 0 ? 'the cache has no kinds\n' : text };
}

function keysPage({ kind, apiVersion, keys }: DebugKind, namespace: string | undefined, query: URLSearchParams): Page {
  const limit = numberIn(query, 'limit', { least: 1, most: 1_000_000, or: 1000 });
  const all = keys(namespace);
  const after = query.get('after');
  const from = after === null ? 0 : all.indexOf(after) + 1;
  if (after !== null && from === 0) throw new NoPageError(404, `there is no ${kind} ${JSON.stringify(after)} any more`);
  const shown = all.slice(from, from + limit);
  const leftOut = all.length - from - shown.length;
  const data = { kind, apiVersion, total: all.length, keys: shown, leftOut };
  const rest = leftOut > 0 ? `and ${leftOut} more; say &after=${shown.at(-1)}\n` : '';
  return {
    data,
    text: `${kind} (${apiVersion}): ${all.length} objects\n${shown.map(key => `${key}\n`).join('')}${rest}`,
  };
}

function objectPage({ kind, apiVersion, object }: DebugKind, namespace: string | undefined, name: string): Page {
  const found = object(namespace, name);
  if (found === undefined) {
    const key = namespace === undefined ? name : `${namespace}/${name}`;
    throw new NoPageError(404, `the cache has no ${kind} ${JSON.stringify(key)}`);
  }
  const data = withoutSecrets({ ...found, apiVersion, kind }, DEEPEST);
  return { data, text: `${JSON.stringify(data, undefined, 2)}\n` };
}

function kindIn(kinds: readonly DebugKind[], query: URLSearchParams): DebugKind {
  const [kind, apiVersion] = [query.get('kind'), query.get('apiVersion')];
  const named = kinds.filter(each => each.kind === kind && (apiVersion ?? each.apiVersion) === each.apiVersion);
  // Metadata alone says less than the whole.
  const [found, ...others] = named.sort((a, b) => Number(a.metadataOnly) - Number(b.metadataOnly));
  if (found === undefined) {
    const there = kinds.map(each => `${each.kind} (${each.apiVersion})`).join(', ') || 'none';
    throw new NoPageError(404, `the cache has no kind ${JSON.stringify(kind)}; there are: ${there}`);
  }
  const other = others.find(each => each.apiVersion !== found.apiVersion);
  if (other === undefined) return found;
  throw new NoPageError(400, `say apiVersion=${found.apiVersion} or apiVersion=${other.apiVersion}`);
}
