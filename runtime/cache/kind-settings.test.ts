import { describe, expect, test } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import { metadataOf } from '../../decorators/metadata-of.js';
import type { ClusterObjectMeta, KubernetesObject } from '../../decorators/object-meta.js';
import { Thing } from '../../test/things.js';
import { type CacheOptions, cacheKind } from './cache-options.js';
import { CacheSettings, kindName } from './kind-settings.js';

interface Wide extends KubernetesObject {
  metadata: ClusterObjectMeta;
}
const Wide = kindOf<Wide>()({ group: 'example.com', version: 'v1', kind: 'Wide', plural: 'wides', scope: 'Cluster' });

const scopes = (options: CacheOptions, kind: typeof Thing | typeof Wide = Thing) =>
  new CacheSettings(options)
    .of<KubernetesObject>(kind)
    .scopes.map(scope => Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined)));

describe('the settings of a kind', () => {
  test('are those of the cache, where the kind has none', () => {
    expect(scopes({})).toEqual([{}]);
    const transform = () => undefined;
    const cache = { labelSelector: { app: 'x' }, fieldSelector: 'metadata.name=a', transform };
    expect(scopes(cache)).toEqual([{ labelSelector: 'app=x', fieldSelector: 'metadata.name=a', transform }]);
    expect(scopes({ namespaces: ['b', 'a', 'b'], labelSelector: 'l' })).toEqual([
      { namespace: 'b', labelSelector: 'l' },
      { namespace: 'a', labelSelector: 'l' },
    ]);
    expect(scopes({ namespaces: ['a'], labelSelector: 'l' }, Wide)).toEqual([{ labelSelector: 'l' }]);
  });

  // The order of controller-runtime's defaultOpts.
  test.each<[string, CacheOptions, string]>([
    ['the namespace of the kind', settings('kind-namespace', 'kind', 'cache-namespace', 'cache'), 'kind-namespace'],
    ['the kind', settings(undefined, 'kind', 'cache-namespace', 'cache'), 'kind'],
    ['the namespace of the cache', settings(undefined, undefined, 'cache-namespace', 'cache'), 'cache-namespace'],
    ['the cache', settings(undefined, undefined, undefined, 'cache'), 'cache'],
  ])('are taken from %s first', (_, options, expected) => {
    expect(scopes(options)).toEqual([{ namespace: 'n', labelSelector: expected }]);
  });

  test('with the namespaces of the cache go by these before the kind, when the kind names none', () => {
    const options = {
      namespaces: { n: { labelSelector: 'of-namespace' }, m: {} },
      labelSelector: 'of-cache',
      kinds: [cacheKind(Thing, { labelSelector: 'of-kind' })],
    };
    expect(scopes(options)).toEqual([
      { namespace: 'n', labelSelector: 'of-namespace' },
      { namespace: 'm', labelSelector: 'of-kind' },
    ]);
  });

  test('take each of label selector, field selector and transform where it is said', () => {
    const transform = () => undefined;
    const options = {
      namespaces: { n: { fieldSelector: 'metadata.name=a' } },
      transform,
      kinds: [cacheKind(Thing, { namespaces: { n: {} }, labelSelector: 'l' })],
    };
    expect(scopes(options)).toEqual([
      { namespace: 'n', labelSelector: 'l', fieldSelector: 'metadata.name=a', transform },
    ]);
  });

  test('of all other namespaces leave out those that are named', () => {
    const options = { namespaces: { a: { labelSelector: 'l' }, '': { fieldSelector: 'spec.x=1' }, b: {} } };
    expect(scopes(options)).toEqual([
      { namespace: 'a', labelSelector: 'l' },
      { exceptNamespaces: ['a', 'b'], fieldSelector: 'metadata.namespace!=a,metadata.namespace!=b,spec.x=1' },
      { namespace: 'b' },
    ]);
  });

  test('an empty selector of the kind undoes that of the cache', () => {
    expect(scopes({ labelSelector: 'l', kinds: [cacheKind(Thing, { labelSelector: '' })] })).toEqual([{}]);
  });

  test('say how many objects are kept parsed', () => {
    const parsed = (options: CacheOptions) => new CacheSettings(options).of(Thing).parsedObjects;
    expect(parsed({})).toBe(2048);
    expect(parsed({ parsedObjects: 5 })).toBe(5);
    expect(parsed({ parsedObjects: 5, kinds: [cacheKind(Thing, { parsedObjects: 7 })] })).toBe(7);
  });
});

describe('settings that cannot be', () => {
  test.each<[string, CacheOptions, string]>([
    [
      'a label selector that does not parse',
      { labelSelector: 'app in redis' },
      'cache.labelSelector: label selector "app in redis": there is "redis" where "(" should be',
    ],
    [
      'one of a namespace of a kind',
      { kinds: [cacheKind(Thing, { namespaces: { n: { labelSelector: '=' } } })] },
      'cache.kinds: Thing (example.com/v1): namespaces: n: labelSelector: label selector "=": there is "=" where a label',
    ],
    [
      'one that is an object',
      { labelSelector: { matchExpressions: [{ key: 'a', operator: 'Near' }] } },
      'cache.labelSelector: label selector on "a": unknown operator Near',
    ],
    [
      'a field selector that does not parse',
      { namespaces: { n: { fieldSelector: 'spec.nodeName' } } },
      'cache.namespaces: n: fieldSelector: field selector "spec.nodeName": "spec.nodeName" has none of = == !=',
    ],
    ['no namespaces', { namespaces: [] }, 'cache.namespaces: a cache of no namespaces: leave them out for all'],
    [
      'a namespace that was forgotten, which would stand for all',
      { namespaces: ['n', undefined as never] },
      'cache.namespaces: undefined is no namespace',
    ],
    [
      'a namespace that cannot be, which the server would answer with nothing',
      { kinds: [cacheKind(Thing, { namespaces: { 'my shop': {} } })] },
      'cache.kinds: Thing (example.com/v1): namespaces: "my shop" is no namespace',
    ],
    [
      'no namespaces of a kind',
      { kinds: [cacheKind(Thing, { namespaces: {} })] },
      'cache.kinds: Thing (example.com/v1): namespaces: a cache of no namespaces',
    ],
    [
      'namespaces of a kind that lives in none',
      { kinds: [cacheKind(Wide, { namespaces: ['n'] })] },
      'cache.kinds: Wide (example.com/v1): namespaces: objects of the kind live in no namespace',
    ],
    ['a kind that is named twice', { kinds: [cacheKind(Thing, {}), cacheKind(Thing, {})] }, 'cache.kinds names Thing'],
    ['no parsed objects', { parsedObjects: 0 }, 'cache.parsedObjects is a whole number from 1, not 0'],
  ])('are refused with their place: %s', (_, options, message) => {
    expect(() => new CacheSettings(options)).toThrow(message);
  });
});

test('a kind of metadata is another one than the kind itself', () => {
  expect(metadataOf(Thing)).toBe(metadataOf(Thing));
  expect(kindName(metadataOf(Thing))).toBe('Thing (example.com/v1), metadata only');
  const options = { kinds: [cacheKind(metadataOf(Thing), { labelSelector: 'l' })] };
  expect(scopes(options)).toEqual([{}]);
  expect(new CacheSettings(options).of(metadataOf(Thing)).scopes[0]?.labelSelector).toBe('l');
});

/** Label selectors at each place, for the namespace `n`. */
function settings(ofKindNamespace?: string, ofKind?: string, ofNamespace?: string, ofCache?: string): CacheOptions {
  const kind = { namespaces: { n: { labelSelector: ofKindNamespace } }, labelSelector: ofKind };
  return { namespaces: { n: { labelSelector: ofNamespace } }, labelSelector: ofCache, kinds: [cacheKind(Thing, kind)] };
}
