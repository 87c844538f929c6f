// Server-side apply by one manager: every kind of field.
import type { Json } from '../../../schema/structural-schema.js';
import { apply, create, type JsonObject, type Scenario, scenario } from '../scenario.js';

/** Applies one spec after the other. */
function specs(name: string, ...each: readonly JsonObject[]): Scenario {
  return scenario(name, 'Sample', ...each.map(spec => apply('a', { spec })));
}

/** One manager applies a value, and then another one. */
function field(field: string, what: string, first: Json, second: Json): Scenario {
  return specs(`${field}: ${what}`, { text: 'stays', [field]: first }, { text: 'stays', [field]: second });
}

const item = (name: string, more: JsonObject = {}) => ({ name, ...more });

export const APPLY: readonly Scenario[] = [
  specs('creates', { text: 'a', replicas: 1, flag: true, ratio: 1.5, date: '2026-01-01T00:00:00Z' }),
  specs('changes nothing when applied again', { text: 'a', set: ['x'] }, { text: 'a', set: ['x'] }),
  specs('changes its own fields', { text: 'a', replicas: 1 }, { text: 'b', replicas: 2 }),
  specs('removes what it does not apply any more', { text: 'a', replicas: 1 }, { text: 'a' }),
  specs('removes a parent with its last child', { text: 'a', pair: { x: '1' } }, { text: 'a' }),
  specs('removes the last key of a map', { text: 'a', map: { x: '1' } }, { text: 'a', map: {} }),
  specs('removes a map with its keys', { text: 'a', map: { x: '1', y: '2' } }, { text: 'a' }),
  specs('removes everything', { text: 'a', pair: { x: '1' } }, {}),
  specs(
    'adds, and removes exactly that',
    { text: 'a' },
    { text: 'a', map: { x: '1' }, set: ['x'], items: [item('i')] },
    { text: 'a' },
  ),
  field('map', 'keys come and go', { x: '1', y: '2' }, { y: '3', z: '4' }),
  field('atomicMap', 'is replaced', { x: '1', y: '2' }, { z: '4' }),
  field('pair', 'fields come and go', { x: '1' }, { y: '2' }),
  field('granularPair', 'fields come and go', { x: '1' }, { y: '2' }),
  field('atomicPair', 'is replaced', { x: '1' }, { y: '2' }),
  field('mapOfPairs', 'is merged on both levels', { a: { x: '1' }, b: { x: '1' } }, { a: { y: '1' }, c: {} }),
  field('mapOfLists', 'replaces its lists', { a: ['1', '2'] }, { a: ['2'], b: [] }),
  field('plainList', 'is replaced', ['a', 'b'], ['b', 'c']),
  field('plainList', 'may be empty', ['a', 'b'], []),
  field('atomicList', 'is replaced', ['a', 'b'], ['c']),
  field('pairs', 'is replaced', [{ x: '1' }, { y: '2' }], [{ x: '2' }]),
  field('set', 'items come and go', ['a', 'b', 'c'], ['c', 'd', 'a']),
  field('set', 'is emptied', ['a', 'b'], []),
  field('numbers', 'items come and go', [1, 2, 3], [3, 10, 2]),
  field('items', 'items come and go', [item('a', { value: '1' }), item('b')], [item('b', { value: '2' }), item('c')]),
  field('items', 'change their order', [item('a'), item('b'), item('c')], [item('c'), item('a'), item('b')]),
  field(
    'items',
    'fields come and go',
    [item('a', { value: '1', tags: ['x', 'y'] })],
    [item('a', { pair: { x: '1' }, tags: ['y', 'z'] })],
  ),
  field('items', 'are emptied', [item('a'), item('b')], []),
  field(
    'ports',
    'have two keys',
    [
      { port: 1, protocol: 'TCP' },
      { port: 1, protocol: 'UDP' },
    ],
    [{ port: 1, protocol: 'UDP', name: 'u' }],
  ),
  field(
    'ports',
    'have a key with a default',
    [{ port: 1 }, { port: 2, protocol: 'UDP' }],
    [{ port: 1, protocol: 'TCP', name: 't' }],
  ),
  field('port', 'may be a number or a text', 80, 'http'),
  field('nullable', 'may be null', 'a', null),
  field('nullable', 'may become a text', null, 'a'),
  field('text', 'is removed by null', 'a', null),
  field('defaulted', 'owns no defaults', { note: 'a' }, { note: 'b', mode: 'manual' }),
  field('defaulted', 'gets the default back', { note: 'a', mode: 'manual' }, { note: 'a' }),
  field('free', 'is merged key by key', { a: 1, b: { c: 2, d: [1] } }, { b: { d: [2], e: true } }),
  field('free', 'changes form', { a: { b: 1 }, c: 'text' }, { a: 'text', c: { d: 1 } }),
  field('free', 'holds empty things', { a: {}, b: [], c: '' }, { a: { x: {} }, c: null }),
  field('free', 'holds hostile keys', { constructor: { prototype: 'a' }, toString: 'b' }, { toString: 'c' }),
  field(
    'partlyFree',
    'has known and unknown fields',
    { known: 'a', list: ['a'], other: { x: 1 } },
    { list: ['b'], other: { y: 1 } },
  ),
  field(
    'template',
    'is an object of its own',
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 't', labels: { a: 'b' }, finalizers: ['x.y/z'] },
      data: { a: '1' },
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 't', labels: { c: 'd' } }, data: { b: '1' } },
  ),
  specs('refuses duplicates in a set', { set: ['a', 'b', 'a'] }),
  specs('refuses duplicates in a map', { items: [item('a'), item('a')] }),
  specs('refuses items without keys', { items: [{ value: 'a' }] }),
  specs('refuses null items', { items: [null] }),
  specs('refuses fields that are not there', { bogus: 1 }),
  specs('refuses nested fields that are not there', { items: [item('a', { bogus: { x: 1 } })] }),
  specs('refuses a text for a number', { replicas: 'many' }),
  specs('refuses a number for a text', { text: 1 }),
  specs('refuses a list for a text', { text: ['a'] }),
  specs('refuses a text for a boolean', { flag: 'yes' }),
  specs('refuses a text for a map', { pair: 'text' }),
  specs('refuses a map for a list', { set: { a: 'b' } }),
  scenario(
    'merges metadata',
    'Sample',
    apply('a', {
      metadata: {
        labels: { a: '1' },
        annotations: { b: '2' },
        finalizers: ['x.y/a', 'x.y/b'],
        ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Owner', name: 'o', uid: 'u-1' }],
      },
    }),
    apply('a', {
      metadata: {
        labels: { c: '1' },
        finalizers: ['x.y/b'],
        ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Owner', name: 'p', uid: 'u-2' }],
      },
    }),
  ),
  scenario('refuses managed fields', 'Sample', apply('a', { metadata: { managedFields: [] } })),
  scenario(
    'refuses managed fields of others',
    'Sample',
    apply('a', { metadata: { managedFields: [{ manager: 'a' }] } }),
  ),
  scenario('refuses an empty manager', 'Sample', apply('', { spec: { text: 'a' } })),
  scenario('refuses a manager with control characters', 'Sample', apply('a\tb', { spec: { text: 'a' } })),
  scenario('refuses a manager that is too long', 'Sample', apply('m'.repeat(129), { spec: { text: 'a' } })),
  scenario('refuses another kind', 'Sample', apply('a', { kind: 'Simple' })),
  scenario('refuses another version', 'Sample', apply('a', { apiVersion: 'patch.example/v1beta1' })),
  scenario('owns no status through the object', 'Sample', apply('a', { spec: { text: 'a' }, status: { phase: 'x' } })),
  scenario(
    'owns only the status through it',
    'Sample',
    create('creator', { spec: { text: 'a' } }),
    apply(
      's',
      { spec: { text: 'b' }, metadata: { labels: { a: 'b' } }, status: { phase: 'x' } },
      { subresource: 'status' },
    ),
  ),
  scenario(
    'applies conditions',
    'Sample',
    create('creator', { spec: { text: 'a' } }),
    apply(
      's',
      {
        status: {
          conditions: [
            { type: 'Ready', status: 'False' },
            { type: 'Done', status: 'False' },
          ],
        },
      },
      { subresource: 'status' },
    ),
    apply(
      's',
      { status: { conditions: [{ type: 'Ready', status: 'True', reason: 'Ok' }] } },
      { subresource: 'status' },
    ),
    apply('s', { status: {} }, { subresource: 'status' }),
  ),
  scenario(
    'owns the status where there is no subresource',
    'Bare',
    apply('a', { spec: { text: 'a' }, status: { phase: 'x' } }),
  ),
  scenario(
    'applies a ConfigMap',
    'ConfigMap',
    apply('a', { data: { a: '1', b: '2' } }),
    apply('a', { data: { b: '3' } }),
    apply('a', {}),
  ),
  scenario(
    'creates a Deployment',
    'Deployment',
    apply('a', {
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'a' } },
        template: {
          metadata: { labels: { app: 'a' } },
          spec: {
            containers: [
              {
                name: 'a',
                image: 'a:1',
                ports: [{ containerPort: 80 }],
                env: [{ name: 'A', value: '1' }],
                args: ['-v'],
              },
            ],
          },
        },
      },
    }),
  ),
  scenario(
    'applies a Service',
    'Service',
    apply('a', {
      spec: {
        selector: { app: 'a' },
        ports: [
          { port: 80, name: 'http' },
          { port: 443, name: 'https' },
        ],
      },
    }),
  ),
];
