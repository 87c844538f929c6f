// Strategic merge patches.
import type { Json } from '../../../schema/structural-schema.js';
import { create, type JsonObject, type Scenario, scenario, strategic } from '../scenario.js';

/** What the server would add to a container, so that nothing is added to those of patches. */
const COMPLETE = {
  imagePullPolicy: 'IfNotPresent',
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
};

const POD = {
  containers: [
    {
      name: 'a',
      image: 'a:1',
      env: [
        { name: 'ONE', value: '1' },
        { name: 'TWO', value: '2' },
        { name: 'THREE', value: '3' },
      ],
      ports: [
        { containerPort: 80, protocol: 'TCP' },
        { containerPort: 443, protocol: 'TCP' },
      ],
      args: ['-v', '--level=1'],
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    },
    { name: 'b', image: 'b:1' },
    { name: 'c', image: 'c:1' },
  ],
  volumes: [
    { name: 'data', emptyDir: {} },
    { name: 'config', configMap: { name: 'config' } },
  ],
  imagePullSecrets: [{ name: 'one' }, { name: 'two' }],
  tolerations: [
    { key: 'a', operator: 'Exists' },
    { key: 'b', operator: 'Exists' },
  ],
  nodeSelector: { zone: 'a', disk: 'ssd' },
};

function pod(name: string, patch: JsonObject): Scenario {
  return scenario(
    name,
    'PodTemplate',
    create('creator', { template: { metadata: { labels: { app: 'a' } }, spec: POD } }),
    strategic('patcher', { template: { spec: patch } }),
  );
}

function meta(name: string, before: JsonObject, patch: Json): Scenario {
  return scenario(
    name,
    'ConfigMap',
    create('creator', { metadata: before }),
    strategic('patcher', { metadata: patch }),
  );
}

function deployment(name: string, ...patches: readonly JsonObject[]): Scenario {
  return scenario(
    name,
    'Deployment',
    create('creator', {
      spec: {
        selector: { matchLabels: { app: 'a' } },
        template: { metadata: { labels: { app: 'a' } }, spec: { containers: POD.containers, volumes: POD.volumes } },
      },
    }),
    ...patches.map(patch => strategic('patcher', patch)),
  );
}

const env = (...items: readonly JsonObject[]) => ({ containers: [{ name: 'a', env: items }] });
const CONFIG = { data: { a: '1', b: '2' } };
const OWNER = { apiVersion: 'example.com/v1', kind: 'Owner', name: 'o', uid: 'u-1' };
const FINALIZERS = ['example.com/a', 'example.com/b', 'example.com/c'];

export const STRATEGIC: readonly Scenario[] = [
  pod('merges an item by its key', { containers: [{ name: 'b', image: 'b:2' }] }),
  pod('adds an item', { containers: [{ name: 'd', image: 'd:1', ...COMPLETE }] }),
  pod('deletes an item', { containers: [{ name: 'b', $patch: 'delete' }] }),
  pod('does nothing when the item to delete is not there', { containers: [{ name: 'z', $patch: 'delete' }] }),
  pod('replaces a list by a directive', {
    containers: [{ $patch: 'replace' }, { name: 'z', image: 'z:1', ...COMPLETE }],
  }),
  pod('merges nested lists', env({ name: 'TWO', value: 'two' }, { name: 'FOUR', value: '4' })),
  pod('deletes from nested lists', env({ name: 'TWO', $patch: 'delete' })),
  pod('removes a field of an item by null', env({ name: 'TWO', value: null })),
  pod('tells items apart by numbers', { containers: [{ name: 'a', ports: [{ containerPort: 443, name: 'tls' }] }] }),
  pod('replaces lists without a merge key', { containers: [{ name: 'a', args: ['--quiet'] }] }),
  pod('replaces atomic lists of objects', { tolerations: [{ key: 'c', operator: 'Exists' }] }),
  pod('merges maps', { nodeSelector: { zone: 'b', disk: null, arch: 'arm64' } }),
  pod('replaces a map by a directive', { nodeSelector: { $patch: 'replace', arch: 'arm64' } }),
  pod('empties a map by a directive', { nodeSelector: { $patch: 'delete' } }),
  pod('removes a list by null', { tolerations: null }),
  pod('orders items', {
    '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }, { name: 'b' }],
    containers: [{ name: 'a', image: 'a:2' }],
  }),
  pod('orders items without changing them', {
    '$setElementOrder/containers': [{ name: 'c' }, { name: 'b' }, { name: 'a' }],
  }),
  pod('orders some items among the others', { '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }] }),
  pod('orders and deletes', {
    '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }],
    containers: [{ name: 'b', $patch: 'delete' }],
  }),
  pod('orders and adds', {
    '$setElementOrder/containers': [{ name: 'd' }, { name: 'a' }, { name: 'b' }],
    containers: [{ name: 'd', image: 'd:1', ...COMPLETE }],
  }),
  pod('orders nested lists', {
    '$setElementOrder/containers': [{ name: 'a' }],
    containers: [
      { name: 'a', '$setElementOrder/env': [{ name: 'THREE' }, { name: 'ONE' }], env: [{ name: 'ONE', value: 'one' }] },
    ],
  }),
  pod('refuses a list in another order than the directive', {
    '$setElementOrder/containers': [{ name: 'a' }, { name: 'b' }],
    containers: [
      { name: 'b', image: 'b:2' },
      { name: 'a', image: 'a:2' },
    ],
  }),
  pod('refuses an item that the order does not name', {
    '$setElementOrder/containers': [{ name: 'a' }],
    containers: [{ name: 'b', image: 'b:2' }],
  }),
  pod('refuses an order that is no list', { '$setElementOrder/containers': 'a' }),
  pod('refuses an item without its merge key', { containers: [{ image: 'x:1' }] }),
  pod('refuses an order without a field', { $setElementOrder: [{ name: 'a' }] }),
  pod('refuses an unknown directive in an item', { containers: [{ name: 'a', $patch: 'keep' }] }),
  pod('refuses to merge lists by directive', { containers: [{ name: 'a', $patch: 'merge' }] }),
  pod('refuses an unknown directive', { nodeSelector: { $patch: 'keep', a: 'b' } }),
  pod('retains keys', {
    volumes: [{ name: 'data', hostPath: { path: '/x', type: '' }, $retainKeys: ['name', 'hostPath'] }],
  }),
  pod('refuses a patch with what is not to be retained', {
    volumes: [{ name: 'data', hostPath: { path: '/x' }, $retainKeys: ['name'] }],
  }),
  pod('refuses keys to retain that are no list', { volumes: [{ name: 'data', $retainKeys: 'name' }] }),
  pod('adds a map', { affinity: { nodeAffinity: { $patch: 'replace' } } }),
  pod('merges a list that the field has a strategy for', { imagePullSecrets: [{ name: 'three' }] }),
  meta('merges a set of texts', { finalizers: FINALIZERS }, { finalizers: ['example.com/d', 'example.com/a'] }),
  meta(
    'deletes from a set of texts',
    { finalizers: FINALIZERS },
    { '$deleteFromPrimitiveList/finalizers': ['example.com/b', 'example.com/z'] },
  ),
  meta(
    'deletes from a set and adds to it',
    { finalizers: FINALIZERS },
    {
      '$deleteFromPrimitiveList/finalizers': ['example.com/b'],
      '$setElementOrder/finalizers': ['example.com/d', 'example.com/c', 'example.com/a'],
      finalizers: ['example.com/d'],
    },
  ),
  meta(
    'passes over a deletion from what is not there',
    {},
    { '$deleteFromPrimitiveList/finalizers': ['example.com/b'] },
  ),
  meta('refuses a deletion without a field', { finalizers: FINALIZERS }, { $deleteFromPrimitiveList: ['a'] }),
  meta(
    'merges owner references by uid',
    { ownerReferences: [OWNER] },
    {
      ownerReferences: [
        { ...OWNER, controller: true },
        { ...OWNER, uid: 'u-2', name: 'p' },
      ],
    },
  ),
  meta('labels', { labels: { a: '1' } }, { labels: { a: '2', b: '3' } }),
  meta('annotates', {}, { annotations: { 'example.com/note': 'yes' } }),
  scenario('merges data', 'ConfigMap', create('creator', CONFIG), strategic('patcher', { data: { a: null, c: '3' } })),
  scenario(
    'deletes all data',
    'ConfigMap',
    create('creator', CONFIG),
    strategic('patcher', { data: { $patch: 'delete' } }),
  ),
  scenario('refuses a list', 'ConfigMap', create('creator', CONFIG), strategic('patcher', [])),
  scenario('does nothing by null', 'ConfigMap', create('creator', CONFIG), strategic('patcher', null)),
  deployment('keeps the strategy as a whole', { spec: { strategy: { type: 'Recreate', $retainKeys: ['type'] } } }),
  deployment('scales', { spec: { replicas: 3 } }),
  deployment(
    'takes turns',
    { spec: { template: { spec: { containers: [{ name: 'b', image: 'b:2' }] } } } },
    { spec: { template: { spec: { containers: [{ name: 'b', $patch: 'delete' }] } } } },
    { spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } } } } },
  ),
  scenario(
    'merges ports by their numbers',
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
    strategic('patcher', {
      spec: {
        ports: [
          { port: 2, targetPort: 20 },
          { name: 'c', port: 3, protocol: 'TCP', targetPort: 3 },
        ],
      },
    }),
  ),
  scenario(
    'is refused for custom resources',
    'Sample',
    create('creator', { spec: {} }),
    strategic('patcher', { spec: {} }),
  ),
];
