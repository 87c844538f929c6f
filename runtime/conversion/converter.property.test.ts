import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConvertsTo } from '../../decorators/conversion.js';
import { CustomResource } from '../../decorators/custom-resource.js';
import { Resource } from '../../decorators/resource.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { ConversionEndpoint } from './conversion-endpoint.js';
import { Converter } from './converter.js';

const names = { group: 'any.example.com', kind: 'Any' };
let answer: (object: any) => any = object => object;

@Resource({ ...names, version: 'v3' })
class Hub extends CustomResource<object> {}
@Resource({ ...names, version: 'v2' })
@ConvertsTo(Hub, { to: object => answer(object), from: object => answer(object) })
class V2 extends CustomResource<object> {}
@Resource({ ...names, version: 'v1' })
@ConvertsTo(Hub, { to: object => answer(object), from: object => answer(object) })
class V1 extends CustomResource<object> {}

const converter = new Converter(new RecordedLog());
converter.add([V1, V2]);
const endpoint = new ConversionEndpoint(converter);
const { signal } = new AbortController();

async function ask(text: string): Promise<any> {
  const { status, body } = await endpoint.answer({ body: Buffer.from(text), signal });
  // As it is sent: what JSON cannot hold would throw here.
  return { status, body: JSON.parse(JSON.stringify(body)) };
}

const version = fc.constantFrom('v1', 'v2', 'v3');
const json = fc.jsonValue({ maxDepth: 4 });
const texts = fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 });
const metadata = fc.record(
  {
    name: fc.string(),
    namespace: fc.string(),
    uid: fc.string(),
    generation: fc.integer(),
    labels: texts,
    annotations: texts,
    ownerReferences: fc.array(json, { maxLength: 2 }),
    managedFields: fc.array(json, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const object = fc.record(
  { version, metadata, spec: json, status: json, other: json },
  { requiredKeys: ['version', 'metadata'] },
);
const values = fc.anything({
  withDate: true,
  withMap: true,
  withSet: true,
  withBigInt: true,
  withNullPrototype: true,
  withSparseArray: true,
  withTypedArray: true,
  withObjectString: true,
});
const answered = fc.oneof(
  values,
  fc.record(
    { spec: json, status: json, metadata: fc.record({ labels: texts, annotations: texts }) },
    { requiredKeys: [] },
  ),
  fc.record({ apiVersion: values, kind: values, spec: values, metadata: values }, { requiredKeys: [] }),
);

function review(desired: string, objects: readonly unknown[]): string {
  const request = { uid: 'u', desiredAPIVersion: `${names.group}/${desired}`, objects };
  return JSON.stringify({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'ConversionReview', request });
}

describe('whatever the functions answer', () => {
  test('each object keeps what it is called and all metadata but labels and annotations, or none is converted', async () => {
    const property = fc.asyncProperty(
      fc.array(object, { maxLength: 4 }),
      version,
      answered,
      async (objects, desired, value) => {
        answer = () => value;
        const sent = objects.map(({ version: own, ...rest }) => ({
          ...rest,
          apiVersion: `${names.group}/${own}`,
          kind: names.kind,
        }));
        const { status, body } = await ask(review(desired, sent));
        expect([status, body.response.uid]).toEqual([200, 'u']);
        const { convertedObjects, result } = body.response;
        if (result.status === 'Failure') {
          expect(convertedObjects).toEqual([]);
          expect(result.message).not.toBe('');
          return;
        }
        const firm = ({ metadata: { labels: _, annotations: __, ...rest } }: any) => JSON.parse(JSON.stringify(rest));
        expect(convertedObjects.map(firm)).toEqual(sent.map(firm));
        for (const { apiVersion, kind } of convertedObjects) {
          expect([apiVersion, kind]).toEqual([`${names.group}/${desired}`, names.kind]);
        }
      },
    );
    await fc.assert(property, { numRuns: 500 });
  });

  test('an object comes back as it was from functions that change nothing, over whatever versions', async () => {
    answer = each => each;
    const property = fc.asyncProperty(
      object,
      fc.array(version, { maxLength: 4 }),
      async ({ version: own, ...rest }, way) => {
        const start = JSON.parse(JSON.stringify({ ...rest, apiVersion: `${names.group}/${own}`, kind: names.kind }));
        // What is a part alone, as server-side apply has it, may come back without its empty spec.
        if (start.spec === undefined) start.spec = { a: 1 };
        let now = start;
        for (const next of [...way, own]) {
          const { body } = await ask(review(next, [now]));
          [now] = body.response.convertedObjects;
        }
        expect(now).toEqual(start);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});

describe('whatever is sent', () => {
  test('there is an answer, and never a crash', async () => {
    answer = each => each;
    const part = fc.oneof(json, object);
    const body = fc.record(
      {
        apiVersion: fc.oneof(fc.constantFrom('apiextensions.k8s.io/v1', 'apiextensions.k8s.io/v1beta1'), json),
        kind: fc.oneof(fc.constant('ConversionReview'), json),
        request: fc.oneof(
          json,
          fc.record(
            {
              uid: fc.oneof(fc.string(), json),
              desiredAPIVersion: fc.oneof(fc.string(), json),
              objects: fc.oneof(fc.array(part), json),
            },
            { requiredKeys: [] },
          ),
        ),
      },
      { requiredKeys: [] },
    );
    const sent = fc.oneof(
      fc.string(),
      json.map(each => JSON.stringify(each)),
      body.map(each => JSON.stringify(each)),
    );
    const property = fc.asyncProperty(sent, async text => {
      const { status, body: told } = await ask(text);
      if (status === 400) expect(told).toMatchObject({ kind: 'Status', status: 'Failure', code: 400 });
      else
        expect([status, told.kind, told.response.uid]).toEqual([200, 'ConversionReview', JSON.parse(text).request.uid]);
    });
    await fc.assert(property, { numRuns: 1000 });
  });

  test('texts that were cut off or changed are answered too', async () => {
    answer = each => each;
    const whole = review('v3', [
      { apiVersion: `${names.group}/v1`, kind: 'Any', metadata: { name: 'a' }, spec: { a: [1, 'b'] } },
    ]);
    const spoilt = fc.tuple(fc.nat(whole.length), fc.nat(8), fc.string({ maxLength: 4 }));
    const property = fc.asyncProperty(spoilt, async ([at, gone, put]) => {
      const { status } = await ask(whole.slice(0, at) + put + whole.slice(at + gone));
      expect([200, 400]).toContain(status);
    });
    await fc.assert(property, { numRuns: 1000 });
  });
});
