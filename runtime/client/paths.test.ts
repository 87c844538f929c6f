import { describe, expect, test } from 'vitest';
import type { KindInfo } from '../../decorators/kind.js';
import { collectionPath, creationPath, objectPath, queryText } from './paths.js';

const pod: KindInfo = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced' };
const deployment: KindInfo = { ...pod, group: 'apps', kind: 'Deployment', plural: 'deployments' };
const role: KindInfo = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  scope: 'Cluster',
};

test.each([
  [collectionPath(pod), '/api/v1/pods'],
  [collectionPath(pod, 'default'), '/api/v1/namespaces/default/pods'],
  [collectionPath(deployment, 'default'), '/apis/apps/v1/namespaces/default/deployments'],
  [collectionPath(role), '/apis/rbac.authorization.k8s.io/v1/clusterroles'],
  [objectPath(pod, { namespace: 'a', name: 'b' }), '/api/v1/namespaces/a/pods/b'],
  [objectPath(deployment, { namespace: 'a', name: 'b' }, 'scale'), '/apis/apps/v1/namespaces/a/deployments/b/scale'],
  [objectPath(role, { name: 'system:Node' }), '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3ANode'],
  [objectPath(role, { name: 'a?b#c d' }), '/apis/rbac.authorization.k8s.io/v1/clusterroles/a%3Fb%23c%20d'],
])('%s', (path, expected) => {
  expect(path).toBe(expected);
});

describe('what would reach another object is refused', () => {
  test.each(['.', '..', 'a/b', '../secrets/x', 'a%2fb', ''])('name %j', name => {
    expect(() => objectPath(pod, { namespace: 'a', name })).toThrow(TypeError);
    expect(() => objectPath(pod, { namespace: name, name: 'b' })).toThrow(TypeError);
    expect(() => collectionPath(pod, name)).toThrow(TypeError);
  });

  test('a namespaced kind without a namespace, and a cluster-scoped one with it', () => {
    expect(() => objectPath(pod, { name: 'a' })).toThrow('Pod is namespaced: its namespace must be said');
    expect(() => creationPath(pod, undefined)).toThrow('Pod is namespaced');
    expect(() => objectPath(role, { namespace: 'a', name: 'b' })).toThrow('ClusterRole is cluster-scoped');
  });
});

test('a query has the parameters that are there, escaped', () => {
  expect(queryText({ a: undefined })).toBe('');
  expect(queryText({ limit: 5, labelSelector: 'a=b,c in (d)', watch: true, b: undefined })).toBe(
    '?limit=5&labelSelector=a%3Db%2Cc+in+%28d%29&watch=true',
  );
});
