import { expect, test } from 'vitest';
import type { StructuralSchema } from '../../schema/structural-schema.js';
import type { ApiObject } from '../object/api-object.js';
import { builtinSubresources, builtinTypes, schemaNameOf } from './builtin-types.js';

const types = builtinTypes();
const typeOf = (group: string, resource: string) => {
  const found = types.find(type => type.group === group && type.resource === resource);
  if (found === undefined) throw new Error(`no ${resource} in ${group}`);
  return found;
};

test('knows how Pods are served', () => {
  const { kind, listKind, singular, shortNames, categories, namespaced, storage, status, scale } = typeOf('', 'pods');
  expect({ kind, listKind, singular, shortNames, categories, namespaced, storage, status, scale }).toEqual({
    kind: 'Pod',
    listKind: 'PodList',
    singular: 'pod',
    shortNames: ['po'],
    categories: ['all'],
    namespaced: true,
    storage: '/pods',
    status: true,
    scale: undefined,
  });
  expect(builtinSubresources(typeOf('', 'pods')).map(({ name }) => name)).toContain('eviction');
});

test('names the kinds of subresources', () => {
  const eviction = builtinSubresources(typeOf('', 'pods')).find(({ name }) => name === 'eviction');
  expect(eviction?.kind).toEqual({ group: 'policy', version: 'v1', kind: 'Eviction' });
  const scale = builtinSubresources(typeOf('apps', 'deployments')).find(({ name }) => name === 'scale');
  expect(scale?.kind).toEqual({ group: 'autoscaling', version: 'v1', kind: 'Scale' });
  const status = builtinSubresources(typeOf('apps', 'deployments')).find(({ name }) => name === 'status');
  expect(status?.kind).toEqual({ group: 'apps', version: 'v1', kind: 'Deployment' });
});

test('Events of both groups are in one storage, and so are autoscalers of both versions', () => {
  expect(typeOf('events.k8s.io', 'events').storage).toBe(typeOf('', 'events').storage);
  expect(types.filter(({ storage }) => storage === 'autoscaling/horizontalpodautoscalers')).toHaveLength(2);
});

test('reviews can only be created', () => {
  expect(typeOf('authorization.k8s.io', 'selfsubjectaccessreviews').verbs).toEqual(['create']);
});

test('schemas have their references resolved', () => {
  const containers = at(typeOf('', 'pods').schema, 'spec', 'containers');
  expect(containers).toMatchObject({
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
    'x-kubernetes-patch-merge-key': 'name',
    'x-kubernetes-patch-strategy': 'merge',
  });
  const port = at(containers?.items, 'ports')?.items?.properties;
  expect(port?.containerPort).toMatchObject({ type: 'integer', format: 'int32' });
  expect(port?.protocol?.default).toBe('TCP');
  expect(port?.name?.default).toBeUndefined();
  expect(at(typeOf('', 'services').schema, 'spec', 'ports')?.items?.properties?.targetPort).toMatchObject({
    'x-kubernetes-int-or-string': true,
    description: expect.stringContaining('port to access on the pods'),
  });
});

test('a schema may contain itself', () => {
  const versions = at(typeOf('apiextensions.k8s.io', 'customresourcedefinitions').schema, 'spec', 'versions');
  const schema = at(versions?.items, 'schema', 'openAPIV3Schema');
  expect(schema?.properties?.not?.properties).toBe(schema?.properties);
});

test('the schema of a kind is the same object each time', () => {
  expect(builtinTypes()[0]?.schema).toBe(types[0]?.schema);
});

test('a printer may be given for each kind', () => {
  const printer = { columns: [], cells: () => [] };
  const printed = builtinTypes(({ kind }) => (kind === 'Pod' ? printer : undefined));
  expect(printed.filter(type => type.printer === printer).map(({ kind }) => kind)).toEqual(['Pod']);
});

test.each([
  ['', 'nodes', {}, { 'spec.unschedulable': 'false' }],
  ['', 'pods', { spec: { nodeName: 'a' } }, { 'spec.nodeName': 'a', 'spec.hostNetwork': 'false', 'status.phase': '' }],
  ['batch', 'jobs', { status: { succeeded: 2 } }, { 'status.successful': '2' }],
  [
    '',
    'events',
    { involvedObject: { name: 'a' }, reportingComponent: 'me' },
    { 'involvedObject.name': 'a', source: 'me' },
  ],
  ['events.k8s.io', 'events', { regarding: { name: 'a' } }, { 'regarding.name': 'a', reportingController: '' }],
])('field labels of %s/%s have the values of Go', (group, resource, fields, labels) => {
  expect(typeOf(group, resource).fieldLabels?.(fields as unknown as ApiObject)).toMatchObject(labels);
});

test('every resource has a schema with a name', () => {
  for (const { group, version, kind, schema } of types) {
    expect(schemaNameOf({ group, version, kind })).toBeDefined();
    expect(schema.type).toBe('object');
  }
});

function at(schema: StructuralSchema | undefined, ...path: readonly string[]): StructuralSchema | undefined {
  return path.reduce((below, name) => below?.properties?.[name], schema);
}
