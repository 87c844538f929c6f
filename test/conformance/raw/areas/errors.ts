// Requests that fit nothing.
import { named } from '../objects.js';
import { area, ask, given, scenario } from '../scenario.js';

export const errors = area(
  'errors',
  scenario(
    'paths and methods',
    given('POST configmaps', named('a')),
    ask('a resource that is not there', 'GET /api/v1/nothings'),
    ask('an object of a resource that is not there', 'GET nothings/a'),
    ask('a resource of a group that is not there', 'GET /apis/nothing.dev/v1/things'),
    ask('a resource of a version that is not there', 'GET /apis/apps/v9/deployments'),
    ask('a resource of another group', 'GET /api/v1/deployments'),
    ask('a method that a list has not', 'PUT configmaps', named('a')),
    ask('a method that an object has not', 'POST configmaps/a', named('a')),
    ask('a patch of a list', 'PATCH configmaps', {}),
    ask('a method that a review has not', 'DELETE /apis/authorization.k8s.io/v1/selfsubjectaccessreviews'),
    ask('a method that asks for methods', 'OPTIONS configmaps'),
    ask('a namespaced object without a namespace', 'GET /api/v1/configmaps/a'),
    ask('a cluster object in a namespace', 'GET nodes'),
    ask('a namespace in a namespace', 'GET /api/v1/namespaces/{ns}/namespaces/{ns}'),
    ask('a path with a slash too many', 'GET /api/v1//namespaces'),
    ask('a path with a slash behind', 'GET secrets/'),
    ask('an object with a slash behind', 'GET configmaps/a/'),
    ask('a name of two dots', 'GET configmaps/..%2Fa'),
    ask('an escaped name', 'GET configmaps/%61'),
    ask('a wrong escape', 'GET configmaps/%zz'),
    ask('a wrong escape in a query', 'GET configmaps?labelSelector=%zz'),
    ask('too deep a path', 'GET configmaps/a/b/c/d'),
    ask('a word in the query that is not there', 'GET configmaps/a?nothing=1'),
    ask('writes to the index', 'POST /apis', {}),
    ask('writes to a group', 'DELETE /apis/apps'),
    ask('a name in great letters', 'GET configmaps/A_B'),
    ask('a list in a namespace in great letters', 'GET /api/v1/namespaces/A_B/configmaps'),
    ask('who is not known', 'GET configmaps/a', undefined, { headers: { 'impersonate-user': 'nobody' } }),
    ask('a token that is none', 'GET configmaps/a', undefined, { headers: { authorization: 'Bearer nonsense' } }),
  ),
);
