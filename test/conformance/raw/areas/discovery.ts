// Discovery, and what else a server says about itself.
import { serveWidgets } from '../definitions.js';
import { type Area, area, ask, scenario } from '../scenario.js';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const aggregated = { headers: { accept: `${AGGREGATED},application/json` } };

const questions = area(
  'discovery',
  scenario(
    'legacy documents',
    ask('the core group says its versions', 'GET /api'),
    ask('the core group with a slash behind', 'GET /api/'),
    ask('the resources of the core group', 'GET /api/v1'),
    ask('the groups', 'GET /apis'),
    ask('the groups with a slash behind', 'GET /apis/'),
    ask('a group says its versions', 'GET /apis/apps'),
    ask('a group with two versions', 'GET /apis/autoscaling'),
    ask('the resources of apps/v1', 'GET /apis/apps/v1'),
    ask('the resources of batch/v1', 'GET /apis/batch/v1'),
    ask('the resources of autoscaling/v1', 'GET /apis/autoscaling/v1'),
    ask('the resources of autoscaling/v2', 'GET /apis/autoscaling/v2'),
    ask('the resources of policy/v1', 'GET /apis/policy/v1'),
    ask('the resources of rbac.authorization.k8s.io/v1', 'GET /apis/rbac.authorization.k8s.io/v1'),
    ask('the resources of apiextensions.k8s.io/v1', 'GET /apis/apiextensions.k8s.io/v1'),
    ask('the resources of events.k8s.io/v1', 'GET /apis/events.k8s.io/v1'),
    ask('the resources of networking.k8s.io/v1', 'GET /apis/networking.k8s.io/v1'),
    ask('the resources of authorization.k8s.io/v1', 'GET /apis/authorization.k8s.io/v1'),
    ask('a group that is not there', 'GET /apis/nothing.example.dev'),
    ask('a version of a group that is not there', 'GET /apis/nothing.example.dev/v1'),
    ask('a version that a group has not', 'GET /apis/apps/v9'),
    ask('a version that the core group has not', 'GET /api/v9'),
  ),
  scenario(
    'aggregated documents',
    ask('the core group in one document', 'GET /api', undefined, aggregated),
    ask('a version of the aggregated document that is not there', 'GET /apis', undefined, {
      headers: { accept: 'application/json;g=apidiscovery.k8s.io;v=v9;as=APIGroupDiscoveryList' },
    }),
  ),
  scenario(
    'custom resources',
    serveWidgets(
      'discovery',
      {},
      { names: { plural: 'widgets', kind: 'Widget', shortNames: ['wd'], categories: ['all'] } },
    ),
    ask('the group of a definition', 'GET /apis/discovery.conformance.dev'),
    ask('the resources of a definition', 'GET /apis/discovery.conformance.dev/v1'),
    ask('a version that a definition has not', 'GET /apis/discovery.conformance.dev/v2'),
  ),
  scenario(
    'the server',
    ask('health', 'GET /healthz'),
    ask('liveness', 'GET /livez'),
    ask('readiness', 'GET /readyz'),
    ask('one check of health', 'GET /healthz/ping'),
    ask('a check that is not there', 'GET /healthz/nothing'),
    ask('the version', 'GET /version'),
    ask('a version may not be written', 'POST /version', {}),
    ask('a path that is not there', 'GET /nothing'),
    ask('a longer path that is not there', 'GET /nothing/at/all'),
  ),
);

export const discovery: Area = { ...questions, alone: true };
