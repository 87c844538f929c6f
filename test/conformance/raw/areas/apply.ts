// Server-side apply, and who owns what.
import { serveWidgets } from '../definitions.js';
import { custom, named } from '../objects.js';
import { area, ask, given, scenario } from '../scenario.js';

const map = (name: string, data: object, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  data,
});
const WIDGETS = 'apply.conformance.dev/v1/widgets';
const widget = (spec: object, rest: object = {}) => custom('apply', 'a', { spec, ...rest });
const deployment = (spec: object) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec });
const template = (...containers: readonly object[]) => ({
  selector: { matchLabels: { app: 'a' } },
  template: { metadata: { labels: { app: 'a' } }, spec: { containers } },
});

export const apply = area(
  'apply',
  scenario(
    'a ConfigMap',
    ask('makes it', 'APPLY configmaps/a?fieldManager=one', map('a', { a: '1', b: '1' })),
    ask('again changes nothing', 'APPLY configmaps/a?fieldManager=one', map('a', { a: '1', b: '1' })),
    ask('changes what it owns', 'APPLY configmaps/a?fieldManager=one', map('a', { a: '2', b: '1' })),
    ask('removes what it no longer says', 'APPLY configmaps/a?fieldManager=one', map('a', { a: '2' })),
    ask('by another of another field', 'APPLY configmaps/a?fieldManager=two', map('a', { c: '3' })),
    ask('by another of the same value is shared', 'APPLY configmaps/a?fieldManager=two', map('a', { a: '2', c: '3' })),
    ask('by another of another value conflicts', 'APPLY configmaps/a?fieldManager=two', map('a', { a: '9', c: '3' })),
    ask('by force takes over', 'APPLY configmaps/a?fieldManager=two&force=true', map('a', { a: '9', c: '3' })),
    ask('leaves what another owns', 'APPLY configmaps/a?fieldManager=one', map('a', {})),
    given('MERGE configmaps/a?fieldManager=three', { data: { c: '4' } }),
    ask('against an update conflicts', 'APPLY configmaps/a?fieldManager=two', map('a', { a: '9', c: '3' })),
    ask('with two conflicts', 'APPLY configmaps/a?fieldManager=four', map('a', { a: '0', c: '0' })),
    ask(
      'as YAML',
      'APPLY configmaps/yaml?fieldManager=one',
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: yaml\ndata:\n  a: b\n',
    ),
    ask('needs a manager', 'APPLY configmaps/a', map('a', {})),
    ask('needs a name', 'APPLY configmaps/a?fieldManager=one', { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }),
    ask('needs a kind', 'APPLY configmaps/a?fieldManager=one', named('a')),
    ask('needs its own kind', 'APPLY configmaps/a?fieldManager=one', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a' },
    }),
    ask('needs its own name', 'APPLY configmaps/a?fieldManager=one', map('b', {})),
    ask(
      'has no managed fields',
      'APPLY configmaps/a?fieldManager=one',
      map('a', {}, { managedFields: [{ manager: 'x' }] }),
    ),
    ask('with an old version', 'APPLY configmaps/a?fieldManager=one', map('a', {}, { resourceVersion: '1' })),
    ask('with another identity', 'APPLY configmaps/a?fieldManager=one', map('a', {}, { uid: 'other' })),
    ask('of what does not parse', 'APPLY configmaps/a?fieldManager=one', 'a: ['),
    ask('of a wrong type', 'APPLY configmaps/a?fieldManager=one', map('a', { a: 1 })),
    ask('of a list', 'APPLY configmaps/a?fieldManager=one', '[]'),
    ask('force has to be a boolean', 'APPLY configmaps/a?fieldManager=one&force=maybe', map('a', {})),
    ask(
      'in a namespace that is not there',
      'APPLY /api/v1/namespaces/{ns}-none/configmaps/a?fieldManager=one',
      map('a', {}),
    ),
    ask(
      'of a duplicate key',
      'APPLY configmaps/a?fieldManager=one&fieldValidation=Strict',
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"1","x":"2"}}',
    ),
  ),
  scenario(
    'a Deployment',
    ask(
      'makes it',
      'APPLY apps/v1/deployments/a?fieldManager=one',
      deployment(template({ name: 'main', image: 'nginx' })),
    ),
    ask(
      'merges containers',
      'APPLY apps/v1/deployments/a?fieldManager=two',
      deployment({ template: { spec: { containers: [{ name: 'side', image: 'busybox' }] } } }),
    ),
    ask('removes a container of its own', 'APPLY apps/v1/deployments/a?fieldManager=two', deployment({ replicas: 3 })),
    ask(
      'conflicts about the image',
      'APPLY apps/v1/deployments/a?fieldManager=two',
      deployment({ template: { spec: { containers: [{ name: 'main', image: 'other' }] } } }),
    ),
    given('MERGE apps/v1/deployments/a/scale', { spec: { replicas: 5 } }),
    ask('conflicts with a scale', 'APPLY apps/v1/deployments/a?fieldManager=two', deployment({ replicas: 3 })),
    ask(
      'needs the key of a list',
      'APPLY apps/v1/deployments/a?fieldManager=three',
      deployment({ template: { spec: { containers: [{ image: 'x' }] } } }),
    ),
    ask(
      'has no duplicates in a list',
      'APPLY apps/v1/deployments/a?fieldManager=three',
      deployment({
        template: {
          spec: {
            containers: [
              { name: 'x', image: 'x' },
              { name: 'x', image: 'y' },
            ],
          },
        },
      }),
    ),
    ask(
      'breaks a rule',
      'APPLY apps/v1/deployments/a?fieldManager=one&force=true',
      deployment({ ...template({ name: 'main', image: 'nginx' }), replicas: -1 }),
    ),
    ask('of the status', 'APPLY apps/v1/deployments/a/status?fieldManager=status', {
      ...deployment({}),
      status: { observedGeneration: 1 },
    }),
  ),
  scenario(
    'a custom resource',
    serveWidgets('apply'),
    ask('makes it', `APPLY ${WIDGETS}/a?fieldManager=one`, widget({ color: 'red', parts: ['a'] })),
    ask('replaces an atomic list', `APPLY ${WIDGETS}/a?fieldManager=one`, widget({ color: 'red', parts: ['b', 'c'] })),
    ask('conflicts about an atomic list', `APPLY ${WIDGETS}/a?fieldManager=two`, widget({ parts: ['d'] })),
    ask(
      'of the status does not touch the spec',
      `APPLY ${WIDGETS}/a/status?fieldManager=three`,
      widget({ color: 'blue' }, { status: { a: 1 } }),
    ),
    ask(
      'does not touch the status',
      `APPLY ${WIDGETS}/a?fieldManager=one`,
      widget({ color: 'red' }, { status: { a: 2 } }),
    ),
    ask('that is wrong', `APPLY ${WIDGETS}/a?fieldManager=one`, widget({ color: 'green' })),
    ask('of another version', `APPLY ${WIDGETS}/a?fieldManager=one`, {
      ...widget({}),
      apiVersion: 'apply.conformance.dev/v2',
    }),
    ask('of another kind', `APPLY ${WIDGETS}/a?fieldManager=one`, { ...widget({}), kind: 'Gadget' }),
    ask('gives back a default', `APPLY ${WIDGETS}/a?fieldManager=four`, widget({ replicas: 5 })),
    ask('of nothing gives back the default', `APPLY ${WIDGETS}/a?fieldManager=four`, custom('apply', 'a')),
  ),
);

export const managedFields = area(
  'managed fields',
  scenario(
    'of a ConfigMap',
    ask('a create owns what it says', 'POST configmaps?fieldManager=one', {
      metadata: { name: 'a', labels: { a: 'b' }, annotations: { c: 'd' } },
      data: { e: 'f' },
    }),
    ask('an update owns what it changes', 'PUT configmaps/a?fieldManager=two', {
      metadata: { name: 'a', labels: { a: 'c' }, annotations: { c: 'd' } },
      data: { e: 'f' },
    }),
    ask('a patch owns what it changes', 'MERGE configmaps/a?fieldManager=three', { data: { e: 'g', h: 'i' } }),
    ask('a patch that removes owns nothing', 'MERGE configmaps/a?fieldManager=four', { data: { e: null } }),
    ask(
      'the manager is the client where it says none',
      'MERGE configmaps/a',
      { data: { z: '1' } },
      { headers: { 'user-agent': 'tool/v1.2 (linux)' } },
    ),
    ask('an empty list clears them', 'MERGE configmaps/a', { metadata: { managedFields: [{}] } }),
    ask('a write after that begins anew', 'MERGE configmaps/a?fieldManager=five', { data: { y: '2' } }),
    ask('null does nothing', 'MERGE configmaps/a?fieldManager=five', { metadata: { managedFields: null } }),
    ask('wrong ones', 'MERGE configmaps/a', {
      metadata: {
        managedFields: [{ manager: 'x', operation: 'Turn', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: {} }],
      },
    }),
    ask('finalizers and owners', 'MERGE configmaps/a?fieldManager=six', {
      metadata: {
        finalizers: ['a.dev/x'],
        ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: '{uid:a}' }],
      },
    }),
    given('MERGE configmaps/a', { metadata: { finalizers: null } }),
  ),
  scenario(
    'of a Pod',
    ask('a list by its key', 'POST pods?fieldManager=one', {
      metadata: { name: 'a' },
      spec: {
        containers: [
          { name: 'main', image: 'nginx', ports: [{ containerPort: 80 }], env: [{ name: 'A', value: 'b' }] },
        ],
        tolerations: [{ key: 'a', operator: 'Exists' }],
      },
    }),
    ask('the status', 'MERGE pods/a/status?fieldManager=two', {
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    }),
    ask('the binding', 'POST pods/a/binding?fieldManager=three', named('a', { target: { kind: 'Node', name: 'n' } })),
    ask('after the binding', 'GET pods/a'),
  ),
);
