import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  DEFINITIONS,
  startTestCluster,
  type TestCluster,
  WIDGETS,
  widget,
  widgetDefinition,
} from '../../test/dev-cluster.js';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await startTestCluster({ controllers: true, simulatePods: false });
  const defined = await cluster.request('POST', DEFINITIONS, ruledDefinition());
  expect(defined.body.message).toBeUndefined();
  while ((await cluster.request('GET', WIDGETS)).code !== 200) await new Promise(resolve => setImmediate(resolve));
});
afterEach(() => cluster.stop());

const MERGE = { 'content-type': 'application/merge-patch+json' };
const APPLY = { 'content-type': 'application/apply-patch+yaml' };
const NAME = `${WIDGETS}/w`;

function ruledDefinition(): object {
  const definition: any = widgetDefinition();
  const [{ selectableFields: _, additionalPrinterColumns: __, ...version }] = definition.spec.versions;
  const integer = { type: 'integer' };
  const spec = {
    type: 'object',
    properties: {
      min: integer,
      max: { ...integer, 'x-kubernetes-validations': [{ rule: 'self >= oldSelf', message: 'max must not shrink' }] },
    },
    'x-kubernetes-validations': [
      {
        rule: '!has(self.min) || !has(self.max) || self.min <= self.max',
        messageExpression: "'min %d is above max'.format([self.min])",
        fieldPath: '.min',
        reason: 'FieldValueForbidden',
      },
    ],
  };
  const status = {
    type: 'object',
    properties: { count: integer },
    'x-kubernetes-validations': [{ rule: '!has(self.count) || self.count >= 0' }],
  };
  const openAPIV3Schema = { type: 'object', properties: { spec, status } };
  definition.spec.versions = [{ ...version, schema: { openAPIV3Schema }, subresources: { status: {} } }];
  return definition;
}

const withSpec = (spec: object) => ({ ...widget('w'), spec });

test('an object that breaks a rule is not created, dry run or not', async () => {
  for (const path of [WIDGETS, `${WIDGETS}?dryRun=All`]) {
    const { code, body } = await cluster.request('POST', path, withSpec({ min: 2, max: 1 }));
    expect(code).toBe(422);
    expect(body.message).toBe('Widget.example.dev "w" is invalid: spec.min: Forbidden: min 2 is above max');
    expect(body.details.causes).toEqual([
      { reason: 'FieldValueForbidden', message: 'Forbidden: min 2 is above max', field: 'spec.min' },
    ]);
  }
  expect((await cluster.request('POST', WIDGETS, withSpec({ min: 1, max: 2 }))).code).toBe(201);
});

test('an update, a patch and an apply are held against what was before', async () => {
  const { body: created } = await cluster.request('POST', WIDGETS, withSpec({ max: 5 }));
  const shrunk = 'Widget.example.dev "w" is invalid: spec.max: Invalid value: 4: max must not shrink';
  const updated = await cluster.request('PUT', NAME, { ...created, spec: { max: 4 } });
  expect([updated.code, updated.body.message]).toEqual([422, shrunk]);
  const patched = await cluster.request('PATCH', NAME, { spec: { max: 4 } }, MERGE);
  expect([patched.code, patched.body.message]).toEqual([422, shrunk]);
  const applied = await cluster.request('PATCH', `${NAME}?fieldManager=m&force=true`, withSpec({ max: 4 }), APPLY);
  expect([applied.code, applied.body.message]).toEqual([422, shrunk]);
  expect((await cluster.request('PATCH', NAME, { spec: { max: 6 } }, MERGE)).code).toBe(200);
});

test('the status is held against its rules', async () => {
  await cluster.request('POST', WIDGETS, withSpec({}));
  const { code, body } = await cluster.request('PATCH', `${NAME}/status`, { status: { count: -1 } }, MERGE);
  expect(code).toBe(422);
  expect(body.message).toContain('status: Invalid value: failed rule: !has(self.count) || self.count >= 0');
});

test('a schema that is broken is told first, and that rules were not checked', async () => {
  const { body } = await cluster.request('POST', WIDGETS, withSpec({ min: 'x', max: 1 }));
  expect(body.message).toContain('some validation rules were not checked because the object was invalid');
});
