// What controllers make of objects: garbage collection and namespaces.
import { named } from '../objects.js';
import { area, ask, given, type Step, scenario, until } from '../scenario.js';

const owned = (name: string, owners: readonly string[], rest: object = {}): Step =>
  given('POST secrets', {
    metadata: {
      name,
      ownerReferences: owners.map(owner => ({ apiVersion: 'v1', kind: 'Secret', name: owner, uid: `{uid:${owner}}` })),
      ...rest,
    },
  });
const blocking = (name: string, owner: string, rest: object = {}): Step =>
  given('POST secrets', {
    metadata: {
      name,
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Secret', name: owner, uid: `{uid:${owner}}`, blockOwnerDeletion: true },
      ],
      ...rest,
    },
  });
const HELD = { finalizers: ['conformance.dev/held'] };
const NAMESPACE = '/api/v1/namespaces/{ns}-b';
const NAMESPACE_GET = `GET ${NAMESPACE}` as const;

export const garbageCollection = area(
  'garbage collection',
  scenario(
    'in the background',
    given('POST secrets', named('owner')),
    owned('child', ['owner']),
    ask('the owner goes at once', 'DELETE secrets/owner?propagationPolicy=Background'),
    until('GET secrets/child', 404),
    ask('then the dependent', 'GET secrets/child'),
  ),
  scenario(
    'in the foreground',
    given('POST secrets', named('owner')),
    blocking('child', 'owner', HELD),
    ask('the owner waits', 'DELETE secrets/owner?propagationPolicy=Foreground'),
    until('GET secrets/child', ({ body }) => body.metadata.deletionTimestamp !== undefined),
    ask('the dependent is on its way', 'GET secrets/child'),
    ask('the owner is there', 'GET secrets/owner'),
    given('MERGE secrets/child', { metadata: { finalizers: null } }),
    until('GET secrets/owner', 404),
    ask('then the owner is gone', 'GET secrets/owner'),
  ),
  scenario(
    'as orphans',
    given('POST secrets', named('owner')),
    owned('child', ['owner']),
    ask('the owner lets go', 'DELETE secrets/owner', { propagationPolicy: 'Orphan' }),
    until('GET secrets/owner', 404),
    ask('the dependent stays without an owner', 'GET secrets/child'),
  ),
  scenario(
    'of two owners',
    given('POST secrets', named('one')),
    given('POST secrets', named('two')),
    owned('child', ['one', 'two']),
    given('DELETE secrets/one'),
    until('GET secrets/child', ({ body }) => body.metadata.ownerReferences.length === 1),
    ask('the other remains', 'GET secrets/child'),
    given('DELETE secrets/two'),
    until('GET secrets/child', 404),
    ask('until it is gone too', 'GET secrets/child'),
  ),
  scenario(
    'of nobody',
    given('POST secrets', {
      metadata: { name: 'child', ownerReferences: [{ apiVersion: 'v1', kind: 'Secret', name: 'none', uid: 'never' }] },
    }),
    until('GET secrets/child', 404),
    ask('what is owned by what never was goes', 'GET secrets/child'),
  ),
);

export const namespaces = area(
  'namespaces',
  scenario(
    'their end',
    ask('one is made', 'POST /api/v1/namespaces', named('{ns}-b')),
    ask('its spec may not lose the finalizer', `MERGE ${NAMESPACE}`, { spec: { finalizers: [] } }),
    until(`GET ${NAMESPACE}/serviceaccounts/default`, 200),
    given(`POST ${NAMESPACE}/secrets`, { metadata: { name: 'held', finalizers: ['conformance.dev/held'] } }),
    given(`POST ${NAMESPACE}/secrets`, named('free')),
    ask('it is deleted', `DELETE ${NAMESPACE}`),
    ask('nothing is made in it any more', `POST ${NAMESPACE}/secrets`, named('late')),
    until(`GET ${NAMESPACE}/secrets/free`, 404),
    until(NAMESPACE_GET, ({ body }) =>
      String(JSON.stringify(body.status?.conditions)).includes('secrets. has 1 resource instances'),
    ),
    ask('what is held is said', `GET ${NAMESPACE}`),
    given(`MERGE ${NAMESPACE}/secrets/held`, { metadata: { finalizers: null } }),
    until(NAMESPACE_GET, 404),
    ask('then it is gone', `GET ${NAMESPACE}`),
    ask('nothing is made in what is gone', `POST ${NAMESPACE}/secrets`, named('late')),
  ),
  scenario(
    'their finalizers',
    given('POST /api/v1/namespaces', named('{ns}-c')),
    ask('by their own subresource', 'PUT /api/v1/namespaces/{ns}-c/finalize', {
      metadata: { name: '{ns}-c' },
      spec: { finalizers: ['kubernetes', 'conformance.dev/x'] },
    }),
    ask('by their own subresource again', 'PUT /api/v1/namespaces/{ns}-c/finalize', {
      metadata: { name: '{ns}-c' },
      spec: { finalizers: ['kubernetes'] },
    }),
    ask('kube-system stays', 'DELETE /api/v1/namespaces/kube-system'),
    ask('default stays', 'DELETE /api/v1/namespaces/default'),
    ask('the label of the name comes back', 'MERGE /api/v1/namespaces/{ns}-c', {
      metadata: { labels: { 'kubernetes.io/metadata.name': 'x' } },
    }),
  ),
);
