// Refuses kinds that are to be applied and that the cache does not show as they are.
import { type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { CacheOptions } from '../cache/cache-options.js';
import { CacheSettings, kindName, type ScopeSettings } from '../cache/kind-settings.js';
import type { ReconcilerDeclaration } from './reconciles.js';

type Settings = ScopeSettings<KubernetesObject>;

/**
 * What is applied is compared with the cache. An object that the cache leaves out would be taken for one that is not there: to
 * create it is refused by the server, at each reconcile.
 * @throws TypeError when the cache does not keep all objects of an applied kind beside their owners, as a whole
 */
export function checkAppliedKinds(
  { kind, owns, options }: Pick<ReconcilerDeclaration, 'kind' | 'owns' | 'options'>,
  cache: CacheOptions,
): void {
  const applied = owns.filter(({ apply }) => apply === true).map(owned => owned.kind);
  if (applied.length === 0) return;
  const settings = new CacheSettings(cache);
  const name = options.name ?? kindInfo(kind).kind.toLowerCase();
  for (const each of applied) {
    const problem = problemOf(each, settings.of(each).scopes, ownersPlaces(kind, settings));
    if (problem !== undefined)
      throw new TypeError(`controller ${name}: ${kindName(each)} cannot be applied: ${problem}`);
  }
}

function problemOf(
  kind: Kind<KubernetesObject>,
  scopes: readonly Settings[],
  places: readonly Settings[],
): string | undefined {
  const info = kindInfo(kind);
  if (info.metadataOnly) {
    return `of metadataOf(${info.kind}) the cache has nothing to compare with. Own the kind as a whole`;
  }
  const selecting = scopes.map(selectorOf).find(selector => selector !== undefined);
  if (selecting !== undefined) {
    return `the cache keeps only those that ${selecting} takes, so others of a wished name would never be seen. Take the selector away (a transform that leaves the applied fields saves memory too), or write the objects with context.client and @Owns(${info.kind}) alone`;
  }
  const missing = info.scope === 'Cluster' ? undefined : places.find(place => !isCovered(place, scopes));
  if (missing === undefined) return undefined;
  const place = missing.namespace === undefined ? 'all namespaces' : `namespace ${missing.namespace}`;
  return `its owners are kept of ${place}, and it is not. Give both the same namespaces in cache.kinds`;
}

/** Where owners may be; of owners without a namespace that says nothing. */
function ownersPlaces(kind: Kind<KubernetesObject>, settings: CacheSettings): readonly Settings[] {
  return kindInfo(kind).scope === 'Cluster' ? [] : settings.of(kind).scopes;
}

function isCovered({ namespace, exceptNamespaces = [] }: Settings, scopes: readonly Settings[]): boolean {
  const others = scopes.find(scope => scope.namespace === undefined);
  const isNamed = (name: string) => scopes.some(scope => scope.namespace === name);
  if (namespace !== undefined) return isNamed(namespace) || (others !== undefined && !isLeftOut(namespace, others));
  if (others === undefined) return false;
  return (others.exceptNamespaces ?? []).every(name => isNamed(name) || exceptNamespaces.includes(name));
}

function isLeftOut(namespace: string, { exceptNamespaces = [] }: Settings): boolean {
  return exceptNamespaces.includes(namespace);
}

/** `labelSelector "app=x"`; that of the namespaces that are kept otherwise does not count. */
function selectorOf({ labelSelector, fieldSelector = '', exceptNamespaces = [] }: Settings): string | undefined {
  if (labelSelector !== undefined) return `labelSelector "${labelSelector}"`;
  const own = fieldSelector.split(',').slice(exceptNamespaces.length).join();
  return own === '' ? undefined : `fieldSelector "${own}"`;
}
