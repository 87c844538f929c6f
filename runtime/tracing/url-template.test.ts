import { expect, it } from 'vitest';
import { urlTemplate } from './url-template.js';

it.each([
  ['/api/v1/pods', '/api/v1/pods'],
  ['/api/v1/namespaces/default/pods', '/api/v1/namespaces/{:namespace}/pods'],
  ['/api/v1/namespaces/default/pods/r-0', '/api/v1/namespaces/{:namespace}/pods/{:name}'],
  ['/api/v1/namespaces/default/pods/r-0/status', '/api/v1/namespaces/{:namespace}/pods/{:name}/status'],
  ['/api/v1/namespaces/default/pods/r-0/proxy/a/b', '/api/v1/namespaces/{:namespace}/pods/{:name}/proxy'],
  ['/api/v1/namespaces', '/api/v1/namespaces'],
  ['/api/v1/namespaces/default', '/api/v1/namespaces/{:name}'],
  ['/api/v1/namespaces/default/finalize', '/api/v1/namespaces/{:name}/finalize'],
  ['/api/v1/namespaces/default/status', '/api/v1/namespaces/{:name}/status'],
  ['/api/v1/nodes/a', '/api/v1/nodes/{:name}'],
  ['/apis/apps/v1/namespaces/default/deployments/d', '/apis/apps/v1/namespaces/{:namespace}/deployments/{:name}'],
  [
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/c',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{:name}',
  ],
  [
    '/k8s/clusters/c-1/api/v1/namespaces/default/pods/p',
    '/k8s/clusters/c-1/api/v1/namespaces/{:namespace}/pods/{:name}',
  ],
  ['/apis', '/apis'],
  ['/api/v1', '/api/v1'],
  ['/apis/apps/v1', '/apis/apps/v1'],
  ['/version', '/version'],
])('%s is %s', (path, template) => {
  expect(urlTemplate(path)).toBe(template);
});
