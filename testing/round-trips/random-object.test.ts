import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../devcluster/faults/seeded-random.js';
import { readManifests } from '../../manifests/read-manifests.js';
import type { StructuralSchema } from '../../schema/structural-schema.js';
import { randomObject, randomPart } from './random-object.js';
import { errorsOf, type Trip } from './trip.js';

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: StructuralSchema };
    }[];
  };
}

const GOLDEN = new URL('../../test/golden/', import.meta.url).pathname;
const FOLDERS = readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' }).filter(each => each.endsWith('/expected'));

/** All kinds in all versions that codegen has golden definitions of. */
const VERSIONS = FOLDERS.flatMap(folder =>
  readManifests(`${GOLDEN}${folder}`).flatMap(({ manifest }) => {
    if (manifest.kind !== 'CustomResourceDefinition') return [];
    const { group, scope, names, versions } = (manifest as unknown as Definition).spec;
    return versions.map(({ name, schema }) => {
      const versions = { group, kind: names.kind, hub: name, spokes: new Map() };
      const version = { name, schema: schema.openAPIV3Schema };
      const trip: Trip = { versions, from: version, over: version, loses: [] };
      return [`${folder}: ${names.kind} ${name}`, trip, scope] as const;
    });
  }),
);

describe('a random object', () => {
  test('is looked for in many kinds', () => {
    expect(VERSIONS.length).toBeGreaterThan(30);
  });

  test.for(VERSIONS)('is valid, and each differs: %s', ([, trip, scope]) => {
    // Some kinds have a rule for names, which nobody could guess.
    const chance = { random: seededRandom(1), values: { '.metadata.name': ['o'] } };
    const objects = Array.from({ length: 20 }, () => randomObject(trip, { chance, defined: { scope } }));
    for (const object of objects) expect(errorsOf(object, trip.from.schema)).toBeUndefined();
    expect(new Set(objects.map(each => JSON.stringify(each))).size).toBeGreaterThan(1);
  });

  test('has parts, which keep what tells it from others, and what is applied as a whole', () => {
    const random = seededRandom(1);
    const items = { type: 'object', properties: { k: { type: 'string' }, v: { type: 'string' } } } as const;
    const keyed = { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'] } as const;
    const properties: Record<string, StructuralSchema> = {
      a: { type: 'integer' },
      atomic: { type: 'array', items },
      keyed: { type: 'array', items, ...keyed },
      whole: { ...items, 'x-kubernetes-map-type': 'atomic' },
    };
    const schema: StructuralSchema = { type: 'object', properties: { spec: { type: 'object', properties } } };
    const one = { k: '1', v: '2' };
    const spec = { a: 1, atomic: [one], keyed: [one], whole: one };
    const object = { apiVersion: 'a/v1', kind: 'A', metadata: { name: 'a' }, spec };
    const parts = Array.from({ length: 200 }, () => randomPart(object, schema, random));
    for (const { apiVersion, kind, metadata } of parts) {
      expect({ apiVersion, kind, metadata }).toEqual({ apiVersion: 'a/v1', kind: 'A', metadata: { name: 'a' } });
    }
    const left = parts.map(each => each.spec as unknown as Partial<typeof spec> | undefined);
    const seen = (name: keyof typeof spec) => [...new Set(left.map(each => JSON.stringify(each?.[name])))].toSorted();
    expect(left.some(each => each === undefined)).toBe(true);
    expect([seen('a'), seen('atomic'), seen('keyed'), seen('whole')]).toEqual([
      ['1', undefined],
      ['[{"k":"1","v":"2"}]', undefined],
      ['[{"k":"1","v":"2"}]', '[{"k":"1"}]', undefined],
      ['{"k":"1","v":"2"}', undefined],
    ]);
  });
});
