// Merge patches.
import type { Json } from '../../../schema/structural-schema.js';
import { create, merge, type Scenario, scenario } from '../scenario.js';

function free(name: string, before: Json, patch: Json): Scenario {
  return scenario(
    name,
    'Sample',
    create('creator', { spec: { free: before } }),
    merge('patcher', { spec: { free: patch } }),
  );
}

const CONFIG = { data: { a: '1', b: '2' }, metadata: { labels: { x: '1', y: '2' } } };

export const MERGE_PATCH: readonly Scenario[] = [
  free('replaces a value', { a: 'b' }, { a: 'c' }),
  free('adds a key', { a: 'b' }, { b: 'c' }),
  free('removes a key by null', { a: 'b', c: 'd' }, { a: null }),
  free('passes over null for what is not there', { a: 'b' }, { c: null }),
  free('replaces a list', { a: ['b'] }, { a: 'c' }),
  free('replaces by a list', { a: 'c' }, { a: ['b'] }),
  free('merges nested objects', { a: { b: 'c', e: 'f' } }, { a: { b: 'd', c: null } }),
  free('does not merge lists', { a: [{ b: 'c' }, { d: 'e' }] }, { a: [1] }),
  free('replaces a scalar by an object', { a: 'foo' }, { a: { b: 'c', d: null } }),
  free('drops nulls in what is new', {}, { a: { bb: { ccc: null, d: 1 } } }),
  free('drops nulls in a list that is new', {}, { a: [{ b: null, c: 1 }, null] }),
  free('drops nulls in a list that replaces a list', { a: [1] }, { a: [{ b: null, c: 1 }] }),
  free('keeps nulls in a list that replaces an object', { a: { x: 1 } }, { a: [{ b: null, c: 1 }] }),
  free('replaces an object by a scalar', { a: { b: 1 } }, { a: 2 }),
  free('keeps hostile keys as keys', { constructor: 'a' }, { constructor: { prototype: 1 }, toString: null }),
  scenario('removes the whole map', 'ConfigMap', create('creator', CONFIG), merge('patcher', { data: null })),
  scenario(
    'takes over the keys that it changes',
    'ConfigMap',
    create('creator', CONFIG),
    merge('patcher', { data: { a: 'one', c: '3' }, metadata: { labels: { y: null }, annotations: { 'a/b': 'c' } } }),
  ),
  scenario('does nothing by the same values', 'ConfigMap', create('creator', CONFIG), merge('patcher', CONFIG)),
  scenario('does nothing by an empty patch', 'ConfigMap', create('creator', CONFIG), merge('patcher', {})),
  scenario('refuses a list', 'ConfigMap', create('creator', CONFIG), merge('patcher', [{ data: {} }])),
  scenario('refuses null', 'ConfigMap', create('creator', CONFIG), merge('patcher', null)),
  scenario('refuses a text', 'ConfigMap', create('creator', CONFIG), merge('patcher', 'data')),
  scenario('refuses force', 'ConfigMap', create('creator', CONFIG), merge('patcher', {}, { force: true })),
  scenario(
    'owns what it writes to the status',
    'Sample',
    create('creator', { spec: { text: 'a' } }),
    merge('controller', { status: { phase: 'Ready' }, spec: { text: 'no' } }, { subresource: 'status' }),
  ),
  scenario(
    'replaces lists of a built-in kind',
    'Service',
    create('creator', {
      spec: {
        ports: [
          { name: 'a', port: 1 },
          { name: 'b', port: 2 },
        ],
        selector: { app: 'a' },
      },
    }),
    merge('patcher', { spec: { ports: [{ name: 'b', port: 2, protocol: 'TCP', targetPort: 2 }] } }),
  ),
];
