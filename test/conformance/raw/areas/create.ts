// Creating, and what metadata may be.
import { serveWidgets } from '../definitions.js';
import { custom, deployment, named } from '../objects.js';
import { area, ask, scenario } from '../scenario.js';

const WIDGETS = 'create.conformance.dev/v1/widgets';

export const create = area(
  'create',
  scenario(
    'an object',
    ask('is answered as it is stored', 'POST configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', labels: { a: 'b' } },
      data: { a: '1' },
    }),
    ask('may leave out its kind', 'POST configmaps', named('b')),
    ask('of a name that is taken', 'POST configmaps', named('a')),
    ask('of another kind', 'POST configmaps', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'c' } }),
    ask('of another version', 'POST configmaps', { apiVersion: 'v2', kind: 'ConfigMap', metadata: { name: 'c' } }),
    ask('of another group', 'POST configmaps', { apiVersion: 'apps/v1', kind: 'ConfigMap', metadata: { name: 'c' } }),
    ask('of a version that is none', 'POST configmaps', {
      apiVersion: 'a/b/c',
      kind: 'ConfigMap',
      metadata: { name: 'c' },
    }),
    ask('in another namespace', 'POST configmaps', { metadata: { name: 'c', namespace: 'other' } }),
    ask('in a namespace that is not there', 'POST /api/v1/namespaces/{ns}-none/configmaps', named('c')),
    ask('in no namespace', 'POST /api/v1/configmaps', named('c')),
    ask('at its own path', 'POST configmaps/c', named('c')),
    ask('of a resource that is not there', 'POST nothings', named('c')),
    ask('with a version', 'POST configmaps', { metadata: { name: 'c', resourceVersion: '1' } }),
    ask('with an identity, a time and a generation of its own', 'POST configmaps', {
      metadata: {
        name: 'c',
        uid: 'mine',
        creationTimestamp: '2020-01-01T00:00:00Z',
        generation: 7,
        deletionTimestamp: '2020-01-01T00:00:00Z',
        deletionGracePeriodSeconds: 5,
        selfLink: '/here',
      },
    }),
    ask('with managed fields of its own', 'POST configmaps', {
      metadata: {
        name: 'd',
        managedFields: [{ manager: 'me', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: {} }],
      },
    }),
    ask('by a manager with a name', 'POST configmaps?fieldManager=somebody', named('e', { data: { a: '1' } })),
    ask('by a manager with too long a name', `POST configmaps?fieldManager=${'x'.repeat(129)}`, named('f')),
  ),
  scenario(
    'a name',
    ask('is needed', 'POST configmaps', { metadata: {} }),
    ask('is needed where there is no metadata', 'POST configmaps', {}),
    ask('has small letters', 'POST configmaps', named('Big')),
    ask('has no underscore', 'POST configmaps', named('a_b')),
    ask('has no slash', 'POST configmaps', named('a/b')),
    ask('is no longer than 253', 'POST configmaps', named('x'.repeat(254))),
    ask('may have dots', 'POST configmaps', named('a.b')),
    ask('of a Service has no dots', 'POST services', named('a.b', { spec: { ports: [{ port: 80 }] } })),
    ask('of a Namespace has no dots', 'POST /api/v1/namespaces', named('a.b')),
    ask('of a role may have a colon', 'POST rbac.authorization.k8s.io/v1/roles', named('a:B', { rules: [] })),
    ask('of a role has no slash', 'POST rbac.authorization.k8s.io/v1/roles', named('a/b', { rules: [] })),
    ask('is a text', 'POST configmaps', { metadata: { name: 1 } }),
    ask('may be generated', 'POST configmaps', { metadata: { generateName: 'made-' } }),
    ask('is preferred to one that is generated', 'POST configmaps', {
      metadata: { name: 'given', generateName: 'made-' },
    }),
    ask('is generated from what may begin one', 'POST configmaps', { metadata: { generateName: 'Made_' } }),
    ask('is cut when it is generated', 'POST configmaps', { metadata: { generateName: `${'x'.repeat(70)}-` } }),
  ),
  scenario(
    'metadata',
    ask('with labels that are none', 'POST configmaps', {
      metadata: { name: 'a', labels: { 'a b': 'c', ok: 'd e', [`${'x'.repeat(64)}`]: '' } },
    }),
    ask('with a label of a number', 'POST configmaps', { metadata: { name: 'a', labels: { a: 1 } } }),
    ask('with a prefix of a label that is none', 'POST configmaps', {
      metadata: { name: 'a', labels: { 'A_/b': 'c', '/b': 'c' } },
    }),
    ask('with a label too long', 'POST configmaps', { metadata: { name: 'a', labels: { a: 'x'.repeat(64) } } }),
    ask('with annotations that are none', 'POST configmaps', { metadata: { name: 'a', annotations: { 'x y': '1' } } }),
    ask('with annotations too long', 'POST configmaps', {
      metadata: { name: 'a', annotations: { a: 'x'.repeat(262145) } },
    }),
    ask('that is a list', 'POST configmaps', { metadata: [] }),
    ask('with a time that is none', 'POST configmaps', { metadata: { name: 'a', creationTimestamp: 'yesterday' } }),
    ask('with a plain finalizer', 'POST configmaps', { metadata: { name: 'plain', finalizers: ['plain'] } }),
    ask('with a finalizer that is none', 'POST configmaps', { metadata: { name: 'a', finalizers: ['a b', '/'] } }),
    ask('with finalizers that exclude each other', 'POST configmaps', {
      metadata: { name: 'a', finalizers: ['orphan', 'foregroundDeletion'] },
    }),
    ask('with an owner without an identity', 'POST configmaps', {
      metadata: { name: 'a', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'x' }] },
    }),
    ask('with an owner without anything', 'POST configmaps', { metadata: { name: 'a', ownerReferences: [{}] } }),
    ask('with an owner that cannot be one', 'POST configmaps', {
      metadata: { name: 'a', ownerReferences: [{ apiVersion: 'v1', kind: 'Event', name: 'x', uid: '1' }] },
    }),
    ask('with two controllers', 'POST configmaps', {
      metadata: {
        name: 'a',
        ownerReferences: [
          { apiVersion: 'v1', kind: 'Pod', name: 'x', uid: '1', controller: true },
          { apiVersion: 'v1', kind: 'Pod', name: 'y', uid: '2', controller: true },
        ],
      },
    }),
  ),
  scenario(
    'a custom resource',
    serveWidgets('create'),
    ask('begins at generation 1, with defaults', `POST ${WIDGETS}`, custom('create', 'a', { spec: { color: 'red' } })),
    ask('loses its status', `POST ${WIDGETS}`, custom('create', 'b', { spec: {}, status: { ready: true } })),
    ask('says its kind', `POST ${WIDGETS}`, named('c')),
    ask('says its own kind', `POST ${WIDGETS}`, { ...custom('create', 'c'), kind: 'Gadget' }),
    ask('says its own version', `POST ${WIDGETS}`, {
      ...custom('create', 'c'),
      apiVersion: 'create.conformance.dev/v2',
    }),
    ask('needs a name', `POST ${WIDGETS}`, { ...custom('create', ''), metadata: {} }),
    ask('of a name that is none', `POST ${WIDGETS}`, custom('create', 'A_b')),
    ask('with labels that are none', `POST ${WIDGETS}`, {
      ...custom('create', 'c'),
      metadata: { name: 'c', labels: { 'a b': 'c' } },
    }),
    ask('with a label of a number', `POST ${WIDGETS}`, {
      ...custom('create', 'c'),
      metadata: { name: 'c', labels: { a: 1 } },
    }),
    ask('with a generation of its own', `POST ${WIDGETS}`, {
      ...custom('create', 'c'),
      metadata: { name: 'c', generation: 7 },
    }),
    ask(
      'in a namespace that is not there',
      'POST /apis/create.conformance.dev/v1/namespaces/{ns}-none/widgets',
      custom('create', 'c'),
    ),
    ask('with a generated name', `POST ${WIDGETS}`, { ...custom('create', ''), metadata: { generateName: 'w-' } }),
  ),
  scenario(
    'generation',
    ask('of a Deployment begins at 1', 'POST apps/v1/deployments', deployment('a')),
    ask('goes on with the spec', 'MERGE apps/v1/deployments/a', { spec: { replicas: 2 } }),
    ask('stays with a label', 'MERGE apps/v1/deployments/a', { metadata: { labels: { a: 'b' } } }),
    ask('stays with the status', 'MERGE apps/v1/deployments/a/status', { status: { observedGeneration: 2 } }),
    ask('stays with what changes nothing', 'MERGE apps/v1/deployments/a', { spec: { replicas: 2 } }),
  ),
);
