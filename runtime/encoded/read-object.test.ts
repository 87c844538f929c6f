import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { damages, gapTexts, keyTexts, listText, objectText, stringTexts, valueTexts } from '../../test/json-texts.js';
import { AlikeValues } from './alike-values.js';
import { readHeader, readObject } from './read-object.js';

type Json = Record<string, unknown>;

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const parse = (bytes: Uint8Array | string) => JSON.parse(typeof bytes === 'string' ? bytes : textOf(bytes)) as Json;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const stringMaps = fc
  .tuple(fc.array(fc.tuple(keyTexts, stringTexts), { maxLength: 4 }), gapTexts)
  .map(([entries, gaps]) => objectText(entries, gaps));

const owners = fc
  .record({
    apiVersion: stringTexts,
    kind: stringTexts,
    name: stringTexts,
    uid: stringTexts,
    controller: fc.constantFrom('true', 'false', 'null'),
  })
  .map(owner => objectText(Object.entries(owner).map(([key, value]) => [`"${key}"`, value])));

/** Each field as the server may write it, and with any other content where that is allowed. */
const fields: Record<string, fc.Arbitrary<string>> = {
  name: stringTexts.filter(text => text !== '""'),
  resourceVersion: stringTexts.filter(text => text !== '""'),
  namespace: fc.oneof(stringTexts, fc.constant('null')),
  uid: stringTexts,
  generation: fc.oneof(fc.nat().map(String), fc.constantFrom('null', '1e3')),
  deletionTimestamp: fc.constantFrom('null', '"2026-01-01T00:00:00Z"'),
  labels: fc.oneof(stringMaps, fc.constant('null')),
  annotations: fc.oneof(stringMaps, fc.constant('null')),
  ownerReferences: fc.oneof(
    fc.array(owners, { maxLength: 3 }).map(items => listText(items)),
    fc.constant('null'),
  ),
  managedFields: valueTexts,
  other: valueTexts,
};

/** Some of the fields, some of them twice, in any order; a name and a version at least once. */
const metadatas = fc
  .tuple(fc.subarray(Object.keys(fields)), fc.subarray(Object.keys(fields)), gapTexts)
  .chain(([once, again, gaps]) =>
    fc
      .shuffledSubarray([...once, ...again, 'name', 'resourceVersion'], { minLength: once.length + again.length + 2 })
      .chain(keys =>
        fc.tuple(...keys.map(key => (fields[key] as fc.Arbitrary<string>).map(value => [`"${key}"`, value] as const))),
      )
      .map(entries => objectText(entries, gaps)),
  );

const objects = fc
  .tuple(metadatas, fc.array(fc.tuple(keyTexts, valueTexts), { maxLength: 3 }), fc.nat(3), gapTexts, fc.boolean())
  .map(([metadata, entries, at, gaps, twice]) => {
    const first = twice ? [['"metadata"', '{"managedFields":1,"name":5}'] as const] : [];
    const key = twice ? '"meta\\u0064ata"' : '"metadata"';
    const text = objectText([...first, ...entries.slice(0, at), [key, metadata], ...entries.slice(at)], gaps);
    return `${gaps[0]}${text}${gaps[0]}`;
  })
  // Another one may have come by chance.
  .filter(text => {
    const { metadata } = parse(text);
    return isObject(metadata) && typeof metadata.name === 'string' && typeof metadata.resourceVersion === 'string';
  });

/** What the header has to say, from the parsed object. */
function expectedHeader(object: Json): Json {
  const metadata = object.metadata as Json;
  return {
    namespace: metadata.namespace || undefined,
    name: metadata.name,
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion,
    generation: metadata.generation ?? undefined,
    labels: metadata.labels ?? undefined,
    deletionTimestamp: metadata.deletionTimestamp ?? undefined,
    owners: ((metadata.ownerReferences ?? []) as Json[]).map(owner => ({
      ...owner,
      controller: owner.controller === true,
    })),
    annotationsHash: expect.any(Number) as unknown,
  };
}

describe('of any object', () => {
  test('reads the header as JSON.parse would', () => {
    fc.assert(
      fc.property(objects, text => {
        expect(readHeader(Buffer.from(text))).toEqual(expectedHeader(parse(text)));
      }),
      { numRuns: 2000 },
    );
  });

  test('cuts managedFields, and nothing else', () => {
    fc.assert(
      fc.property(objects, text => {
        const bytes = Buffer.from(text);
        const expected = parse(text);
        const metadata = expected.metadata as Json;
        const cut = readObject(bytes).encoded;
        if (Object.hasOwn(metadata, 'managedFields')) delete metadata.managedFields;
        else expect(cut).toBe(bytes);
        // As texts, for keys have an order.
        expect(JSON.stringify(parse(cut))).toBe(JSON.stringify(expected));
        expect(textOf(bytes)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('gives both at once', () => {
    const alike = new AlikeValues();
    fc.assert(
      fc.property(objects, text => {
        const bytes = Buffer.from(text);
        const { header, encoded } = readObject(bytes);
        expect(header).toEqual(readHeader(bytes));
        expect(readHeader(encoded)).toEqual(header);
        expect(readObject(bytes, { cutManagedFields: false }).encoded).toBe(bytes);
        const behindOthers = readObject(bytes, { alike });
        expect([behindOthers.header, textOf(behindOthers.encoded)]).toEqual([header, textOf(encoded)]);
      }),
    );
  });

  test('refuses what JSON.parse refuses', () => {
    const alike = new AlikeValues();
    let refused = 0;
    fc.assert(
      fc.property(objects, damages, (text, damage) => {
        const damaged = damage(text);
        try {
          readObject(Buffer.from(damaged), { alike });
        } catch (error) {
          expect((error as Error).constructor).toBeOneOf([TypeError, SyntaxError]);
          refused++;
          return;
        }
        expect(isObject(parse(damaged))).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(500);
  });
});

describe('annotations', () => {
  const hash = (annotations: unknown) =>
    readHeader(Buffer.from(JSON.stringify({ metadata: { name: 'a', resourceVersion: '1', annotations } })))
      .annotationsHash;
  const maps = fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' }), { maxKeys: 6 });

  test('have the same hash in any order, and another one when they change', () => {
    fc.assert(
      fc.property(maps, fc.string(), fc.string(), (annotations, key, value) => {
        expect(hash(Object.fromEntries(Object.entries(annotations).reverse()))).toBe(hash(annotations));
        const changed = { ...annotations, [key]: value };
        const same = Object.hasOwn(annotations, key) && annotations[key] === value;
        expect(hash(changed) === hash(annotations)).toBe(same);
      }),
    );
  });

  test('have another hash when a value moves to another key', () => {
    expect(hash({ a: 'x', b: 'y' })).not.toBe(hash({ a: 'y', b: 'x' }));
    expect(hash({ a: 'x' })).not.toBe(hash({ x: 'a' }));
  });

  test('that are absent, null or empty are the same', () => {
    expect([hash(undefined), hash(null), hash({})]).toEqual([0, 0, 0]);
  });

  test('that stand there twice count as the last ones', () => {
    const read = (annotations: string) =>
      readHeader(
        Buffer.from(
          `{"metadata":{"name":"a","annotations":{"a":"b"},"annotations":${annotations},"resourceVersion":"1"}}`,
        ),
      );
    expect(read('null').annotationsHash).toBe(0);
    expect(read('{"c":"d"}').annotationsHash).toBe(hash({ c: 'd' }));
  });

  const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
  test.each([
    [{ [LAST_APPLIED]: '{"a":1}' }, {}],
    [{ [LAST_APPLIED]: '{}', a: '1' }, { a: '1' }],
    [{ a: '1', [LAST_APPLIED]: '{}' }, { a: '1' }],
    [
      { a: '1', [LAST_APPLIED]: '{}', b: '2' },
      { a: '1', b: '2' },
    ],
  ])('lose what kubectl applied last, where that is wished: %j', (annotations, expected) => {
    const object = (annotations: unknown) => ({
      metadata: { name: 'a', annotations, managedFields: [{}], resourceVersion: '1' },
      spec: { metadata: { annotations: { [LAST_APPLIED]: 'stays' } } },
    });
    const bytes = Buffer.from(JSON.stringify(object(annotations)));
    const { header, encoded } = readObject(bytes, { cutLastApplied: true });
    expect(parse(encoded)).toEqual(
      JSON.parse(
        JSON.stringify({ ...object(expected), metadata: { ...object(expected).metadata, managedFields: undefined } }),
      ),
    );
    expect(header.annotationsHash).toBe(hash(expected));
    expect(Object.keys((parse(readObject(bytes).encoded).metadata as Json).annotations as Json)).toContain(
      LAST_APPLIED,
    );
  });
});

test.each([
  ['{"A":"x","name":"n","M":1}', '{"A":{},"name":"n"}'],
  ['{"name":"n","M":1,"A":"x"}', '{"name":"n","A":{}}'],
  ['{"M":1,"A":"x","name":"n"}', '{"A":{},"name":"n"}'],
  ['{"M":1,"M":2,"A":"x","M":3,"M":4,"name":"n","M":5,"M":6}', '{"A":{},"name":"n"}'],
])('cuts both in %s, whatever stands beside what', (text, expected) => {
  const metadata = (text: string) =>
    `{"metadata":${text
      .replaceAll('"M"', '"managedFields"')
      .replace('"A":"x"', '"A":{"kubectl.kubernetes.io/last-applied-configuration":"x"}')
      .replace('"A"', '"annotations"')
      .replace('"name"', '"resourceVersion":"1","name"')}}`;
  const { encoded } = readObject(Buffer.from(metadata(text)), { cutLastApplied: true });
  expect(textOf(encoded)).toBe(metadata(expected));
});

test('objects with the same labels and owners share them, frozen', () => {
  const read = (name: string) =>
    readHeader(
      Buffer.from(
        `{"metadata":{"name":"${name}","resourceVersion":"1","labels":{"app":"web"},"ownerReferences":[{"kind":"ReplicaSet","name":"web","uid":"1"}]}}`,
      ),
    );
  const [first, second] = [read('a'), read('b')];
  expect(first.labels).toBe(second.labels);
  expect(first.owners).toBe(second.owners);
  expect([first.labels, first.owners, first.owners[0]].every(value => Object.isFrozen(value))).toBe(true);
});

test('what was cut is a copy that stays', () => {
  const bytes = Buffer.from('{"metadata":{"name":"a","resourceVersion":"1","managedFields":[]},"spec":{"size":3}}');
  const { encoded } = readObject(bytes);
  bytes.fill(0);
  for (let time = 0; time < 2000; time++) {
    readObject(Buffer.from(`{"metadata":{"name":"${'b'.repeat(500)}","resourceVersion":"1","managedFields":[]}}`));
  }
  expect(textOf(encoded)).toBe('{"metadata":{"name":"a","resourceVersion":"1"},"spec":{"size":3}}');
});

test('reads a view within a longer buffer', () => {
  const bytes = new Uint8Array(Buffer.from('xx{"metadata":{"name":"a","resourceVersion":"1","managedFields":{}}}yy'));
  const view = bytes.subarray(2, bytes.length - 2);
  const { header, encoded } = readObject(view);
  expect([header.name, textOf(encoded)]).toEqual(['a', '{"metadata":{"name":"a","resourceVersion":"1"}}']);
});

test('an object of a hundred thousand levels needs no deep stack', () => {
  const deep = `${'{"a":['.repeat(100_000)}${']}'.repeat(100_000)}`;
  const text = `{"metadata":{"name":"a","resourceVersion":"1","managedFields":${deep}},"spec":${deep}}`;
  expect(textOf(readObject(Buffer.from(text)).encoded)).toBe(
    `{"metadata":{"name":"a","resourceVersion":"1"},"spec":${deep}}`,
  );
});

test.each([
  ['[]', 'it is no object, so it has no name and no resourceVersion'],
  ['"text"', 'it is no object, so it has no name and no resourceVersion'],
  ['{}', 'the object has no metadata.name'],
  ['{"metadata":null}', 'the object has no metadata.name'],
  ['{"metadata":[]}', 'the object has no metadata.name'],
  ['{"metadata":{"resourceVersion":"1"}}', 'the object has no metadata.name'],
  ['{"metadata":{"name":"","resourceVersion":"1"}}', 'the object has no metadata.name'],
  ['{"metadata":{"name":5,"resourceVersion":"1"}}', 'the object is not valid: metadata.name is no string'],
  ['{"metadata":{"name":"a","namespace":"b"}}', 'the object b/a has no metadata.resourceVersion'],
  ['{"metadata":{"name":"a","resourceVersion":1}}', 'the object a is not valid: metadata.resourceVersion is no string'],
  ['{"metadata":{"name":"a","resourceVersion":"1","labels":[]}}', 'metadata.labels is no object'],
  ['{"metadata":{"name":"a","resourceVersion":"1","labels":{"b":1}}}', 'metadata.labels[b] is no string'],
  ['{"metadata":{"name":"a","resourceVersion":"1","ownerReferences":{}}}', 'metadata.ownerReferences is no list'],
  ['{"metadata":{"name":"a","resourceVersion":"1","ownerReferences":[1]}}', 'metadata.ownerReferences[0] is no object'],
  ['{"metadata":{"name":"a","resourceVersion":"1","generation":"1"}}', 'metadata.generation is no number'],
])('is a TypeError for %s', (text, message) => {
  expect(() => readObject(Buffer.from(text))).toThrow(TypeError);
  expect(() => readObject(Buffer.from(text))).toThrow(message);
});
