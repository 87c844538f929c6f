import { expect, test } from 'vitest';
import { requestInfo } from './request-info.js';

const COLLECTION = {
  kind: 'resource',
  group: '',
  version: 'v1',
  namespace: '',
  name: '',
  subresource: '',
  watch: false,
};

test.each([
  ['/api/v1/pods', { resource: 'pods' }],
  ['/api/v1/namespaces', { resource: 'namespaces' }],
  ['/api/v1/namespaces/a', { resource: 'namespaces', namespace: 'a', name: 'a' }],
  ['/api/v1/namespaces/a/finalize', { resource: 'namespaces', namespace: 'a', name: 'a', subresource: 'finalize' }],
  ['/api/v1/namespaces/a/status', { resource: 'namespaces', namespace: 'a', name: 'a', subresource: 'status' }],
  ['/api/v1/namespaces/a/pods', { resource: 'pods', namespace: 'a' }],
  ['/api/v1/namespaces/a/pods/', { resource: 'pods', namespace: 'a' }],
  ['/api/v1/namespaces//pods', { resource: 'pods', namespace: '' }],
  ['/api/v1/namespaces/a/pods/p/log', { resource: 'pods', namespace: 'a', name: 'p', subresource: 'log' }],
  ['/api/v1/watch/namespaces/a/pods', { resource: 'pods', namespace: 'a', watch: true }],
  ['/api/v1/namespaces/a/namespaces/a', { resource: 'namespaces', namespace: 'a', inNamespace: true, name: 'a' }],
  ['/api/v1/namespaces/a/pods/..%2Fb', { resource: 'pods', namespace: 'a', name: '..', subresource: 'b' }],
  [
    '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode',
    { group: 'rbac.authorization.k8s.io', resource: 'clusterroles', name: 'system:node' },
  ],
])('%s', (path, expected) => {
  expect(requestInfo(path)).toMatchObject({ ...COLLECTION, ...expected });
});

test.each([
  '/',
  '//api/v1/pods',
  '//evil/api/v1/pods',
  '/../api/v1/pods',
  '/apis//v1/pods',
  '/api',
  '/api/v1',
  '/apis',
  '/apis/apps',
  '/apis/apps/v1',
  '/healthz',
  '/openapi/v3/api/v1',
])('%s is about no resource', path => {
  expect(requestInfo(path)).toEqual({ kind: 'other', path });
});
