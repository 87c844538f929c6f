import { expect, test } from 'vitest';
import type { Kind } from '../../decorators/kind.js';
import { metadataOf } from '../../decorators/metadata-of.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import { Thing } from '../../test/things.js';
import { type CacheNamespaces, type CacheOptions, cacheKind } from '../cache/cache-options.js';
import { ConfigMap, Namespace } from '../kinds/core-v1.js';
import { checkAppliedKinds } from './applied-kinds.js';

const any = (kind: unknown) => kind as Kind<KubernetesObject>;
const check = (cache: CacheOptions, kind: unknown = ConfigMap, owner: unknown = Thing, apply = true) =>
  checkAppliedKinds({ kind: any(owner), owns: [{ kind: any(kind), apply }], options: { name: 'maker' } }, cache);
const ofMaps = (namespaces: CacheNamespaces<ConfigMap>) => ({ kinds: [cacheKind(ConfigMap, { namespaces })] });

test.each<[what: string, cache: CacheOptions, why: string]>([
  ['a label selector', { kinds: [cacheKind(ConfigMap, { labelSelector: { app: 'x' } })] }, 'labelSelector "app=x"'],
  ['a label selector of the whole cache', { labelSelector: 'app=x' }, 'labelSelector "app=x"'],
  ['a field selector', { kinds: [cacheKind(ConfigMap, { fieldSelector: 'metadata.name=a' })] }, '"metadata.name=a"'],
  ['one in a namespace', ofMaps({ a: {}, b: { labelSelector: 'x' } }), 'labelSelector "x"'],
  ['one in all other namespaces', ofMaps({ a: {}, '': { fieldSelector: 'type=b' } }), 'fieldSelector "type=b"'],
])('a kind of which the cache keeps what %s takes is not applied', (_, cache, why) => {
  expect(() => check(cache)).toThrow('controller maker: ConfigMap (v1) cannot be applied: the cache keeps only those');
  expect(() => check(cache)).toThrow(why);
  expect(() => check(cache)).toThrow('Take the selector away');
  expect(() => check(cache, ConfigMap, Thing, false)).not.toThrow();
});

test('a kind of which the cache keeps the metadata is not applied', () => {
  expect(() => check({}, metadataOf(ConfigMap))).toThrow(
    'ConfigMap (v1), metadata only cannot be applied: of metadataOf(ConfigMap) the cache has nothing to compare with',
  );
});

test.each<[what: string, cache: CacheOptions, missing: string]>([
  ['everywhere', ofMaps(['a']), 'all namespaces'],
  [
    'everywhere but there',
    { namespaces: { '': {}, b: {} }, kinds: [cacheKind(ConfigMap, { namespaces: ['b'] })] },
    'all namespaces',
  ],
  ['elsewhere', { namespaces: ['b'], ...ofMaps(['a']) }, 'namespace b'],
])('a kind is not applied for owners that are kept %s', (_, cache, missing) => {
  expect(() => check(cache)).toThrow(`its owners are kept of ${missing}, and it is not. Give both the same namespaces`);
});

test.each<[what: string, cache: CacheOptions, owner?: unknown]>([
  ['is kept as a whole', {}],
  ['is kept in the namespaces of its owners', { namespaces: ['a', 'b'] }],
  ['is kept in more of them', { namespaces: ['a'], ...ofMaps(['b', 'a']) }],
  [
    'is kept everywhere, in some namespaces with other settings',
    ofMaps({ a: { transform: object => object }, '': {} }),
  ],
  ['has owners without a namespace', ofMaps(['a']), Namespace],
])('a kind is applied that %s', (_, cache, owner) => {
  expect(() => check(cache, ConfigMap, owner)).not.toThrow();
});
