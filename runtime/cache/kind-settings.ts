// What the options of a cache say of one kind.
import { apiVersionOf, type Kind, type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import { isLabel } from '../meta/qualified-name.js';
import type { CacheNamespaces, CacheOptions, CacheScopeOptions, KindCacheOptions, Transform } from './cache-options.js';
import { PARSED_OBJECTS } from './parsed-objects.js';
import type { CacheScope } from './readable-store.js';
import type { IndexFunctions } from './secondary-indexes.js';
import { checkFieldSelector, labelSelectorText } from './selectors.js';

/** A scope with what is done to its objects. */
export interface ScopeSettings<T extends KubernetesObject> extends CacheScope {
  readonly transform?: Transform<T> | undefined;
}

/** One scope for each namespace, or one for all. */
export interface KindSettings<T extends KubernetesObject> {
  readonly scopes: readonly ScopeSettings<T>[];
  readonly indexes: IndexFunctions<T>;
  readonly parsedObjects: number;
}

/**
 * The settings of every kind, by its options and those of the cache.
 * @throws RangeError, TypeError that names the place in the options, for what cannot be
 */
export class CacheSettings {
  readonly #options: CacheOptions;
  readonly #byName = new Map<string, KindSettings<KubernetesObject>>();

  constructor(options: CacheOptions) {
    this.#options = options;
    checkNamespaces('namespaces', options.namespaces);
    checkCount('parsedObjects', options.parsedObjects);
    // Without a kind of its own a mistake would be found only when somebody asks for one.
    scopesOf(options, {}, true, '');
    for (const { kind, options: own } of options.kinds ?? []) {
      const name = kindName(kind);
      if (this.#byName.has(name)) throw new RangeError(`cache.kinds names ${name} twice`);
      this.#byName.set(name, this.#settings(kind, own, `kinds: ${name}: `));
    }
  }

  of<T extends KubernetesObject>(kind: Kind<T>): KindSettings<T> {
    const settings = this.#byName.get(kindName(kind)) ?? this.#settings(kind, {}, '');
    return settings as unknown as KindSettings<T>;
  }

  #settings(
    kind: Kind<KubernetesObject>,
    own: KindCacheOptions<KubernetesObject>,
    place: string,
  ): KindSettings<KubernetesObject> {
    const isNamespaced = kindInfo(kind).scope === 'Namespaced';
    if (!isNamespaced && own.namespaces !== undefined) {
      throw new RangeError(`cache.${place}namespaces: objects of the kind live in no namespace`);
    }
    checkNamespaces(`${place}namespaces`, own.namespaces);
    checkCount(`${place}parsedObjects`, own.parsedObjects);
    return {
      scopes: scopesOf(this.#options, own, isNamespaced, place),
      indexes: own.indexes ?? {},
      parsedObjects: own.parsedObjects ?? this.#options.parsedObjects ?? PARSED_OBJECTS,
    };
  }
}

/** `Pod (v1)`, `Redis (myapp.tangx.in/v1)`; with a word more where only the metadata is kept. */
export function kindName(kind: Kind<KubernetesObject>): string {
  return nameOf(kindInfo(kind));
}

export function nameOf(info: KindInfo): string {
  return `${info.kind} (${apiVersionOf(info)})${info.metadataOnly === true ? ', metadata only' : ''}`;
}

type ScopeSource = readonly [place: string, options: CacheScopeOptions<KubernetesObject> | undefined];

function scopesOf(
  cache: CacheOptions,
  own: KindCacheOptions<KubernetesObject>,
  isNamespaced: boolean,
  place: string,
): readonly ScopeSettings<KubernetesObject>[] {
  const kindSource: ScopeSource = [place, own];
  const cacheSource: ScopeSource = ['', cache];
  const namespaces = isNamespaced ? (own.namespaces ?? cache.namespaces) : undefined;
  if (namespaces === undefined) return [settled({}, [kindSource, cacheSource])];
  const names = namesIn(namespaces);
  const except = names.filter(name => name !== '');
  return names.map(namespace => {
    const ofKind: ScopeSource = [`${place}namespaces: ${namespace}: `, own.namespaces && at(own.namespaces, namespace)];
    const ofCache: ScopeSource = [`namespaces: ${namespace}: `, cache.namespaces && at(cache.namespaces, namespace)];
    const sources =
      own.namespaces === undefined ? [ofCache, kindSource, cacheSource] : [ofKind, kindSource, ofCache, cacheSource];
    return settled(namespace === '' ? { exceptNamespaces: except } : { namespace }, sources);
  });
}

function settled(where: CacheScope, sources: readonly ScopeSource[]): ScopeSettings<KubernetesObject> {
  const first = <K extends keyof CacheScopeOptions<KubernetesObject>>(name: K) => {
    const source = sources.find(([, options]) => options?.[name] !== undefined);
    return source && { place: `cache.${source[0]}${name}`, value: source[1]?.[name] };
  };
  const labels = first('labelSelector');
  const fields = first('fieldSelector');
  const transform = first('transform')?.value;
  const fieldSelector = fields && checkFieldSelector(fields.value as string, fields.place);
  const others = where.exceptNamespaces?.map(name => `metadata.namespace!=${name}`) ?? [];
  return {
    ...where,
    labelSelector: labels && (labelSelectorText(labels.value as string, labels.place) || undefined),
    fieldSelector: [...others, ...(fieldSelector ? [fieldSelector] : [])].join(',') || undefined,
    transform: transform as Transform<KubernetesObject> | undefined,
  };
}

function namesIn(namespaces: CacheNamespaces<KubernetesObject>): readonly string[] {
  return isList(namespaces) ? [...new Set(namespaces)] : Object.keys(namespaces);
}

function at(
  namespaces: CacheNamespaces<KubernetesObject>,
  name: string,
): CacheScopeOptions<KubernetesObject> | undefined {
  return isList(namespaces) || !Object.hasOwn(namespaces, name) ? undefined : namespaces[name];
}

function isList(namespaces: CacheNamespaces<KubernetesObject>): namespaces is readonly string[] {
  return Array.isArray(namespaces);
}

function checkNamespaces(place: string, namespaces: CacheNamespaces<KubernetesObject> | undefined): void {
  if (namespaces === undefined) return;
  const names: readonly unknown[] = namesIn(namespaces);
  if (names.length === 0) throw new RangeError(`cache.${place}: a cache of no namespaces: leave them out for all`);
  // One that was forgotten must not stand for all, and of one that cannot be the server would have nothing, without a word.
  const wrong = names.findIndex(name => typeof name !== 'string' || !(name === '' || isLabel(name)));
  if (wrong < 0) return;
  const name = typeof names[wrong] === 'string' ? JSON.stringify(names[wrong]) : String(names[wrong]);
  throw new RangeError(`cache.${place}: ${name} is no namespace: at most 63 of a-z, 0-9 and "-"; '' for all others`);
}

function checkCount(place: string, count: number | undefined): void {
  if (count === undefined || (Number.isSafeInteger(count) && count >= 1)) return;
  throw new RangeError(`cache.${place} is a whole number from 1, not ${count}`);
}
