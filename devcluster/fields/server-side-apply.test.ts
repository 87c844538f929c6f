import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SAMPLE_SCHEMA } from '../../hack/patch/sample-definition.js';
import type { Json } from '../../schema/structural-schema.js';
import { deepFreeze } from '../object/deep-freeze.js';
import type { JsonObject } from '../object/json.js';
import type { FieldSchema } from './field-type.js';
import { recordUpdate } from './record-update.js';
import { type ApplyRequest, serverSideApply } from './server-side-apply.js';

const apiVersion = 'patch.example/v1';
const schema = SAMPLE_SCHEMA as FieldSchema;

function apply(live: JsonObject | undefined, spec: JsonObject, more: Partial<ApplyRequest> = {}): JsonObject {
  const applied = deepFreeze({ apiVersion, kind: 'Sample', metadata: { name: 'it' }, spec });
  const time = '2026-01-01T00:00:00Z';
  const request = { live, applied, manager: 'a', force: false, apiVersion, kind: 'Sample', time, schema, ...more };
  const { object, managedFields } = serverSideApply(request);
  return deepFreeze({ ...object, metadata: { ...(object.metadata as JsonObject), managedFields } }) as JsonObject;
}

/** Configurations whose keys, items and texts all begin with a prefix: those of two prefixes have nothing in common. */
function specs(prefix: string): fc.Arbitrary<JsonObject> {
  const name = fc.constantFrom('1', '2', '__proto__', 'constructor').map(each => `${prefix}${each}`);
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });
  const map = fc.dictionary(name, fc.constantFrom('x', 'y'), { minKeys: 1 });
  const items = names.map(each => each.map(item => ({ name: item, value: 'v', tags: [`${prefix}t`] })));
  const free = fc.dictionary(name, fc.oneof(fc.integer(), fc.constant({ deep: [1] }), fc.constant('t')), {
    minKeys: 1,
  });
  return fc.record({ map, set: names, items, free }, { requiredKeys: [] }) as unknown as fc.Arbitrary<JsonObject>;
}

function joined(a: JsonObject, b: JsonObject): JsonObject {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries(
    [...keys].map(key => {
      const [left, right] = [a[key], b[key]];
      if (Array.isArray(left) || Array.isArray(right))
        return [key, [...((left ?? []) as Json[]), ...((right ?? []) as Json[])]];
      return [key, { ...(left as JsonObject), ...(right as JsonObject) }];
    }),
  );
}

/** Without nulls, as the strategies have it. */
function plain(object: JsonObject): Json {
  return JSON.parse(JSON.stringify(object), (_, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).filter(([, child]) => child !== null))
      : value,
  );
}

const KEPT = { text: 'kept' };

describe('serverSideApply', () => {
  test('changes nothing when the same is applied again', () => {
    fc.assert(
      fc.property(specs('a'), spec => {
        const once = apply(undefined, spec);
        expect(apply(once, spec, { time: '2030-01-01T00:00:00Z' })).toEqual(once);
      }),
    );
  });

  test('removes exactly what is not applied any more', () => {
    fc.assert(
      fc.property(specs('a'), specs('b'), (a, b) => {
        const first = apply(undefined, { ...a, ...KEPT });
        const both = apply(first, { ...joined(a, b), ...KEPT });
        expect(plain(apply(both, { ...a, ...KEPT }))).toEqual(plain(first));
      }),
    );
  });

  test('keeps for one manager what another removes of its own', () => {
    fc.assert(
      fc.property(specs('a'), specs('b'), (a, b) => {
        const alone = apply(undefined, { ...b, ...KEPT }, { manager: 'b' });
        const both = apply(alone, { ...a, ...KEPT });
        const after = plain(apply(both, KEPT)) as JsonObject;
        expect(after.spec).toEqual((plain(alone) as JsonObject).spec);
      }),
    );
  });

  test('conflicts over every field that another has otherwise, and takes it by force', () => {
    const live = apply(undefined, { text: 'a', map: { x: '1' }, plainList: ['p'] });
    const other = { text: 'b', map: { x: '2' }, plainList: ['q'] };
    expect(() => apply(live, other, { manager: 'b' })).toThrow(
      'Apply failed with 3 conflicts: conflicts with "a":\n- .spec.plainList\n- .spec.text\n- .spec.map.x',
    );
    const forced = apply(live, other, { manager: 'b', force: true });
    expect(
      (forced.metadata as { managedFields: { manager: string }[] }).managedFields.map(({ manager }) => manager),
    ).toEqual(['b']);
  });

  test('refuses a configuration that is nested too deep', () => {
    let deep: Json = 1;
    for (let level = 0; level < 100_000; level++) deep = { a: deep };
    const applied = { apiVersion, kind: 'Sample', metadata: { name: 'it' }, spec: { free: deep } };
    expect(() => apply(undefined, {}, { applied })).toThrow('the patch is nested more than 1000 levels deep');
  });

  test('drops the entries of versions that are not served any more', () => {
    const live = apply(
      undefined,
      { text: 'a' },
      {
        apiVersion: 'patch.example/v0',
        applied: { apiVersion: 'patch.example/v0', kind: 'Sample', metadata: { name: 'it' }, spec: { text: 'a' } },
      },
    );
    const schemaOf = (version: string) => (version === apiVersion ? schema : undefined);
    const after = apply({ ...live, apiVersion }, { text: 'b' }, { manager: 'b', schemaOf });
    expect(
      (after.metadata as { managedFields: { manager: string }[] }).managedFields.map(({ manager }) => manager),
    ).toEqual(['b']);
  });

  test('owns a list as a whole once the schema says that it is atomic', () => {
    const granular = apply(undefined, { set: ['x', 'y'] });
    const properties = { spec: { type: 'object', properties: { set: { type: 'array', items: { type: 'string' } } } } };
    const changed = { type: 'object', properties } as FieldSchema;
    const after = apply(granular, { set: ['x'] }, { schema: changed });
    expect((after.metadata as { managedFields: { fieldsV1: Json }[] }).managedFields[0]?.fieldsV1).toEqual({
      'f:spec': { 'f:set': {} },
    });
  });
});

describe('recordUpdate', () => {
  const write = { manager: 'u', apiVersion, time: '2026-01-01T00:00:00Z', schema, custom: true };

  test('clears the list when items cannot be told apart, as the real server does', () => {
    const now = { apiVersion, kind: 'Sample', metadata: { name: 'it' }, spec: { items: [{ value: 'no name' }] } };
    expect(recordUpdate({ ...write, old: undefined, now })).toEqual([]);
  });

  test('gives hostile keys to their writer like any other', () => {
    const now = JSON.parse(
      '{"apiVersion":"patch.example/v1","kind":"Sample","metadata":{},"spec":{"map":{"__proto__":"x"}}}',
    );
    const [entry] = recordUpdate({ ...write, old: undefined, now: deepFreeze(now) });
    expect(JSON.stringify(entry?.fieldsV1)).toBe('{"f:spec":{".":{},"f:map":{".":{},"f:__proto__":{}}}}');
  });
});
