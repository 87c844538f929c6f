// JSON patch, merge patch and strategic merge patch.
import { serveWidgets } from '../definitions.js';
import { custom, deployment, named } from '../objects.js';
import { area, ask, given, scenario } from '../scenario.js';

const settings = given('POST configmaps', named('a', { data: { a: '1', b: '2' } }));
const WIDGETS = 'patch.conformance.dev/v1/widgets';
const DEPLOYMENT = 'apps/v1/deployments/a';
const containers = (...list: readonly object[]) => ({ spec: { template: { spec: { containers: list } } } });

export const jsonPatch = area(
  'json patch',
  scenario(
    'of a ConfigMap',
    settings,
    ask('adds', 'JSON configmaps/a', [{ op: 'add', path: '/data/c', value: '3' }]),
    ask('replaces', 'JSON configmaps/a', [{ op: 'replace', path: '/data/a', value: '9' }]),
    ask('removes', 'JSON configmaps/a', [{ op: 'remove', path: '/data/c' }]),
    ask('moves', 'JSON configmaps/a', [{ op: 'move', from: '/data/a', path: '/data/d' }]),
    ask('copies', 'JSON configmaps/a', [{ op: 'copy', from: '/data/d', path: '/data/a' }]),
    ask('tests what is so', 'JSON configmaps/a', [{ op: 'test', path: '/data/a', value: '9' }]),
    ask('tests what is not so', 'JSON configmaps/a', [{ op: 'test', path: '/data/a', value: '8' }]),
    ask('tests what is not there', 'JSON configmaps/a', [{ op: 'test', path: '/data/x', value: '8' }]),
    ask('removes what is not there', 'JSON configmaps/a', [{ op: 'remove', path: '/data/x' }]),
    ask('replaces what is not there', 'JSON configmaps/a', [{ op: 'replace', path: '/data/x', value: '1' }]),
    ask('adds into what is not there', 'JSON configmaps/a', [{ op: 'add', path: '/nothing/x', value: '1' }]),
    ask('escapes slashes and tildes', 'JSON configmaps/a', [
      { op: 'add', path: '/metadata/annotations', value: {} },
      { op: 'add', path: '/metadata/annotations/a.dev~1b', value: 'c' },
    ]),
    ask('of an operation that is not there', 'JSON configmaps/a', [{ op: 'turn', path: '/data' }]),
    ask('of no operations', 'JSON configmaps/a', []),
    ask('that is an object', 'JSON configmaps/a', { op: 'add' }),
    ask('that does not parse', 'JSON configmaps/a', '[{'),
    ask('of a wrong type', 'JSON configmaps/a', [{ op: 'add', path: '/data/n', value: 1 }]),
    ask('of the whole object', 'JSON configmaps/a', [{ op: 'replace', path: '', value: named('a') }]),
    ask('of a path without a slash', 'JSON configmaps/a', [{ op: 'add', path: 'data', value: {} }]),
  ),
  scenario(
    'of lists',
    given('POST configmaps', { metadata: { name: 'a', finalizers: ['a.dev/1', 'a.dev/2'] } }),
    ask('adds at the end', 'JSON configmaps/a', [{ op: 'add', path: '/metadata/finalizers/-', value: 'a.dev/3' }]),
    ask('adds at the front', 'JSON configmaps/a', [{ op: 'add', path: '/metadata/finalizers/0', value: 'a.dev/0' }]),
    ask('adds beyond the end', 'JSON configmaps/a', [{ op: 'add', path: '/metadata/finalizers/9', value: 'a.dev/9' }]),
    ask('removes the first', 'JSON configmaps/a', [{ op: 'remove', path: '/metadata/finalizers/0' }]),
    ask('removes beyond the end', 'JSON configmaps/a', [{ op: 'remove', path: '/metadata/finalizers/9' }]),
    ask('removes at what is no number', 'JSON configmaps/a', [{ op: 'remove', path: '/metadata/finalizers/x' }]),
    ask('removes all', 'JSON configmaps/a', [{ op: 'remove', path: '/metadata/finalizers' }]),
    ask(
      'has a limit',
      'JSON configmaps/a',
      Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/kind', value: 'ConfigMap' })),
    ),
  ),
);

export const mergePatch = area(
  'merge patch',
  scenario(
    'of a ConfigMap',
    settings,
    ask('sets and removes', 'MERGE configmaps/a', { data: { a: null, c: '3' } }),
    ask('of nothing keeps the version', 'MERGE configmaps/a', {}),
    ask('removes what is not there', 'MERGE configmaps/a', { data: { x: null } }),
    ask('of an unknown field is warned of', 'MERGE configmaps/a', { nothing: 1 }),
    ask('of a wrong type', 'MERGE configmaps/a', { data: { a: 1 } }),
    ask('that does not parse', 'MERGE configmaps/a', '{"data":'),
    ask('that is a list', 'MERGE configmaps/a', '[]'),
    ask('that is null', 'MERGE configmaps/a', 'null'),
    ask('with an old version', 'MERGE configmaps/a', { metadata: { resourceVersion: '1' } }),
    ask('with its version', 'MERGE configmaps/a', { metadata: { resourceVersion: '{version:a}' }, data: { d: '4' } }),
    ask('with another name', 'MERGE configmaps/a', { metadata: { name: 'b' } }),
    ask('with another namespace', 'MERGE configmaps/a', { metadata: { namespace: 'b' } }),
    ask('with another identity', 'MERGE configmaps/a', { metadata: { uid: 'b' } }),
    ask('without an identity', 'MERGE configmaps/a', { metadata: { uid: null } }),
    ask('with another kind', 'MERGE configmaps/a', { kind: 'Secret' }),
    ask('with another version of the API', 'MERGE configmaps/a', { apiVersion: 'v2' }),
    ask('with a time of deletion', 'MERGE configmaps/a', { metadata: { deletionTimestamp: '2020-01-01T00:00:00Z' } }),
    ask('of what is not there', 'MERGE configmaps/none', {}),
    ask('may not be forced', 'MERGE configmaps/a?force=true', {}),
    ask('of the whole list', 'MERGE configmaps', {}),
  ),
  scenario(
    'of a custom resource',
    serveWidgets('patch'),
    given(`POST ${WIDGETS}`, custom('patch', 'a', { spec: { color: 'red', parts: ['a', 'b'] } })),
    ask('replaces lists', `MERGE ${WIDGETS}/a`, { spec: { parts: ['c'] } }),
    ask('of a status alone changes nothing', `MERGE ${WIDGETS}/a`, { status: { a: 1 } }),
    ask('that removes what has a default', `MERGE ${WIDGETS}/a`, { spec: { replicas: null } }),
    ask('that is wrong', `MERGE ${WIDGETS}/a`, { spec: { color: 'green', replicas: -1 } }),
    ask('of a wrong type', `MERGE ${WIDGETS}/a`, { spec: { replicas: 'x' } }),
    ask('of an unknown field', `MERGE ${WIDGETS}/a`, { spec: { nothing: 1 } }),
    ask('with another kind', `MERGE ${WIDGETS}/a`, { kind: 'Gadget' }),
    ask('cannot be strategic', `STRATEGIC ${WIDGETS}/a`, { spec: {} }),
    ask('may be a JSON patch', `JSON ${WIDGETS}/a`, [{ op: 'add', path: '/spec/parts/-', value: 'd' }]),
    ask('may not fail a test', `JSON ${WIDGETS}/a`, [{ op: 'test', path: '/spec/color', value: 'blue' }]),
  ),
);

export const strategicPatch = area(
  'strategic merge patch',
  scenario(
    'of a Deployment',
    given('POST apps/v1/deployments', deployment('a')),
    ask(
      'merges containers by name',
      `STRATEGIC ${DEPLOYMENT}`,
      containers({ name: 'main', image: 'nginx:2' }, { name: 'side', image: 'busybox' }),
    ),
    ask(
      'adds to the environment',
      `STRATEGIC ${DEPLOYMENT}`,
      containers({ name: 'main', env: [{ name: 'A', value: '1' }] }),
    ),
    ask('removes a container', `STRATEGIC ${DEPLOYMENT}`, containers({ name: 'side', $patch: 'delete' })),
    ask(
      'replaces containers',
      `STRATEGIC ${DEPLOYMENT}`,
      containers({ $patch: 'replace' }, { name: 'new', image: 'nginx:3' }),
    ),
    ask('orders containers', `STRATEGIC ${DEPLOYMENT}`, {
      spec: {
        template: {
          spec: {
            $setElementOrder$containers: 0,
            '$setElementOrder/containers': [{ name: 'x' }, { name: 'new' }],
            containers: [{ name: 'x', image: 'x' }],
          },
        },
      },
    }),
    ask('orders containers alone', `STRATEGIC ${DEPLOYMENT}`, {
      spec: {
        template: {
          spec: {
            '$setElementOrder/containers': [{ name: 'x' }, { name: 'new' }],
            containers: [{ name: 'x', image: 'x' }],
          },
        },
      },
    }),
    ask('needs the merge key', `STRATEGIC ${DEPLOYMENT}`, containers({ image: 'nginx' })),
    ask('keeps some fields of the strategy', `STRATEGIC ${DEPLOYMENT}`, {
      spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
    }),
    ask('replaces a map', `STRATEGIC ${DEPLOYMENT}`, {
      spec: { template: { metadata: { annotations: { $patch: 'replace', a: 'b' } } } },
    }),
    ask('of a directive that is not there', `STRATEGIC ${DEPLOYMENT}`, { spec: { $patch: 'turn' } }),
    ask('of a wrong type', `STRATEGIC ${DEPLOYMENT}`, { spec: { replicas: 'x' } }),
    ask('of a list where an object is', `STRATEGIC ${DEPLOYMENT}`, { spec: [] }),
    ask('that breaks a rule', `STRATEGIC ${DEPLOYMENT}`, { spec: { replicas: -1 } }),
    ask('that does not parse', `STRATEGIC ${DEPLOYMENT}`, '{'),
    ask('removes with null', `STRATEGIC ${DEPLOYMENT}`, { spec: { revisionHistoryLimit: null, paused: null } }),
  ),
  scenario(
    'of other kinds',
    given('POST services', named('a', { spec: { clusterIP: 'None', ports: [{ port: 80, name: 'http' }] } })),
    ask('merges ports by number', 'STRATEGIC services/a', { spec: { ports: [{ port: 443, name: 'https' }] } }),
    ask('removes a port', 'STRATEGIC services/a', { spec: { ports: [{ port: 80, $patch: 'delete' }] } }),
    given('POST configmaps', { metadata: { name: 'a', finalizers: ['a.dev/1', 'a.dev/2'] } }),
    ask('adds to finalizers', 'STRATEGIC configmaps/a', { metadata: { finalizers: ['a.dev/3'] } }),
    ask('removes from finalizers', 'STRATEGIC configmaps/a', {
      metadata: { '$deleteFromPrimitiveList/finalizers': ['a.dev/1', 'a.dev/2', 'a.dev/3'] },
    }),
    given('POST serviceaccounts', named('a')),
    ask('adds a secret by name', 'STRATEGIC serviceaccounts/a', { imagePullSecrets: [{ name: 'b' }] }),
  ),
);
