import { expect, test } from 'vitest';
import { fieldMatcher } from './field-matcher.js';

const pod = {
  metadata: { name: 'a', namespace: 'n' },
  spec: { nodeName: 'node,1', hostNetwork: true, replicas: 3, containers: [{ name: 'c' }] },
};

test.each([
  ['', true],
  ['metadata.name=a', true],
  ['metadata.name==a,metadata.namespace=n', true],
  ['metadata.name=a,metadata.namespace=m', false],
  ['metadata.name!=b', true],
  ['metadata.name!=a', false],
  ['spec.nodeName=node\\,1', true],
  ['spec.hostNetwork=true', true],
  ['spec.replicas=3', true],
  ['status.phase=', true],
  ['status.phase!=Running', true],
  ['status.phase=Running', false],
  ['spec.containers=c', false],
  ['metadata.constructor=', true],
])('the selector %s: %s', (selector, expected) => {
  expect(fieldMatcher(selector)(pod)).toBe(expected);
});

test.each([
  ['', 'Node', 'spec.unschedulable=false', {}, true],
  ['', 'Node', 'spec.unschedulable=false', { spec: { unschedulable: true } }, false],
  ['example.com', 'Node', 'spec.unschedulable=false', {}, false],
  ['', 'Pod', 'spec.hostNetwork!=true', {}, true],
  ['', 'Pod', 'spec.hostNetwork=false,spec.nodeName=', { spec: {} }, true],
  ['', 'Pod', 'spec.host=n', { spec: { nodeName: 'n' } }, true],
  ['', 'ReplicationController', 'status.replicas=0', {}, true],
  ['batch', 'Job', 'status.successful=2', { status: { succeeded: 2 } }, true],
  ['batch', 'Job', 'status.successful=0', {}, true],
  ['', 'Event', 'source=kubelet', { source: { component: 'kubelet' }, reportingComponent: 'other' }, true],
  ['', 'Event', 'source=me', { source: {}, reportingComponent: 'me' }, true],
])('of a kind %s/%s, %s for %j: %s', (group, kind, selector, object, expected) => {
  expect(fieldMatcher(selector, { group, kind })(object)).toBe(expected);
});

test('a selector that does not parse is refused', () => {
  expect(() => fieldMatcher('metadata.name')).toThrow(TypeError);
});
