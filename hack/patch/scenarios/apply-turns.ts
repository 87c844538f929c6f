// Server-side apply by several managers, and between other writers.
import {
  apply,
  create,
  type JsonObject,
  json,
  merge,
  type Scenario,
  type Step,
  scenario,
  strategic,
  update,
} from '../scenario.js';

const a = (spec: JsonObject, force?: boolean): Step => apply('a', { spec }, force === undefined ? {} : { force });
const b = (spec: JsonObject, force?: boolean): Step => apply('b', { spec }, force === undefined ? {} : { force });
const c = (spec: JsonObject, force?: boolean): Step => apply('c', { spec }, force === undefined ? {} : { force });

function turns(name: string, ...steps: readonly Step[]): Scenario {
  return scenario(name, 'Sample', ...steps);
}

const item = (name: string, more: JsonObject = {}) => ({ name, ...more });
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

const CLIENT_SIDE = {
  metadata: {
    annotations: {
      [LAST_APPLIED]: JSON.stringify({
        apiVersion: 'patch.example/v1',
        kind: 'Sample',
        metadata: { annotations: {}, name: 'it', namespace: 'patches' },
        spec: { text: 'a', replicas: 1 },
      }),
    },
  },
  spec: { text: 'a', replicas: 1, flag: true },
};

const container = (image: string, more: JsonObject = {}) => ({
  selector: { matchLabels: { app: 'a' } },
  template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'a', image, ...more }] } },
});

export const APPLY_TURNS: readonly Scenario[] = [
  turns('shares equal fields', a({ text: 'a', replicas: 1 }), b({ text: 'a' })),
  turns(
    'keeps a field until its last owner leaves',
    a({ text: 'a', replicas: 1 }),
    b({ replicas: 1 }),
    a({ text: 'a' }),
    b({ flag: true }),
  ),
  turns('conflicts over another value', a({ text: 'a' }), b({ text: 'b' })),
  turns(
    'conflicts over several fields',
    a({ text: 'a', replicas: 1, map: { x: '1' } }),
    b({ text: 'b', replicas: 2, map: { x: '2' } }),
  ),
  turns('conflicts with several managers', a({ text: 'a' }), b({ replicas: 1 }), c({ text: 'c', replicas: 2 })),
  turns('conflicts with two owners of one field', a({ text: 'a' }), b({ text: 'a' }), c({ text: 'c' })),
  turns('takes a field by force', a({ text: 'a', replicas: 1 }), b({ text: 'b' }, true)),
  turns('takes everything by force', a({ text: 'a' }), b({ text: 'b' }, true), a({ replicas: 1 })),
  turns('conflicts without force said', a({ text: 'a' }), b({ text: 'b' }, false)),
  turns('does not conflict over different fields', a({ text: 'a' }), b({ replicas: 1 })),
  turns('conflicts with itself never', a({ text: 'a' }), a({ text: 'b' })),
  turns('conflicts over an atomic list', a({ atomicList: ['x'] }), b({ atomicList: ['x', 'y'] })),
  turns('conflicts over an atomic map', a({ atomicMap: { x: '1' } }), b({ atomicMap: { y: '1' } })),
  turns('conflicts over a list without a type', a({ plainList: ['x'] }), b({ plainList: ['y'] })),
  turns('shares a set', a({ set: ['x', 'y'] }), b({ set: ['y', 'z'] }), a({ set: [] }), b({ set: ['z'] })),
  turns('orders the items of two managers', a({ set: ['a', 'c', 'e'] }), b({ set: ['b', 'c', 'd'] })),
  turns(
    'orders the items of two managers against each other',
    a({ set: ['a', 'b', 'c', 'd'] }),
    b({ set: ['d', 'x', 'b'] }),
  ),
  turns(
    'shares a map list',
    a({ items: [item('x', { value: '1' })] }),
    b({ items: [item('x', { tags: ['t'] }), item('y')] }),
    a({ items: [] }),
  ),
  turns(
    'conflicts within an item',
    a({ items: [item('x', { value: '1' })] }),
    b({ items: [item('x', { value: '2' })] }),
  ),
  turns(
    'orders the items of a map list',
    a({ items: [item('a'), item('b'), item('c')] }),
    b({ items: [item('c'), item('z'), item('a')] }),
  ),
  turns(
    'conflicts over items with two keys',
    a({ ports: [{ port: 1, name: 'a' }] }),
    b({
      ports: [
        { port: 1, protocol: 'TCP', name: 'b' },
        { port: 1, protocol: 'UDP', name: 'c' },
      ],
    }),
  ),
  turns('conflicts in free objects', a({ free: { x: { y: 1 }, l: [1] } }), b({ free: { x: { y: 2 }, l: [2] } })),
  turns('changes the form in a free object', a({ free: { x: { y: 1 } } }), b({ free: { x: 'text' } })),
  turns('changes the form in a free object by force', a({ free: { x: { y: 1 } } }), b({ free: { x: 'text' } }, true)),
  turns('shares a map', a({ map: { x: '1' } }), b({ map: { y: '1' } }), a({}), b({})),
  turns('removes an empty parent only when all left', a({ pair: { x: '1' } }), b({ pair: { y: '1' } }), a({})),
  turns(
    'keeps what nobody applied',
    a({ text: 'a', map: { x: '1' } }),
    update('u', { spec: { map: { y: '2' } } }),
    a({ text: 'a' }),
  ),
  turns(
    'loses what an update changed',
    a({ text: 'a', replicas: 1 }),
    update('u', { spec: { text: 'u' } }),
    a({ text: 'a', replicas: 1 }),
  ),
  turns(
    'takes back by force what an update changed',
    a({ text: 'a', replicas: 1 }),
    update('u', { spec: { text: 'u' } }),
    a({ text: 'a', replicas: 1 }, true),
  ),
  turns(
    'agrees with an update',
    a({ text: 'a' }),
    update('u', { spec: { text: 'u', replicas: 2 } }),
    a({ text: 'u', replicas: 2 }),
  ),
  turns(
    'loses what an update removed',
    a({ text: 'a', replicas: 1 }),
    update('u', { spec: { replicas: null } }),
    a({ text: 'a', replicas: 1 }),
  ),
  turns('keeps the fields of an updater', create('u', { spec: { text: 'u', replicas: 1 } }), a({ replicas: 1 }), a({})),
  turns('conflicts with an updater', create('u', { spec: { text: 'u' } }), a({ text: 'a' })),
  turns(
    'takes from an updater by force',
    create('u', { spec: { text: 'u', flag: true } }),
    a({ text: 'a' }, true),
    a({}),
  ),
  turns('is another owner than the update by the same name', create('a', { spec: { text: 'u' } }), a({ text: 'a' })),
  turns(
    'conflicts with a status writer',
    a({ text: 'a' }),
    merge('s', { status: { phase: 'x' } }, { subresource: 'status' }),
    apply('t', { status: { phase: 'y' } }, { subresource: 'status' }),
  ),
  turns(
    'owns the status apart from the spec',
    a({ text: 'a' }),
    apply('a', { status: { phase: 'x' } }, { subresource: 'status' }),
    a({ text: 'b' }),
  ),
  turns(
    'conflicts between applies of the status',
    apply('a', { spec: { text: 'a' } }),
    apply('s', { status: { phase: 'x' } }, { subresource: 'status' }),
    apply('t', { status: { phase: 'y' } }, { subresource: 'status' }),
  ),
  turns(
    'labels between applies',
    apply('a', { metadata: { labels: { a: '1' } }, spec: { text: 'a' } }),
    merge('labeler', { metadata: { labels: { b: '2' } } }),
    apply('a', { metadata: { labels: { a: '2' } }, spec: { text: 'a' } }),
  ),
  turns(
    'annotates between applies',
    apply('a', { metadata: { annotations: { a: '1' } } }),
    merge('annotator', { metadata: { annotations: { a: '2' } } }),
    apply('a', { metadata: { annotations: { a: '1' } } }),
  ),
  turns(
    'patches between applies',
    a({ items: [item('x'), item('y')] }),
    json('p', [{ op: 'remove', path: '/spec/items/0' }]),
    a({ items: [item('x'), item('y')] }),
  ),
  turns(
    'scales between applies',
    a({ text: 'a', replicas: 1 }),
    merge('scaler', { spec: { replicas: 3 } }, { subresource: 'scale' }),
    a({ text: 'a', replicas: 1 }),
    a({ text: 'a' }),
  ),
  turns(
    'scales what an update set',
    create('u', { spec: { text: 'a', replicas: 1 } }),
    merge('scaler', { spec: { replicas: 3 } }, { subresource: 'scale' }),
  ),
  turns(
    'scales to the same number',
    create('u', { spec: { text: 'a', replicas: 1 } }),
    merge('scaler', { spec: { replicas: 1 } }, { subresource: 'scale' }),
  ),
  turns(
    'scales by update',
    create('u', { spec: { text: 'a', replicas: 1 } }),
    update('scaler', { spec: { replicas: 2 } }, { subresource: 'scale' }),
  ),
  turns(
    'scales twice',
    create('u', { spec: { replicas: 1 } }),
    merge('s', { spec: { replicas: 2 } }, { subresource: 'scale' }),
    merge('s', { spec: { replicas: 3 } }, { subresource: 'scale' }),
  ),
  turns(
    'hands replicas over',
    a({ text: 'a', replicas: 1 }),
    apply('h', { spec: { replicas: 1 } }),
    a({ text: 'a' }),
    apply('h', { spec: { replicas: 5 } }),
  ),
  turns(
    'begins with what is there when managers were cleared',
    a({ text: 'a', replicas: 1 }),
    merge('u', { metadata: { managedFields: [{}] } }),
    b({ text: 'a' }),
    b({ text: 'b' }),
  ),
  turns(
    'begins with what is there, by force',
    a({ text: 'a' }),
    merge('u', { metadata: { managedFields: [] } }),
    b({ text: 'b' }, true),
  ),
  turns(
    'reapplies after an update agreed',
    a({ map: { x: '1', y: '1' } }),
    update('u', { spec: { map: { x: null } } }),
    a({ map: { y: '1' } }),
  ),
  turns(
    'moves through another version',
    a({ text: 'a', replicas: 1 }),
    apply('a', { spec: { text: 'b' } }, { version: 'patch.example/v1beta1' }),
  ),
  turns(
    'conflicts through another version',
    a({ text: 'a' }),
    apply('b', { spec: { text: 'b' } }, { version: 'patch.example/v1beta1' }),
  ),
  turns(
    'updates through another version',
    create('u', { spec: { text: 'a' } }, { version: 'patch.example/v1beta1' }),
    update('u', { spec: { replicas: 1 } }),
    a({ text: 'c' }),
  ),
  turns('owns nothing by an empty configuration', a({}), apply('b', {})),
  turns(
    'shares an item, and conflicts over its form',
    a({ mapOfPairs: { k: { x: '1' } } }),
    b({ mapOfPairs: { k: {} } }),
    a({}),
  ),
  turns(
    'keeps an item that another gave a field',
    a({ items: [item('x')] }),
    merge('u', { spec: { items: [item('x', { value: '1' })] } }),
    a({}),
  ),
  turns(
    'finalizers of two managers',
    apply('a', { metadata: { finalizers: ['x.y/a'] } }),
    apply('b', { metadata: { finalizers: ['x.y/b'] } }),
    apply('a', {}),
  ),
  turns(
    'kubectl takes over what it applied on the client',
    create('kubectl-client-side-apply', CLIENT_SIDE),
    apply('kubectl', { spec: { text: 'b', replicas: 1 } }),
  ),
  turns(
    'kubectl conflicts over what it did not apply',
    create('kubectl-client-side-apply', CLIENT_SIDE),
    apply('kubectl', { spec: { text: 'b', flag: false } }),
  ),
  turns(
    'kubectl renews its annotation',
    create('kubectl-client-side-apply', CLIENT_SIDE),
    apply('kubectl', { spec: { text: '<b>', replicas: 1 } }),
    apply('kubectl', { spec: { text: '<c>' } }),
  ),
  turns('others do not take over from kubectl', create('kubectl-client-side-apply', CLIENT_SIDE), a({ text: 'b' })),
  scenario(
    'a Deployment keeps the image of another',
    'Deployment',
    apply('a', { spec: container('a:1') }),
    strategic('u', { spec: { template: { spec: { containers: [{ name: 'a', image: 'a:2' }] } } } }),
    apply('a', { spec: container('a:1') }),
    apply('a', { spec: container('a:1') }, { force: true }),
  ),
  scenario(
    'a Deployment shares a container',
    'Deployment',
    apply('a', { spec: container('a:1') }),
    apply('b', { spec: { template: { spec: { containers: [{ name: 'a', env: [{ name: 'X', value: '1' }] }] } } } }),
    apply('b', { spec: { template: { spec: { containers: [{ name: 'a', env: [{ name: 'Y', value: '1' }] }] } } } }),
  ),
  scenario(
    'a Deployment is scaled by another',
    'Deployment',
    apply('a', { spec: { ...container('a:1'), replicas: 1 } }),
    merge('scaler', { spec: { replicas: 2 } }, { subresource: 'scale' }),
    apply('a', { spec: { ...container('a:1'), replicas: 1 } }),
  ),
  scenario(
    'a ConfigMap of three managers',
    'ConfigMap',
    apply('a', { data: { a: '1', s: '0' } }),
    apply('b', { data: { b: '1', s: '0' } }),
    apply('c', { data: { a: '2' } }),
    apply('c', { data: { a: '2' } }, { force: true }),
    apply('a', {}),
    apply('b', {}),
  ),
];
