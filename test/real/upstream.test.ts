// What controller-gen's samples do on an API server, their twins of test/upstream do too.
import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { CRON_JOB_DEFAULTS, CRON_JOB_SPEC } from '../upstream/cron-job.js';
import { definitionOf } from '../upstream/generated.js';
import { LISTED } from '../upstream/list.js';
import { testOf } from './served.js';

/** All of it but one field is immutable. */
const KEPT = {
  requiredString: 'original',
  requiredStruct: { key: 'k', value: 'v' },
  requiredSlice: ['a', 'b'],
  requiredMap: { k1: 'v1' },
  mutableString: 'can-change',
};

const test = testOf(async () => {
  const texts: string[] = [];
  for (const name of Object.keys(LISTED)) texts.push(await definitionOf(name));
  return texts;
}).extend('kept', async ({ create, change }) => {
  expect((await create('ImmutableType', { spec: KEPT })).answer).toBe('taken');
  return async (spec: object): Promise<string> => (await change('ImmutableType', { spec })).answer;
});

describe('of the definitions', () => {
  test('all are served, with a structural schema', async ({ definitions }) => {
    expect(definitions).toHaveLength(Object.keys(LISTED).length);
    for (const { metadata, status } of definitions) {
      const conditions = status?.conditions?.map(({ type, status: holds }) => `${type} ${holds}`);
      expect([metadata.name, conditions]).toEqual([metadata.name, ['NamesAccepted True', 'Established True']]);
    }
  });

  test('controller-gen made one without a group, which no server takes', async ({ raw }) => {
    const answer = await raw.fetch('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(withoutGroup()),
    });
    expect(((await answer.json()) as { readonly message: string }).message).toContain('spec.group: Required value');
  });
});

const SOME = { firstTypeWithExactOneof: { foo: 'foo' }, secondTypeWithExactOneof: { a: 'a', c: 'c' } };

describe('of fields that exclude or need each other', () => {
  test.for<[string, object]>([
    ['one of each', { ...SOME, firstTypeWithOneof: { foo: 'foo' }, secondTypeWithOneof: { a: 'a' } }],
    ['none, where the object is not there', {}],
    ['one of two', { typeWithOmitZero: { foo: 'foo' } }],
    ['none of two', { typeWithOmitZero: {} }],
    ['exactly one', { typeWithOmitZeroExact: { a: 'a' } }],
    ['one or more', { typeWithOmitZeroAtLeastOneOf: { c: 'c' } }],
    ['both of one or more', { typeWithOmitZeroAtLeastOneOf: { c: 'c', d: 'd' } }],
    ['a value in the bounds of a rule', { firstCustomTypeAlias: 100, secondCustomTypeAlias: 1000 }],
  ])('takes %s', async ([, spec], { create }) => {
    expect((await create('Oneof', { spec })).answer).toBe('taken');
  });

  test.for<[string, object, string]>([
    [
      'two of at most one',
      { ...SOME, firstTypeWithOneof: { foo: 'foo', bar: 'bar' } },
      'spec.firstTypeWithOneof: Invalid value: at most one of the fields in [foo bar] may be set',
    ],
    [
      'two of exactly one',
      { ...SOME, secondTypeWithExactOneof: { a: 'a', c: 'c', d: 'd' } },
      'spec.secondTypeWithExactOneof: Invalid value: exactly one of the fields in [c d] must be set',
    ],
    [
      'none of exactly one',
      { ...SOME, secondTypeWithExactOneof: { a: 'a' } },
      'spec.secondTypeWithExactOneof: Invalid value: exactly one of the fields in [c d] must be set',
    ],
    [
      'none of at least one, where the other rules hold',
      { typeWithAllOneOf: { c: 'c' } },
      'spec.typeWithAllOneOf: Invalid value: at least one of the fields in [e f] must be set',
    ],
    [
      'two of at most one, of a type with one rule',
      { typeWithOmitZero: { foo: 'foo', bar: 'bar' } },
      'spec.typeWithOmitZero: Invalid value: at most one of the fields in [foo bar] may be set',
    ],
    [
      'two of exactly one, of a type with one rule',
      { typeWithOmitZeroExact: { a: 'a', b: 'b' } },
      'spec.typeWithOmitZeroExact: Invalid value: exactly one of the fields in [a b] must be set',
    ],
    [
      'an empty object that needs one',
      { typeWithOmitZeroExact: {} },
      'spec.typeWithOmitZeroExact: Invalid value: exactly one of the fields in [a b] must be set',
    ],
    [
      'an empty object that needs one or more',
      { typeWithOmitZeroAtLeastOneOf: {} },
      'spec.typeWithOmitZeroAtLeastOneOf: Invalid value: at least one of the fields in [c d] must be set',
    ],
    ['a value out of the bounds of a rule', { secondCustomTypeAlias: 99 }, 'spec.secondCustomTypeAlias: Invalid value'],
  ])('refuses %s', async ([, spec, message], { create }) => {
    expect((await create('Oneof', { spec })).answer).toContain(message);
  });
});

describe('of immutable fields', () => {
  test('takes another value of a field that is none', async ({ kept }) => {
    expect(await kept({ mutableString: 'updated' })).toBe('taken');
  });

  test.for<[field: keyof typeof KEPT, other: unknown]>([
    ['requiredString', 'changed'],
    ['requiredStruct', { value: 'changed' }],
    ['requiredSlice', ['a', 'c']],
    ['requiredMap', { k1: 'changed' }],
  ])('refuses to change or remove %s', async ([field, other], { kept }) => {
    expect(await kept({ [field]: other })).toContain('field is immutable');
    expect(await kept({ [field]: null })).toContain('Required value');
  });

  test.for<[field: string, first: unknown, other: unknown]>([
    ['optionalString', 'first-value', 'second-value'],
    ['optionalLiteralString', 'first-value', 'second-value'],
    ['optionalStruct', { key: 'k', value: 'v' }, { value: 'changed' }],
    ['optionalOmitZeroStruct', { key: 'k', value: 'v' }, { value: 'changed' }],
    ['optionalSlice', ['x', 'y'], ['x', 'z']],
    ['optionalMap', { a: '1' }, { a: '2' }],
  ])('takes a first value of %s, and then no other one', async ([field, first, other], { kept }) => {
    expect(await kept({ [field]: first })).toBe('taken');
    expect(await kept({ [field]: other })).toContain('field is immutable');
    expect(await kept({ [field]: null })).toContain(`field ${field} is immutable once set`);
  });
});

describe('of a CronJob', () => {
  const { jobTemplate, ...flat } = CRON_JOB_SPEC;

  test('takes all that is said, and fills in every default', async ({ create }) => {
    const { answer, spec } = await create('CronJob', { spec: CRON_JOB_SPEC });
    expect(answer).toBe('taken');
    const { jobTemplate: served, ...rest } = spec as typeof CRON_JOB_SPEC;
    expect(rest).toEqual({ ...flat, ...CRON_JOB_DEFAULTS });
    const [container] = jobTemplate.spec.template.spec.containers;
    const withProtocol = { ...container, ports: [{ containerPort: 80, protocol: 'TCP' }] };
    expect(served).toEqual({
      ...jobTemplate,
      spec: {
        template: {
          ...jobTemplate.spec.template,
          spec: { ...jobTemplate.spec.template.spec, containers: [withProtocol] },
        },
      },
    });
  });

  test.for<[string, object, string]>([
    ['an array of another length', { array: [1, 2] }, 'spec.array in body should have at least 3 items'],
    ['a text out of its pattern', { patternObject: 'ftp' }, 'spec.patternObject in body should match'],
    ['a Pod without containers', { jobTemplate: { spec: { template: { spec: {} } } } }, 'spec.containers: Required'],
    [
      'the same keys twice',
      { k8sAssociativeList: [...flat.k8sAssociativeList, ...flat.k8sAssociativeList] },
      'Duplicate',
    ],
    ['an enumeration of both', { intOrStringWithEnum: 'baz' }, 'supported values: "1", "2", "foo", "bar"'],
    ['a first value that only updates may set', { onlyAllowSettingOnUpdate: 1 }, 'starts at 0'],
    ['no field of those inside', { unprunedFomType: { more: 1 } }, 'spec.unprunedFomType.concreteField: Required'],
  ])('refuses %s', async ([, change, message], { create }) => {
    const { answer } = await create('CronJob', { spec: { ...CRON_JOB_SPEC, ...change } });
    expect(answer).toContain(message);
  });
});

/** As controller-gen writes it. */
function withoutGroup(): object {
  const file = new URL('../upstream/nogroup/expected.json', import.meta.url);
  const { metadata, spec, versions } = JSON.parse(readFileSync(file, 'utf8')).facts;
  const { schema, ...version } = versions.nogroup;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata,
    spec: { ...spec, versions: [{ name: 'nogroup', ...version, schema: { openAPIV3Schema: schema } }] },
  };
}
