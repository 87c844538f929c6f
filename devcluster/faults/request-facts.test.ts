import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { requestFacts } from './request-facts.js';

test.each([
  ['GET', '/api/v1/namespaces/a/pods', 'list |v1|pods||a|'],
  ['GET', '/api/v1/namespaces/a/pods?watch=true', 'watch |v1|pods||a|'],
  ['GET', '/api/v1/pods?watch=false', 'list |v1|pods|||'],
  ['GET', '/api/v1/watch/pods', 'watch |v1|pods|||'],
  ['HEAD', '/api/v1/namespaces/a/pods/b', 'get |v1|pods||a|b'],
  ['PUT', '/apis/apps/v1/namespaces/a/deployments/b/status', 'update apps|v1|deployments|status|a|b'],
  ['PATCH', '/api/v1/nodes/n', 'patch |v1|nodes|||n'],
  ['POST', '/api/v1/namespaces/a/pods', 'create |v1|pods||a|'],
  ['DELETE', '/api/v1/namespaces/a/pods', 'deletecollection |v1|pods||a|'],
  ['DELETE', '/api/v1/namespaces/a', 'delete |v1|namespaces|||a'],
  ['GET', '/api/v1/namespaces/a', 'get |v1|namespaces|||a'],
  ['GET', '/apis', 'get ||||| '],
  ['GET', '//[', 'get |||||'],
])('%s %s is %s', (method, url, expected) => {
  const facts = requestFacts({ method, url, headers: {} } as IncomingMessage);
  const { verb, group, version, resource, subresource, namespace, name } = facts;
  expect(`${verb} ${[group, version, resource, subresource, namespace, name].join('|')}`).toBe(expected.trimEnd());
});
