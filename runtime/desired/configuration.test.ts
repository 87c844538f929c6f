import { describe, expect, test } from 'vitest';
import { ConfigMap, Secret } from '../kinds/core-v1.js';
import { configurationOf, hashOf } from './configuration.js';
import { type DependentOptions, type DesiredObject, dependent } from './dependent.js';

const owner = {
  apiVersion: 'a/v1',
  kind: 'Owner',
  metadata: { name: 'o', namespace: 'n', uid: 'u', resourceVersion: '1' },
} as never;
const configured = (wished: DesiredObject) => configurationOf(wished, owner, 'm/c');
const map = (fields: object, options?: DependentOptions) => dependent(ConfigMap, fields as never, options);
const named = { metadata: { name: 'a' } };
const ENDLESS: Record<string, unknown> = {};
ENDLESS.self = ENDLESS;

describe('a wished object', () => {
  test.each<[what: string, wished: unknown, message: string]>([
    ['that is none', undefined, 'context.apply takes a list of objects that dependent(Kind, { ... }) has made'],
    ['that is a manifest', { apiVersion: 'v1', kind: 'ConfigMap', ...named }, 'dependent(Kind, { ... })'],
    [
      'that was read',
      map({ metadata: { ...named.metadata, resourceVersion: '7' } }),
      "ConfigMap n/a: metadata.resourceVersion is the server's to set",
    ],
    ['of another kind', map({ kind: 'Secret', ...named }), 'ConfigMap n/a: its kind says "Secret"'],
    ['of half a wave', map(named, { wave: 0.5 }), 'ConfigMap n/a: a wave is a whole number, not 0.5'],
    ['that is no JSON', map({ ...named, data: ENDLESS }), 'a wished ConfigMap cannot be written as JSON'],
    [
      'of which a number was lost',
      map({ ...named, data: { a: Number.NaN } }),
      'a wished ConfigMap a: data.a is NaN, for which JSON has no word',
    ],
    ['of which an item was lost', map({ ...named, data: { a: ['b', undefined] } }), 'data.a[1] is undefined'],
  ])('%s is refused', (_, wished, message) => {
    expect(() => configured(wished as DesiredObject)).toThrow(TypeError);
    expect(() => configured(wished as DesiredObject)).toThrow(message);
  });

  test('is sent as it was when it was wished', () => {
    const data = { at: new Date(0) as unknown as string };
    const { body } = configured(map({ ...named, data }));
    data.at = 'later';
    expect(body).toMatchObject({ data: { at: '1970-01-01T00:00:00.000Z' } });
  });

  test('has the texts of a Secret where the server keeps them', () => {
    const { body } = configured(
      dependent(Secret, { ...named, data: { a: 'YQ==', b: 'YQ==' }, stringData: { b: 'ü' }, type: 'Opaque' }),
    );
    expect(body).toMatchObject({ data: { a: 'YQ==', b: 'w7w=' }, type: 'Opaque' });
    expect(body).not.toHaveProperty('stringData');
    expect(configured(dependent(Secret, { ...named, stringData: {} })).body).not.toHaveProperty('data');
    // Elsewhere the name has no such meaning.
    expect(configured(map({ ...named, stringData: { b: 'b' } })).body).toHaveProperty('stringData');
  });
});

describe('a hash', () => {
  test.each<[what: string, a: unknown, b: unknown]>([
    ['the order of fields', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
    ['numbers for names', { 10: 'x', 9: 'y', a: 1 }, JSON.parse('{"a":1,"9":"y","10":"x"}')],
    ['fields that are undefined', { a: 1, b: undefined }, { a: 1 }],
    ['how a number is written', { a: 1 }, JSON.parse('{"a":1.0}')],
  ])('does not depend on %s', (_, a, b) => {
    expect(hashOf(a)).toBe(hashOf(b));
  });

  test('depends on all else', () => {
    const values = [
      {},
      { a: 1 },
      { a: '1' },
      { a: null },
      { a: [1] },
      { a: [1, 1] },
      { a: {} },
      { a: [] },
      { a: ['1,1'] },
    ];
    expect(new Set(values.map(hashOf)).size).toBe(values.length);
  });
});
