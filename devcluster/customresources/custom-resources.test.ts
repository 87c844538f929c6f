import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  DEFINITIONS,
  startTestCluster,
  type TestCluster,
  WIDGET_SCHEMA,
  WIDGETS,
  widget,
  widgetDefinition,
} from '../../test/dev-cluster.js';

const WIDGET_DEFINITION = `${DEFINITIONS}/widgets.example.dev`;
const MERGE = { 'content-type': 'application/merge-patch+json' };

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await startTestCluster({ controllers: true, simulatePods: false });
});
afterEach(() => cluster.stop());

const until = async (condition: () => Promise<boolean>) => {
  while (!(await condition())) await new Promise(resolve => setImmediate(resolve));
};

describe('a definition', () => {
  test('is served under the names that it is told were accepted', async () => {
    await cluster.serveWidgets();
    const { status } = (await cluster.request('GET', WIDGET_DEFINITION)).body;
    expect(status.acceptedNames).toEqual({
      plural: 'widgets',
      singular: 'widget',
      kind: 'Widget',
      listKind: 'WidgetList',
      shortNames: ['wd'],
    });
    expect(status.storedVersions).toEqual(['v1']);
    expect(status.conditions.map((each: { type: string; status: string }) => [each.type, each.status])).toEqual([
      ['NamesAccepted', 'True'],
      ['Established', 'True'],
    ]);
    const { groups } = (await cluster.request('GET', '/apis')).body;
    expect(groups.at(-1).name).toBe('example.dev');
  });

  test('does not get names that another one has, until that is gone', async () => {
    await cluster.serveWidgets();
    const other: any = widgetDefinition();
    const names = { plural: 'gadgets', kind: 'Widget', shortNames: ['wd'] };
    await cluster.request('POST', DEFINITIONS, {
      ...other,
      metadata: { name: 'gadgets.example.dev' },
      spec: { ...other.spec, names },
    });
    const gadgets = `${DEFINITIONS}/gadgets.example.dev`;
    await until(async () => (await cluster.request('GET', gadgets)).body.status.conditions?.length === 2);
    const { conditions } = (await cluster.request('GET', gadgets)).body.status;
    expect(conditions[0]).toMatchObject({ status: 'False', message: '"WidgetList" is already in use' });
    expect((await cluster.request('GET', WIDGETS.replace('widgets', 'gadgets'))).code).toBe(404);
    await cluster.request('DELETE', WIDGET_DEFINITION);
    await until(async () => (await cluster.request('GET', WIDGETS.replace('widgets', 'gadgets'))).code === 200);
  });

  test.each<[string, object, string]>([
    [
      'a rule in CEL that does not compile',
      { schema: { openAPIV3Schema: { ...WIDGET_SCHEMA, 'x-kubernetes-validations': [{ rule: 'self.nope' }] } } },
      "undefined field 'nope'",
    ],
    ['no schema', { schema: undefined }, 'spec.versions[0].schema.openAPIV3Schema: Required value'],
    [
      'a column without a path',
      { additionalPrinterColumns: [{ name: 'X', type: 'string', jsonPath: 'spec' }] },
      'must be a simple json path starting with .',
    ],
    [
      'a scale outside of the spec',
      { subresources: { scale: { specReplicasPath: '.x', statusReplicasPath: '.status.x' } } },
      'should be a json path under .spec',
    ],
    ['no stored version', { storage: false }, 'must have exactly one version marked as storage version'],
    [
      'a selectable object',
      { selectableFields: [{ jsonPath: '.spec' }] },
      'must point to a field of type string, boolean or integer',
    ],
  ])('with %s is refused', async (_, version, message) => {
    const { code, body } = await cluster.request('POST', DEFINITIONS, widgetDefinition(version));
    expect(code).toBe(422);
    expect(body.message).toContain(message);
  });

  test('that is deleted takes its objects along, and waits for those that are held', async () => {
    await cluster.serveWidgets();
    await cluster.request('POST', WIDGETS, widget('free'));
    const held = { ...widget('held'), metadata: { name: 'held', finalizers: ['example.dev/hold'] } };
    await cluster.request('POST', WIDGETS, held);
    const deleted = await cluster.request('DELETE', WIDGET_DEFINITION);
    expect(deleted.body.metadata.finalizers).toEqual(['customresourcecleanup.apiextensions.k8s.io']);
    await until(async () => (await cluster.request('GET', `${WIDGETS}/free`)).code === 404);
    expect((await cluster.request('POST', WIDGETS, widget('late'))).code).toBe(403);
    expect((await cluster.request('GET', WIDGET_DEFINITION)).code).toBe(200);
    await cluster.request('PATCH', `${WIDGETS}/held`, { metadata: { finalizers: null } }, MERGE);
    await until(async () => (await cluster.request('GET', WIDGET_DEFINITION)).code === 404);
    expect((await cluster.request('GET', WIDGETS)).code).toBe(404);
  });
});

test('an object has the fields and the defaults of the version that it is kept in, whichever it is read in', async () => {
  const schemaWith = (properties: object) => ({
    openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties } } },
  });
  const size = { type: 'integer', default: 1 };
  const text = { type: 'string' };
  const definition: any = widgetDefinition();
  // The API server wants selectable fields of versions whose schemas differ to differ too.
  const [{ selectableFields: _, ...version }] = definition.spec.versions;
  definition.spec.versions = [
    { ...version, schema: schemaWith({ color: text, size }) },
    {
      ...version,
      name: 'v1beta1',
      storage: false,
      schema: schemaWith({ color: text, old: { ...text, default: 'o' } }),
    },
  ];
  await cluster.request('POST', DEFINITIONS, definition);
  await until(async () => (await cluster.request('GET', WIDGETS)).code === 200);
  await cluster.request('POST', WIDGETS, { ...widget('w'), spec: { color: 'red' } });
  expect((await cluster.request('GET', `${WIDGETS}/w`)).body.spec).toEqual({ color: 'red', size: 1 });
  expect((await cluster.request('GET', `${WIDGETS.replace('/v1/', '/v1beta1/')}/w`)).body.spec).toEqual({
    color: 'red',
  });
});

test('a watch of objects whose definition goes hears of their deletion, and ends', async () => {
  await cluster.serveWidgets();
  await cluster.request('POST', WIDGETS, widget('w'));
  const types: string[] = [];
  for await (const { type } of cluster.events(`${WIDGETS}?watch=true`)) {
    types.push(type);
    if (types.length === 1) await cluster.request('DELETE', WIDGET_DEFINITION);
  }
  expect(types).toEqual(['ADDED', 'DELETED']);
});

test('objects that hold a definition which is being deleted hold it over a restart', async () => {
  await cluster.serveWidgets();
  const held = { ...widget('w'), metadata: { name: 'w', finalizers: ['example.dev/hold'] } };
  await cluster.request('POST', WIDGETS, held);
  await cluster.request('DELETE', WIDGET_DEFINITION);
  await cluster.restart();
  expect((await cluster.request('GET', `${WIDGETS}/w`)).code).toBe(200);
  expect((await cluster.request('GET', WIDGET_DEFINITION)).code).toBe(200);
  await cluster.request('PATCH', `${WIDGETS}/w`, { metadata: { finalizers: null } }, MERGE);
  await until(async () => (await cluster.request('GET', WIDGET_DEFINITION)).code === 404);
});

describe('a watch of objects whose definition changes', () => {
  const changeWhileWatching = async (change: object) => {
    await cluster.serveWidgets();
    await cluster.request('POST', WIDGETS, widget('w'));
    const specs: unknown[] = [];
    for await (const { object } of cluster.events(`${WIDGETS}?watch=true`)) {
      specs.push(object.spec);
      if (specs.length === 1) {
        await cluster.request('PATCH', WIDGET_DEFINITION, change, MERGE);
        const patch = { spec: { size: 1, color: 'red' } };
        await until(
          async () => (await cluster.request('PATCH', `${WIDGETS}/w`, patch, MERGE)).body.spec.color === 'red',
        );
      }
      if (specs.length === 2) break;
    }
    return specs;
  };

  test('ends, since it would show them without their new fields', async () => {
    const size = { spec: { type: 'object', properties: { size: { type: 'integer' }, color: { type: 'string' } } } };
    const versions = (widgetDefinition({ schema: { openAPIV3Schema: { ...WIDGET_SCHEMA, properties: size } } }) as any)
      .spec.versions;
    expect(await changeWhileWatching({ spec: { versions } })).toEqual([{ replicas: 1 }]);
    const { value } = await cluster.events(`${WIDGETS}?watch=true`).next();
    expect(value?.object.spec).toEqual({ size: 1, color: 'red' });
  });

  test('goes on when only labels of the definition do', async () => {
    const specs = await changeWhileWatching({ metadata: { labels: { a: 'b' } } });
    expect(specs).toEqual([{ replicas: 1 }, { replicas: 1, color: 'red' }]);
  });
});

describe('a custom resource', () => {
  test('is pruned, defaulted and validated', async () => {
    await cluster.serveWidgets();
    const sent = await cluster.request('POST', WIDGETS, widget('w', { color: 'red', bogus: 1 }));
    expect(sent.body.spec).toEqual({ color: 'red', replicas: 1 });
    const { code, body } = await cluster.request('POST', WIDGETS, widget('x', { color: 'green', replicas: 11 }));
    expect([code, body.message]).toEqual([
      422,
      'Widget.example.dev "x" is invalid: [spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10, spec.color: Unsupported value: "green": supported values: "red", "blue"]',
    ]);
  });

  test('shows defaults that came after it when it is read, without another revision', async () => {
    const without = {
      ...WIDGET_SCHEMA,
      properties: { ...WIDGET_SCHEMA.properties, spec: { type: 'object', properties: { color: { type: 'string' } } } },
    };
    await cluster.serveWidgets({ subresources: {}, schema: { openAPIV3Schema: without } });
    const { metadata } = (await cluster.request('POST', WIDGETS, widget('w', { color: 'red' }))).body;
    const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: WIDGET_SCHEMA } }];
    await cluster.request('PATCH', WIDGET_DEFINITION, { spec: { versions } }, MERGE);
    const read = async () => (await cluster.request('GET', `${WIDGETS}/w`)).body;
    await until(async () => (await read()).spec.replicas === 1);
    expect((await read()).metadata).toMatchObject({ resourceVersion: metadata.resourceVersion, generation: 1 });
  });

  test('keeps what was valid once, as long as it does not change', async () => {
    await cluster.serveWidgets();
    await cluster.request('POST', WIDGETS, widget('w', { replicas: 9 }));
    const narrow = structuredClone(WIDGET_SCHEMA);
    narrow.properties.spec.properties.replicas.maximum = 5;
    const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: narrow } }];
    await cluster.request('PATCH', WIDGET_DEFINITION, { spec: { versions } }, MERGE);
    await until(
      async () => (await cluster.request('POST', `${WIDGETS}?dryRun=All`, widget('v', { replicas: 9 }))).code === 422,
    );
    const patch = (spec: object) => cluster.request('PATCH', `${WIDGETS}/w`, { spec }, MERGE);
    expect((await patch({ color: 'red' })).code).toBe(200);
    expect((await patch({ replicas: 8 })).code).toBe(422);
  });

  test('is found by its selectable fields', async () => {
    await cluster.serveWidgets();
    for (const color of ['red', 'blue']) await cluster.request('POST', WIDGETS, widget(color, { color }));
    const { body } = await cluster.request('GET', `${WIDGETS}?fieldSelector=spec.color%3Dblue`);
    expect(body.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual(['blue']);
    expect((await cluster.request('GET', `${WIDGETS}?fieldSelector=spec.size%3D1`)).body.message).toBe(
      'field label not supported: spec.size',
    );
  });

  test('is the same in all versions but for its apiVersion', async () => {
    const version = { served: true, schema: { openAPIV3Schema: WIDGET_SCHEMA } };
    const definition: any = widgetDefinition();
    const versions = [
      { ...version, name: 'v1', storage: true },
      { ...version, name: 'v1beta1', storage: false, deprecated: true },
      { ...version, name: 'v2', storage: false, deprecated: true },
    ];
    await cluster.request('POST', DEFINITIONS, { ...definition, spec: { ...definition.spec, versions } });
    await until(async () => (await cluster.request('GET', WIDGETS)).code === 200);
    await cluster.request('POST', WIDGETS, widget('w', { color: 'red' }));
    const { body, headers } = await cluster.request('GET', `${WIDGETS.replace('/v1/', '/v2/')}/w`);
    expect(body).toMatchObject({ apiVersion: 'example.dev/v2', spec: { color: 'red' } });
    expect(headers.get('warning')).toBe('299 - "example.dev/v2 Widget is deprecated"');
    const old = await cluster.request('GET', `${WIDGETS.replace('/v1/', '/v1beta1/')}/w`);
    expect(old.headers.get('warning')).toBe(
      '299 - "example.dev/v1beta1 Widget is deprecated; use example.dev/v1 Widget"',
    );
  });
});
