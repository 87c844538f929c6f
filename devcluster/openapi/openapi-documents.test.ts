import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WIDGET_SCHEMA } from '../../hack/builtin/widget-definition.js';
import type { StructuralSchema } from '../../schema/structural-schema.js';
import { builtinTypes } from '../builtin/builtin-types.js';
import { NAME_AND_AGE } from '../builtin/name-and-age.js';
import { ResourceRegistry } from '../registry/resource-registry.js';
import type { ResourceType } from '../registry/resource-type.js';
import { OpenApiDocuments } from './openapi-documents.js';
import { OPENAPI_V2_STUB } from './v2-stub.js';

interface Outline {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationOutline>>>>;
  readonly schemas: Readonly<Record<string, unknown>>;
}

interface OperationOutline {
  readonly id: string;
  readonly action: string;
  readonly parameters: readonly string[];
  readonly body: readonly string[];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const { documents: real } = JSON.parse(readFileSync(new URL('./recorded/documents.json', import.meta.url), 'utf8')) as {
  readonly documents: Readonly<Record<string, Outline>>;
};

const WIDGET: ResourceType = {
  group: 'example.dev',
  version: 'v1',
  kind: 'Widget',
  listKind: 'WidgetList',
  resource: 'widgets',
  singular: 'widget',
  shortNames: [],
  categories: [],
  namespaced: true,
  storage: 'example.dev/widgets',
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: WIDGET_SCHEMA as StructuralSchema,
  custom: true,
  status: true,
  scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
  printer: NAME_AND_AGE,
};

const served = () => {
  const registry = new ResourceRegistry(builtinTypes());
  return { registry, documents: new OpenApiDocuments(registry) };
};

test.each(['api/v1', 'apis/apps/v1', 'apis/rbac.authorization.k8s.io/v1', 'apis/example.dev/v1'])(
  'the requests of %s are those of a real server',
  path => {
    const { registry, documents } = served();
    registry.replace(WIDGET.storage, [WIDGET]);
    const { paths } = parsed(documents, path);
    const expected = real[path]?.paths ?? {};
    // Of a real server's paths those of the resources that are served here, but for streams.
    const known = Object.keys(expected).filter(
      each => !/\/(log|exec|attach|portforward|proxy)(\/|$)|componentstatuses/.test(each),
    );
    expect(Object.keys(paths).sort()).toEqual(known.sort());
    for (const each of known)
      expect({ [each]: outline(paths[each] ?? {}) }).toEqual({ [each]: normal(expected[each] ?? {}) });
  },
);

test('the schemas of a custom kind are those of a real server', () => {
  const { registry, documents } = served();
  registry.replace(WIDGET.storage, [WIDGET]);
  const { components } = parsed(documents, 'apis/example.dev/v1');
  const expected = real['apis/example.dev/v1']?.schemas ?? {};
  expect(Object.keys(components.schemas)).toEqual(Object.keys(expected));
  for (const [name, schema] of Object.entries(expected)) {
    if (schema !== null) expect(components.schemas[name]).toEqual(schema);
  }
});

test('the schemas of built-in kinds are there, and all that they refer to', () => {
  const { documents } = served();
  for (const path of Object.keys((documents.index() as { paths: object }).paths)) {
    const text = documents.document(path)?.body ?? '';
    const { schemas } = (JSON.parse(text) as Document).components;
    const references = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(references.filter(name => !Object.hasOwn(schemas, name))).toEqual([]);
  }
  expect(Object.keys(parsed(documents, 'apis/apps/v1').components.schemas)).toContain('io.k8s.api.core.v1.PodSpec');
});

test('a hash changes with the content of its document alone', () => {
  const { registry, documents } = served();
  registry.replace(WIDGET.storage, [WIDGET]);
  const before = documents.index() as { paths: Record<string, { serverRelativeURL: string }> };
  expect(before.paths['apis/example.dev/v1']?.serverRelativeURL).toMatch(
    /^\/openapi\/v3\/apis\/example\.dev\/v1\?hash=[0-9A-F]{128}$/,
  );
  registry.replace(WIDGET.storage, [{ ...WIDGET, schema: { type: 'object', description: 'Another.' } }]);
  const after = documents.index() as typeof before;
  expect(after.paths['api/v1']).toEqual(before.paths['api/v1']);
  expect(after.paths['apis/example.dev/v1']).not.toEqual(before.paths['apis/example.dev/v1']);
  registry.replace(WIDGET.storage, []);
  expect(documents.document('apis/example.dev/v1')).toBeUndefined();
});

test('the same types give the same text', () => {
  expect(served().documents.document('apis/batch/v1')).toEqual(served().documents.document('apis/batch/v1'));
});

test('the stub of v2 says swagger 2.0, a title, a version and no paths', () => {
  expect(Buffer.from(OPENAPI_V2_STUB).toString('latin1')).toBe(
    '\n\u00032.0\u0012\u0019\n\nKubernetes\u0012\u000bunversionedB\0',
  );
});

function parsed(documents: OpenApiDocuments, path: string): Document {
  return JSON.parse(documents.document(path)?.body ?? '{}') as Document;
}

function outline(item: Readonly<Record<string, unknown>>): object {
  const operations = Object.entries(item).filter(([method]) => method !== 'parameters') as [
    string,
    Record<string, unknown>,
  ][];
  return Object.fromEntries(
    operations.map(([method, { parameters = [], requestBody = {}, responses, ...operation }]) => [
      method,
      {
        id: operation.operationId,
        action: operation['x-kubernetes-action'],
        kind: operation['x-kubernetes-group-version-kind'],
        description: operation.description,
        tags: operation.tags,
        parameters: (parameters as { name: string }[]).map(({ name }) => name),
        body: Object.keys((requestBody as { content?: object }).content ?? {}),
        codes: Object.keys(responses as object).sort(),
      },
    ]),
  );
}

function normal(item: Readonly<Record<string, OperationOutline>>): object {
  return item;
}
