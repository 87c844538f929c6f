// Subresources.
import { serveWidgets } from '../definitions.js';
import { custom, deployment, named, pod } from '../objects.js';
import { area, ask, given, scenario } from '../scenario.js';

const WIDGETS = 'sub.conformance.dev/v1/widgets';
const BARE = 'bare.conformance.dev/v1/widgets';
const DEPLOYMENT = 'apps/v1/deployments/a';
const budget = (name: string, spec: object) =>
  named(name, { spec: { selector: { matchLabels: { app: name } }, ...spec } });
const evictionOf = (name: string) => ({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } });
const bindingOf = (name: string, metadata: object = {}) => ({
  metadata: { name, ...metadata },
  target: { kind: 'Node', name: '{ns}-n' },
});
/** What the controller of budgets would say of one Pod. */
const COUNTED = { observedGeneration: 1, expectedPods: 1, desiredHealthy: 1, currentHealthy: 1 };

export const subresources = area(
  'subresources',
  scenario(
    'status',
    serveWidgets('sub'),
    given(`POST ${WIDGETS}`, custom('sub', 'a', { spec: { color: 'red' } })),
    ask('changes by a patch, and nothing else does', `MERGE ${WIDGETS}/a/status`, {
      metadata: { labels: { a: 'b' }, annotations: { c: 'd' } },
      spec: { color: 'blue' },
      status: { ready: 1 },
    }),
    ask('is read', `GET ${WIDGETS}/a/status`),
    ask('changes by an update', `PUT ${WIDGETS}/a/status`, {
      ...custom('sub', 'a'),
      metadata: { name: 'a', resourceVersion: '{version:a}' },
      status: { ready: 2 },
    }),
    ask('needs a version', `PUT ${WIDGETS}/a/status`, custom('sub', 'a', { status: {} })),
    ask('is removed', `JSON ${WIDGETS}/a/status`, [{ op: 'remove', path: '/status' }]),
    ask('is not made', `POST ${WIDGETS}/a/status`, {}),
    ask('is not deleted', `DELETE ${WIDGETS}/a/status`),
    ask('of what is not there', `MERGE ${WIDGETS}/none/status`, { status: {} }),
    serveWidgets('bare', { subresources: {} }),
    given(`POST ${BARE}`, custom('bare', 'a', { status: { a: 1 } })),
    ask('that is not declared', `GET ${BARE}/a/status`),
    ask('that is not declared is written with the object', `MERGE ${BARE}/a`, { status: { a: 2 } }),
    ask('of a Deployment that is not there', `MERGE ${DEPLOYMENT}/status`, { status: {} }),
    given('POST apps/v1/deployments', deployment('a')),
    ask('of a Deployment', `MERGE ${DEPLOYMENT}/status`, {
      status: { replicas: 3, readyReplicas: 2 },
      spec: { replicas: 9 },
    }),
    ask('of a Deployment may be wrong', `MERGE ${DEPLOYMENT}/status`, { status: { replicas: -1, readyReplicas: 5 } }),
    given('POST pods', pod('a')),
    ask('of a Pod', 'MERGE pods/a/status', {
      status: {
        phase: 'Running',
        podIP: '10.1.2.3',
        containerStatuses: [{ name: 'main', image: 'nginx', imageID: '', ready: true, restartCount: 0 }],
      },
    }),
    ask('of a ConfigMap', 'GET configmaps/a/status'),
    ask('of a Namespace', 'GET /api/v1/namespaces/{ns}/status'),
  ),
  scenario(
    'scale',
    serveWidgets('scale'),
    given('POST scale.conformance.dev/v1/widgets', custom('scale', 'a', { spec: { replicas: 2 } })),
    ask('of a custom resource', 'GET scale.conformance.dev/v1/widgets/a/scale'),
    ask('is patched', 'MERGE scale.conformance.dev/v1/widgets/a/scale', { spec: { replicas: 3 } }),
    ask('is below 0', 'MERGE scale.conformance.dev/v1/widgets/a/scale', { spec: { replicas: -1 } }),
    ask('is above the maximum', 'MERGE scale.conformance.dev/v1/widgets/a/scale', { spec: { replicas: 11 } }),
    ask('with an old version', 'MERGE scale.conformance.dev/v1/widgets/a/scale', {
      metadata: { resourceVersion: '1' },
      spec: { replicas: 4 },
    }),
    ask('is updated', 'PUT scale.conformance.dev/v1/widgets/a/scale', {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'a' },
      spec: { replicas: 5 },
    }),
    ask('of another name', 'PUT scale.conformance.dev/v1/widgets/a/scale', {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'b' },
      spec: { replicas: 5 },
    }),
    ask('of what is not there', 'GET scale.conformance.dev/v1/widgets/none/scale'),
    given('POST apps/v1/deployments', deployment('a')),
    ask('of a Deployment', `GET ${DEPLOYMENT}/scale`),
    ask('of a Deployment is patched', `MERGE ${DEPLOYMENT}/scale`, { spec: { replicas: 4 } }),
    ask('of a Deployment is below 0', `MERGE ${DEPLOYMENT}/scale`, { spec: { replicas: -1 } }),
    ask('of a Deployment is updated', `PUT ${DEPLOYMENT}/scale`, { metadata: { name: 'a' }, spec: { replicas: 0 } }),
    ask('as a table', `GET ${DEPLOYMENT}/scale`, undefined, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    }),
    ask('of a ConfigMap', 'GET configmaps/a/scale'),
    ask('of a Pod', 'GET pods/a/scale'),
  ),
  scenario(
    'of Pods',
    given('POST pods', pod('a')),
    ask('a binding', 'POST pods/a/binding', named('a', { target: { kind: 'Node', name: '{ns}-n' } })),
    ask('a second binding', 'POST pods/a/binding', named('a', { target: { kind: 'Node', name: '{ns}-m' } })),
    ask('a binding to nothing', 'POST pods/a/binding', named('a', { target: {} })),
    ask('a binding of what is not there', 'POST pods/none/binding', named('none', { target: { name: 'n' } })),
    given('POST pods', pod('b')),
    ask('an eviction', 'POST pods/b/eviction', { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'b' } }),
    ask('an eviction of what is gone', 'POST pods/b/eviction', {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: 'b' },
    }),
    given('POST policy/v1/poddisruptionbudgets', budget('c', { minAvailable: 1 })),
    given('POST pods', { ...pod('c', { nodeName: '{ns}-n' }), metadata: { name: 'c', labels: { app: 'c' } } }),
    given('MERGE pods/c/status', { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } }),
    ask('an eviction that a budget does not allow', 'POST pods/c/eviction', {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: 'c' },
    }),
    ask('an eviction by a budget that nobody has counted', 'POST pods/c/eviction', evictionOf('c')),
    given('MERGE policy/v1/poddisruptionbudgets/c/status', { status: { ...COUNTED, disruptionsAllowed: 0 } }),
    ask('an eviction by a budget that is used up', 'POST pods/c/eviction', evictionOf('c')),
    given('MERGE policy/v1/poddisruptionbudgets/c/status', { status: { ...COUNTED, disruptionsAllowed: 1 } }),
    ask('a dry eviction', 'POST pods/c/eviction', { ...evictionOf('c'), deleteOptions: { dryRun: ['All'] } }),
    ask('a dry eviction counts nothing', 'GET policy/v1/poddisruptionbudgets/c'),
    ask('an eviction that a budget allows', 'POST pods/c/eviction', evictionOf('c')),
    ask('an eviction is counted', 'GET policy/v1/poddisruptionbudgets/c'),
    ask('an eviction is told', 'GET pods/c'),
    ask('an eviction of what goes already', 'POST pods/c/eviction', evictionOf('c')),
    ...['done', 'waits', 'unready', 'ready'].map(name =>
      given('POST pods', { ...pod(name, { nodeName: '{ns}-n' }), metadata: { name, labels: { app: 'c' } } }),
    ),
    given('MERGE pods/done/status', { status: { phase: 'Succeeded' } }),
    given('MERGE pods/unready/status', { status: { phase: 'Running' } }),
    given('MERGE pods/ready/status', { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } }),
    ask('an eviction of what is done', 'POST pods/done/eviction', evictionOf('done')),
    ask('an eviction of what waits', 'POST pods/waits/eviction', evictionOf('waits')),
    ask('an eviction of what is not ready', 'POST pods/unready/eviction', evictionOf('unready')),
    given('POST policy/v1/poddisruptionbudgets', {
      ...budget('d', {}),
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'c' } } },
    }),
    ask('an eviction with two budgets', 'POST pods/ready/eviction', evictionOf('ready')),
    given('POST pods', pod('gated', { schedulingGates: [{ name: 'a.b/c' }] })),
    ask('a binding of what is gated', 'POST pods/gated/binding', bindingOf('gated')),
    ask('a gate more', 'MERGE pods/gated', { spec: { schedulingGates: [{ name: 'a.b/c' }, { name: 'a.b/d' }] } }),
    ask('another place while it is gated', 'MERGE pods/gated', { spec: { nodeSelector: { a: 'b' } } }),
    ask('a place less', 'MERGE pods/gated', { spec: { nodeSelector: { a: 'c' } } }),
    ask('no gate', 'MERGE pods/gated', { spec: { schedulingGates: null } }),
    ask('a deadline', 'MERGE pods/gated', { spec: { activeDeadlineSeconds: 5 } }),
    ask('a later deadline', 'MERGE pods/gated', { spec: { activeDeadlineSeconds: 50 } }),
    ask('no deadline', 'MERGE pods/gated', { spec: { activeDeadlineSeconds: null } }),
    ask('a binding of another one', 'POST pods/gated/binding', bindingOf('gated', { uid: 'other' })),
    ask('a binding with labels', 'POST pods/gated/binding', bindingOf('gated', { labels: { a: 'b' } })),
    ask('what is bound with labels', 'GET pods/gated'),
    given('POST pods', { ...pod('goes'), metadata: { name: 'goes', finalizers: ['a.b/c'] } }),
    given('DELETE pods/goes'),
    ask('a binding of what goes', 'POST pods/goes/binding', bindingOf('goes')),
    given('MERGE pods/goes', { metadata: { finalizers: null } }),
    ask('a subresource that is not there', 'GET pods/a/nothing'),
    ask('a log where nothing runs', 'GET pods/none/log'),
    ask('a proxy to what is not there', 'GET pods/none/proxy/'),
  ),
  scenario(
    'token',
    given('POST serviceaccounts', named('a')),
    ask('of a service account', 'POST serviceaccounts/a/token', {
      spec: { audiences: ['me'], expirationSeconds: 3600 },
    }),
    ask('of too short a time', 'POST serviceaccounts/a/token', { spec: { expirationSeconds: 10 } }),
    ask('of what is not there', 'POST serviceaccounts/none/token', {}),
    ask('cannot be read', 'GET serviceaccounts/a/token'),
  ),
);
