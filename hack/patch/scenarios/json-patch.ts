// JSON patches.
import type { Json } from '../../../schema/structural-schema.js';
import { create, json, type Scenario, scenario } from '../scenario.js';

const FREE = {
  list: ['a', 'b', 'c'],
  object: { x: 1, y: { z: true } },
  'with/slash': 1,
  'with~tilde': 2,
  text: 'one',
  number: 5,
};

/** On a free object, whose path is `/spec/free`. */
function free(name: string, ...operations: readonly Json[]): Scenario {
  return scenario(name, 'Sample', create('creator', { spec: { free: FREE } }), json('patcher', operations));
}

const add = (path: string, value: Json) => ({ op: 'add', path: `/spec/free${path}`, value });
const remove = (path: string) => ({ op: 'remove', path: `/spec/free${path}` });
const replace = (path: string, value: Json) => ({ op: 'replace', path: `/spec/free${path}`, value });
const test = (path: string, value: Json) => ({ op: 'test', path: `/spec/free${path}`, value });
const move = (from: string, path: string) => ({ op: 'move', from: `/spec/free${from}`, path: `/spec/free${path}` });
const copy = (from: string, path: string) => ({ op: 'copy', from: `/spec/free${from}`, path: `/spec/free${path}` });

export const JSON_PATCH: readonly Scenario[] = [
  free('adds a key', add('/new', { deep: [1] })),
  free('replaces what is there by add', add('/text', 'two')),
  free('refuses to add below what is not there', add('/missing/key', 1)),
  free('refuses to add below a scalar', add('/text/key', 1)),
  free('inserts into a list', add('/list/1', 'between')),
  free('appends to a list', add('/list/-', 'last')),
  free('appends to a list by its length', add('/list/3', 'last')),
  free('refuses to add past the end of a list', add('/list/4', 'far')),
  free('counts negative indices from the end', add('/list/-1', 'end'), remove('/list/-2')),
  free('refuses an index that is no number', add('/list/one', 1)),
  free('refuses negative indices before the start', add('/list/-9', 1)),
  free('removes a key', remove('/object/y')),
  free('removes an item', remove('/list/0')),
  free('refuses to remove what is not there', remove('/missing')),
  free('refuses to remove past the end of a list', remove('/list/3')),
  free('replaces a key', replace('/object', 'flat')),
  free('replaces an item', replace('/list/2', 'C')),
  free('adds by replacing what is not there', replace('/missing', 1)),
  free('refuses to replace past the end of a list', replace('/list/3', 1)),
  free('reads ~1 as a slash', replace('/with~1slash', 'found')),
  free('reads ~0 as a tilde', replace('/with~0tilde', 'found')),
  free('reads ~01 as ~1', add('/~01', 'tilde one')),
  free('moves a key', move('/object/y', '/moved')),
  free('moves an item within a list', move('/list/0', '/list/2')),
  free('refuses to move into itself', move('/object', '/object/y/z2')),
  free('refuses to move what is not there', move('/missing', '/moved')),
  free('copies a key', copy('/object', '/copied'), replace('/copied/x', 2)),
  free('copies an item to the end', copy('/list/0', '/list/-')),
  free('copies nothing as null', copy('/missing', '/copied')),
  free('goes on after a test that holds', test('/object', { y: { z: true }, x: 1 }), replace('/text', 'tested')),
  free('refuses all when a test does not hold', replace('/text', 'gone'), test('/text', 'one')),
  free('tests numbers by value', test('/number', 5), replace('/text', 'tested')),
  free('tests what is not there as null', test('/missing', null), replace('/text', 'tested')),
  free('refuses a test of null for what is there', test('/text', null)),
  free('tests lists by order', test('/list', ['c', 'b', 'a'])),
  free('tests an item', test('/list/1', 'b'), replace('/text', 'tested')),
  free('refuses an unknown operation', { op: 'merge', path: '/spec/free/text', value: 1 }),
  free('refuses an operation without a path', { op: 'add', value: 1 }),
  free('takes null for a missing value', { op: 'add', path: '/spec/free/none' }, add('/one', 1)),
  free('refuses an empty path to add to', { op: 'add', path: '', value: {} }),
  free('does not look at what is before the first slash', { op: 'add', path: 'x/spec/free/new', value: 1 }),
  free('keeps hostile keys as keys', add('/__proto__', { polluted: 1 }), add('/constructor', { prototype: {} })),
  free('refuses an operation that is no object', 'add'),
  free('refuses a path that is no text', { op: 'add', path: 7, value: 1 }),
  scenario('refuses an object for a list', 'ConfigMap', create('creator', {}), json('patcher', { op: 'add' })),
  scenario('does nothing by an empty list', 'ConfigMap', create('creator', { data: { a: '1' } }), json('patcher', [])),
  scenario(
    'takes over the keys that it changes',
    'ConfigMap',
    create('creator', { data: { a: '1', b: '2', c: '3' } }),
    json('patcher', [
      { op: 'replace', path: '/data/a', value: 'one' },
      { op: 'remove', path: '/data/b' },
      { op: 'add', path: '/metadata/labels', value: { 'example.com/x': 'y' } },
    ]),
  ),
  scenario(
    'changes a built-in kind by index',
    'Deployment',
    create('creator', {
      spec: {
        selector: { matchLabels: { app: 'a' } },
        template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'a', image: 'a:1' }] } },
      },
    }),
    json('patcher', [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'a:2' }]),
  ),
];
