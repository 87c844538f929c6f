// Managed fields of creates, updates and patches.
import { create, type JsonObject, merge, type Scenario, scenario, strategic, update } from '../scenario.js';

const spec = (value: JsonObject): JsonObject => ({ spec: value });
const ENTRY = {
  manager: 'm',
  operation: 'Update',
  apiVersion: 'patch.example/v1',
  fieldsType: 'FieldsV1',
  fieldsV1: { 'f:spec': { 'f:text': {} } },
};

function sample(name: string, first: JsonObject, ...changes: readonly JsonObject[]): Scenario {
  return scenario(name, 'Sample', create('u', first), ...changes.map((change, i) => update(`v${i}`, change)));
}

const many = Array.from({ length: 13 }, (_, i) =>
  merge(`m${String(i).padStart(2, '0')}`, { data: { [`k${i}`]: 'x' } }),
);

export const UPDATES: readonly Scenario[] = [
  sample(
    'the creator owns what it sets',
    spec({
      text: 'a',
      map: { x: '1' },
      set: ['s'],
      items: [{ name: 'i', value: '1' }],
      plainList: ['p'],
      pair: { x: '1' },
    }),
  ),
  sample('the creator owns defaults', spec({ defaulted: {}, ports: [{ port: 1 }] })),
  sample('the creator owns empty things', spec({ free: { a: {}, b: [], c: null, d: '' }, set: [], map: {} })),
  sample('the creator owns no status', { spec: { text: 'a' }, status: { phase: 'x' } }),
  sample('the creator owns metadata', {
    metadata: {
      labels: { a: '1' },
      annotations: { b: '1' },
      finalizers: ['x.y/z'],
      ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Owner', name: 'o', uid: 'u-1' }],
    },
  }),
  scenario(
    'without a status subresource all is owned',
    'Bare',
    create('u', { spec: { text: 'a' }, status: { phase: 'x' } }),
  ),
  sample('a change moves to its writer', spec({ text: 'a', replicas: 1 }), spec({ text: 'b' })),
  sample('a removal leaves no owner', spec({ text: 'a', replicas: 1 }), spec({ replicas: null })),
  sample('the same values change nothing', spec({ text: 'a' }), spec({ text: 'a' })),
  sample('a writer adds to its entry', spec({ text: 'a' }), spec({ replicas: 1 }), spec({ flag: true })),
  scenario(
    'one writer keeps one entry',
    'Sample',
    create('u', spec({ text: 'a' })),
    update('u', spec({ text: 'b', replicas: 1 })),
    update('u', spec({ text: null })),
  ),
  sample(
    'items change by key',
    spec({ items: [{ name: 'a', value: '1' }, { name: 'b' }] }),
    spec({ items: [{ name: 'b', value: '2' }, { name: 'c' }] }),
  ),
  sample('sets change by item', spec({ set: ['a', 'b'] }), spec({ set: ['b', 'c'] })),
  sample(
    'the order of a map list is nobody’s',
    spec({ items: [{ name: 'a' }, { name: 'b' }] }),
    spec({ items: [{ name: 'b' }, { name: 'a' }] }),
  ),
  sample('atomic lists change as a whole', spec({ atomicList: ['a', 'b'] }), spec({ atomicList: ['b'] })),
  sample('atomic maps change as a whole', spec({ atomicMap: { a: '1' } }), spec({ atomicMap: { b: '1' } })),
  sample('a map is emptied', spec({ map: { a: '1' } }), spec({ map: { a: null } })),
  sample('a map is filled', spec({ map: {} }), spec({ map: { a: '1' } })),
  sample('a list is emptied', spec({ plainList: ['a'] }), spec({ plainList: [] })),
  sample(
    'null becomes a text',
    spec({ text: 'a', free: { a: 1 } }),
    spec({ free: { a: { b: 1 } } }),
    spec({ free: { a: 'text' } }),
  ),
  sample(
    'numbers keep their form',
    spec({ port: 80, ratio: 1.5, numbers: [1, 2] }),
    spec({ port: 'http', ratio: 2, numbers: [2, 3] }),
  ),
  sample(
    'keys of special meaning',
    spec({ map: { 'a.b/c': '1', 'f:x': '2', '.': '3', '<&>': '4' }, set: ['<a>', '"q"', 'ü'] }),
  ),
  sample(
    'embedded resources',
    spec({
      template: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 't', labels: { a: 'b' } }, data: { x: 'y' } },
    }),
    spec({ template: { metadata: { labels: { a: 'c' } } } }),
  ),
  sample(
    'managed fields may be cleared by an empty list',
    spec({ text: 'a' }),
    { metadata: { managedFields: [] } },
    spec({ text: 'b' }),
  ),
  sample(
    'managed fields may be cleared by an empty entry',
    spec({ text: 'a' }),
    { metadata: { managedFields: [{}] } },
    spec({ text: 'b' }),
  ),
  sample('managed fields may be rewritten', spec({ text: 'a', replicas: 1 }), { metadata: { managedFields: [ENTRY] } }),
  sample('managed fields may be rewritten with a change', spec({ text: 'a', replicas: 1 }), {
    metadata: { managedFields: [ENTRY] },
    spec: { text: 'b' },
  }),
  sample('malformed managed fields are not looked at', spec({ text: 'a' }), {
    metadata: { managedFields: [{ ...ENTRY, operation: 'Write' }] },
  }),
  scenario(
    'the status has an entry of its own',
    'Sample',
    create('u', spec({ text: 'a' })),
    update('u', { status: { phase: 'x', conditions: [{ type: 'Ready', status: 'True' }] } }, { subresource: 'status' }),
    update('w', { status: { phase: 'y' } }, { subresource: 'status' }),
  ),
  scenario(
    'the status owns no metadata',
    'Sample',
    create('u', spec({ text: 'a' })),
    update('w', { metadata: { labels: { a: 'b' } }, status: { phase: 'y' } }, { subresource: 'status' }),
  ),
  scenario(
    'the status keeps managed fields',
    'Sample',
    create('u', spec({ text: 'a' })),
    update('w', { metadata: { managedFields: [] }, status: { phase: 'y' } }, { subresource: 'status' }),
  ),
  scenario('a writer without a name is called by its program', 'Sample', create('', spec({ text: 'a' }))),
  scenario('old updaters are joined', 'ConfigMap', create('u', { data: { a: '1' } }), ...many),
  scenario(
    'managed fields of a built-in kind may be cleared by an empty list',
    'ConfigMap',
    create('u', { data: { a: '1' } }),
    merge('v', { metadata: { managedFields: [] } }),
    merge('w', { data: { a: '2' } }),
  ),
  scenario(
    'a ConfigMap',
    'ConfigMap',
    create('u', { data: { a: '1' }, binaryData: { b: 'eA==' } }),
    update('v', { data: { a: '2' }, immutable: true }),
  ),
  scenario(
    'a Deployment',
    'Deployment',
    create('u', {
      metadata: { labels: { app: 'a' } },
      spec: {
        selector: { matchLabels: { app: 'a' } },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: '25%' } },
        template: {
          metadata: { labels: { app: 'a' }, annotations: { x: 'y' } },
          spec: {
            containers: [
              {
                name: 'a',
                image: 'a:1',
                resources: { requests: { cpu: '100m' } },
                ports: [{ containerPort: 80 }],
                env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
                volumeMounts: [{ name: 'v', mountPath: '/v' }],
                livenessProbe: { httpGet: { path: '/', port: 80 } },
                securityContext: { capabilities: { drop: ['ALL'] } },
              },
            ],
            volumes: [
              { name: 'v', emptyDir: {} },
              { name: 's', secret: { secretName: 's', items: [{ key: 'a', path: 'b' }] } },
            ],
            tolerations: [{ key: 'a', operator: 'Exists' }],
            affinity: {
              nodeAffinity: {
                preferredDuringSchedulingIgnoredDuringExecution: [
                  { weight: 1, preference: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } },
                ],
              },
            },
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: 'zone',
                whenUnsatisfiable: 'DoNotSchedule',
                labelSelector: { matchLabels: { app: 'a' } },
              },
            ],
          },
        },
      },
    }),
    update('v', { spec: { replicas: 3, template: { metadata: { annotations: { x: 'z' } } } } }),
    strategic('w', { spec: { template: { spec: { containers: [{ name: 'a', env: [{ name: 'B', value: '1' }] }] } } } }),
    merge(
      'c',
      {
        status: {
          replicas: 1,
          conditions: [
            {
              type: 'Available',
              status: 'True',
              reason: 'R',
              message: 'm',
              lastUpdateTime: '2026-01-01T00:00:00Z',
              lastTransitionTime: '2026-01-01T00:00:00Z',
            },
          ],
        },
      },
      { subresource: 'status' },
    ),
  ),
  scenario(
    'a Service',
    'Service',
    create('u', { spec: { selector: { app: 'a' }, ports: [{ port: 80 }] } }),
    update('v', { spec: { selector: { app: 'b' }, ports: [{ port: 81, protocol: 'TCP', targetPort: 81 }] } }),
  ),
  scenario(
    'a PodTemplate',
    'PodTemplate',
    create('u', {
      template: {
        spec: { containers: [{ name: 'a', image: 'a:1' }], hostAliases: [{ ip: '1.2.3.4', hostnames: ['a'] }] },
      },
    }),
  ),
];
