import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ApiObject } from '../../object/api-object.js';
import { convertBuiltin } from './convert-builtin.js';

const { cases } = JSON.parse(readFileSync(new URL('../recorded/answers.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly { readonly title: string; readonly answer: { readonly body: ApiObject } }[];
};
const stored = (title: string) => cases.find(each => each.title === title)?.answer.body as ApiObject;

test.each([
  ['an Event of the core group', 'events.k8s.io/v1'],
  ['an Event of events.k8s.io', 'v1'],
  ['a HorizontalPodAutoscaler of v2', 'autoscaling/v1'],
  ['a HorizontalPodAutoscaler of v1', 'autoscaling/v2'],
])('%s comes back from %s as it was', (title, apiVersion) => {
  const object = stored(title);
  const there = convertBuiltin(object, apiVersion);
  expect(there.apiVersion).toBe(apiVersion);
  expect(convertBuiltin(there, object.apiVersion)).toEqual(object);
});

test('an Event has the other names of its fields', () => {
  expect(convertBuiltin(stored('an Event of the core group'), 'events.k8s.io/v1')).toMatchObject({
    regarding: { name: 'a' },
    note: 'started',
    deprecatedSource: { component: 'me' },
    deprecatedCount: 1,
  });
});

test('the CPU target of v1 is a metric of v2', () => {
  expect(convertBuiltin(stored('a HorizontalPodAutoscaler of v1'), 'autoscaling/v2').spec).toMatchObject({
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
  });
});

test('an object of the version is the same object', () => {
  const object = stored('an Event of events.k8s.io');
  expect(convertBuiltin(object, object.apiVersion)).toBe(object);
});

test('a kind of one version cannot be converted', () => {
  expect(() => convertBuiltin(stored('a Deployment'), 'apps/v2')).toThrow('there is no conversion of Deployment');
});
