// Replacing whole objects.
import { serveWidgets } from '../definitions.js';
import { custom, named } from '../objects.js';
import { area, ask, given, scenario } from '../scenario.js';

const WIDGETS = 'update.conformance.dev/v1/widgets';
const updated = (name: string, metadata: object, rest: object = {}) => ({
  ...custom('update', name, rest),
  metadata: { name, ...metadata },
});

export const update = area(
  'update',
  scenario(
    'a ConfigMap',
    given('POST configmaps', named('a', { data: { a: '1' } })),
    ask('without a version', 'PUT configmaps/a', named('a', { data: { a: '2' } })),
    ask('with its version', 'PUT configmaps/a', {
      metadata: { name: 'a', resourceVersion: '{version:a}' },
      data: { a: '3' },
    }),
    ask('that changes nothing keeps its version', 'PUT configmaps/a', named('a', { data: { a: '3' } })),
    ask('with an old version', 'PUT configmaps/a', { metadata: { name: 'a', resourceVersion: '1' } }),
    ask('with a version that is none', 'PUT configmaps/a', { metadata: { name: 'a', resourceVersion: 'x' } }),
    ask('with another identity', 'PUT configmaps/a', { metadata: { name: 'a', uid: 'other' } }),
    ask('with another name', 'PUT configmaps/a', named('b')),
    ask('without a name', 'PUT configmaps/a', { metadata: {} }),
    ask('with another namespace', 'PUT configmaps/a', { metadata: { name: 'a', namespace: 'other' } }),
    ask('of another kind', 'PUT configmaps/a', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } }),
    ask('that is not there', 'PUT configmaps/none', named('none')),
    ask('of the whole list', 'PUT configmaps', {}),
    ask('that cannot be any more', 'PUT configmaps/a', named('a', { data: { a: '3' }, immutable: true })),
    ask('that could not be', 'PUT configmaps/a', named('a', { data: { a: '4' }, immutable: true })),
    ask('that shall be mutable again', 'PUT configmaps/a', named('a', { data: { a: '3' } })),
    ask('with other metadata', 'PUT configmaps/a', {
      metadata: { name: 'a', labels: { a: 'b' }, annotations: { c: 'd' } },
      data: { a: '3' },
      immutable: true,
    }),
    ask('with a time of creation', 'PUT configmaps/a', {
      metadata: { name: 'a', creationTimestamp: '2020-01-01T00:00:00Z', generation: 9 },
      data: { a: '3' },
      immutable: true,
    }),
    ask('with a time of deletion', 'PUT configmaps/a', {
      metadata: { name: 'a', deletionTimestamp: '2020-01-01T00:00:00Z' },
      data: { a: '3' },
      immutable: true,
    }),
  ),
  scenario(
    'what is made by an update',
    ask('a Lease', 'PUT coordination.k8s.io/v1/leases/a', named('a', { spec: { holderIdentity: 'me' } })),
    ask('a Lease, with an identity', 'PUT coordination.k8s.io/v1/leases/b', { metadata: { name: 'b', uid: 'mine' } }),
    ask('a Role', 'PUT rbac.authorization.k8s.io/v1/roles/a', named('a', { rules: [] })),
    ask('Endpoints', 'PUT endpoints/a', named('a')),
    ask('no Secret', 'PUT secrets/a', named('a')),
    ask('no Deployment', 'PUT apps/v1/deployments/a', named('a')),
    ask(
      'a Lease again, without a version',
      'PUT coordination.k8s.io/v1/leases/a',
      named('a', { spec: { holderIdentity: 'you' } }),
    ),
    ask('a Lease again, with its version', 'PUT coordination.k8s.io/v1/leases/a', {
      metadata: { name: 'a', resourceVersion: '{version:a}' },
      spec: { holderIdentity: 'you' },
    }),
  ),
  scenario(
    'a custom resource',
    serveWidgets('update'),
    given(`POST ${WIDGETS}`, custom('update', 'a', { spec: { color: 'red' } })),
    ask('needs a version', `PUT ${WIDGETS}/a`, custom('update', 'a')),
    ask(
      'goes to the next generation',
      `PUT ${WIDGETS}/a`,
      updated('a', { resourceVersion: '{version:a}' }, { spec: { color: 'blue' } }),
    ),
    ask(
      'keeps it with other labels',
      `PUT ${WIDGETS}/a`,
      updated('a', { resourceVersion: '{version:a}', labels: { a: 'b' } }, { spec: { color: 'blue' } }),
    ),
    ask(
      'does not take a status',
      `PUT ${WIDGETS}/a`,
      updated('a', { resourceVersion: '{version:a}' }, { spec: { color: 'blue' }, status: { a: 1 } }),
    ),
    ask('of an old version', `PUT ${WIDGETS}/a`, updated('a', { resourceVersion: '1' })),
    ask('of another name', `PUT ${WIDGETS}/a`, updated('b', { resourceVersion: '{version:a}' })),
    ask('that is not there', `PUT ${WIDGETS}/none`, updated('none', { resourceVersion: '1' })),
    ask('of another kind', `PUT ${WIDGETS}/a`, { ...updated('a', { resourceVersion: '{version:a}' }), kind: 'Gadget' }),
    ask(
      'that is wrong',
      `PUT ${WIDGETS}/a`,
      updated('a', { resourceVersion: '{version:a}' }, { spec: { replicas: 99 } }),
    ),
    ask('with another identity', `PUT ${WIDGETS}/a`, updated('a', { resourceVersion: '{version:a}', uid: 'other' })),
  ),
);
