import { describe, expect, test } from 'vitest';
import { ConvertsTo } from '../../decorators/conversion.js';
import { CustomResource } from '../../decorators/custom-resource.js';
import { Resource } from '../../decorators/resource.js';
import type { Logger } from '../log/logger.js';
import { Converter } from './converter.js';

interface HubSpec {
  color?: string;
  tls?: { secret: string; days?: number };
  [more: string]: unknown;
}
const names = { group: 'lamps.example.com', kind: 'Lamp' };

@Resource({ ...names, version: 'v3' })
class Hub extends CustomResource<HubSpec> {}

@Resource({ ...names, version: 'v1' })
@ConvertsTo(Hub, {
  to: ({ spec: { secret, ...spec } }) => ({ spec: { ...spec, ...(secret !== undefined && { tls: { secret } }) } }),
  from: ({ spec: { tls, ...spec } }) => ({ spec: { ...spec, ...(tls && { secret: tls.secret }) } }),
})
class V1 extends CustomResource<{ secret?: string; [more: string]: unknown }> {}

/** Does what a test says, and nothing of its own. */
let behave: (object: any) => any = object => object;
@Resource({ ...names, version: 'v2' })
@ConvertsTo(Hub, { to: object => behave(object), from: object => behave(object) })
class V2 extends CustomResource<Record<string, unknown>> {}

const metadata = {
  name: 'a',
  namespace: 'b',
  uid: '1',
  resourceVersion: '7',
  generation: 2,
  labels: { l: '1' },
  annotations: { a: '2' },
  finalizers: ['f.example.com/x'],
  managedFields: [{ manager: 'm', operation: 'Apply' }],
};
const lamp = (version: string, spec: unknown = {}, more: object = {}) => ({
  apiVersion: `${names.group}/${version}`,
  kind: 'Lamp',
  metadata,
  spec,
  ...more,
});
const review = (desired: string, ...objects: unknown[]) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'ConversionReview',
  request: { uid: 'u-1', desiredAPIVersion: `${names.group}/${desired}`, objects },
});

function newConverter() {
  const lines: unknown[] = [];
  const log = { error: (message: string, fields: object) => lines.push([message, fields]) } as unknown as Logger;
  const converter = new Converter(log);
  converter.add([V1, V2]);
  return { converter, lines };
}

async function convert(body: unknown, signal?: AbortSignal) {
  const { converter, lines } = newConverter();
  const answer = await converter.answer(body, signal);
  const { result, convertedObjects, uid } = answer?.response ?? {};
  return {
    answer,
    uid,
    objects: convertedObjects as readonly any[],
    message: result?.status === 'Failure' ? result.message : undefined,
    metrics: converter.metrics,
    lines,
  };
}

describe('a review', () => {
  test('of one object is answered with the object in the other version, and everything else of the metadata kept', async () => {
    const { answer } = await convert(review('v3', lamp('v1', { secret: 's', color: 'red' })));
    expect(answer).toEqual({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'ConversionReview',
      response: {
        uid: 'u-1',
        convertedObjects: [lamp('v3', { tls: { secret: 's' }, color: 'red' })],
        result: { status: 'Success' },
      },
    });
  });

  test('of objects of several versions is answered in their order, also between two versions that are no hub', async () => {
    behave = ({ spec }) => ({ spec: { ...spec, seen: true } });
    const { objects } = await convert(
      review('v1', lamp('v3', { tls: { secret: 's', days: 3 } }), lamp('v2', { color: 'red' }), lamp('v1', { x: 1 })),
    );
    expect(objects).toEqual([
      lamp('v1', { secret: 's' }),
      lamp('v1', { color: 'red', seen: true }),
      lamp('v1', { x: 1 }),
    ]);
  });

  test('of no objects is answered with none', async () => {
    expect((await convert(review('v1'))).answer?.response).toEqual({
      uid: 'u-1',
      convertedObjects: [],
      result: { status: 'Success' },
    });
  });

  test('of v1beta1 is refused in its own version, so that the API server shows why', async () => {
    const { answer, message } = await convert({
      ...review('v3', lamp('v1')),
      apiVersion: 'apiextensions.k8s.io/v1beta1',
    });
    expect(answer).toMatchObject({ apiVersion: 'apiextensions.k8s.io/v1beta1', kind: 'ConversionReview' });
    expect(message).toContain('put v1 first in spec.conversion.webhook.conversionReviewVersions');
  });

  test.for([
    null,
    [],
    'text',
    {},
    { kind: 'ConversionReview' },
    { ...review('v1'), kind: 'AdmissionReview' },
    { ...review('v1'), apiVersion: 'apiextensions.k8s.io/v2' },
    { ...review('v1'), request: { objects: [] } },
  ])('that is none has no answer: %j', async body => {
    expect((await convert(body)).answer).toBeUndefined();
  });

  test.for([
    [{ desiredAPIVersion: undefined }, 'no desiredAPIVersion'],
    [{ objects: {} }, 'objects of the request are no list'],
    [{ objects: [null] }, 'objects[0] has no apiVersion and kind'],
    [{ objects: [{ apiVersion: 'v1' }] }, 'objects[0] has no apiVersion and kind'],
    [{ objects: [{ ...lamp('v1'), kind: 'Moon' }] }, 'and not Moon.lamps.example.com'],
    [{ objects: [{ ...lamp('v1'), apiVersion: 'other/v1' }] }, 'its group cannot change'],
    [{ objects: [lamp('v7')] }, 'converts v1, v2, v3, and not v7'],
    [{ desiredAPIVersion: 'lamps.example.com/v9', objects: [lamp('v1')] }, 'and not v9'],
    [{ desiredAPIVersion: 'lamps.example.com/toString', objects: [lamp('v1')] }, 'and not toString'],
  ] as const)('that cannot be answered is a failure: $1', async ([change, why]) => {
    const whole = review('v3');
    const { message, uid, objects } = await convert({ ...whole, request: { ...whole.request, ...change } });
    expect({ uid, objects }).toEqual({ uid: 'u-1', objects: [] });
    expect(message).toContain(why);
  });
});

describe('a conversion that fails', () => {
  test('names the object, both versions and the field, and no object is converted', async () => {
    behave = ({ spec }) => ({ spec: { secret: spec.tls.ca.name } });
    const { message, objects, metrics } = await convert(
      review('v3', lamp('v1', { secret: 's' }), lamp('v2', { tls: {} }), lamp('v1')),
    );
    expect(message).toMatch(
      /^Lamp b\/a cannot be converted from lamps.example.com\/v2 to lamps.example.com\/v3: "to" of @ConvertsTo at v2 has thrown, at spec\.tls\.ca: Cannot read/,
    );
    expect(objects).toEqual([]);
    expect(metrics).toEqual({ converted: 0, failed: 1, panics: 1 });
  });

  test('on purpose is no panic', async () => {
    behave = () => {
      throw new Error('no such lamp');
    };
    const { message, metrics, lines } = await convert(review('v3', lamp('v2')));
    expect(message).toContain('no such lamp');
    expect(metrics.panics).toBe(0);
    expect(lines).toHaveLength(1);
  });

  test.for([
    ['a promise', async () => ({})],
    ['has answered null and no object', () => null],
    ['has answered undefined and no object', () => undefined],
    ['has answered a list and no object', () => []],
    ['a string', () => 'x'],
    ['spec.n is NaN', () => ({ spec: { n: Number.NaN } })],
    ['spec.n[1].m is a bigint', () => ({ spec: { n: [0, { m: 1n }] } })],
    ['spec.n[0] is undefined', () => ({ spec: { n: [undefined] } })],
    ['spec.n[0] is undefined', () => ({ spec: { n: new Array(1) } })],
    ['spec.at is a Date', () => ({ spec: { at: new Date(0) } })],
    ['spec.f is a function', () => ({ spec: { f: () => 1 } })],
    ['spec.m is a Map', () => ({ spec: { m: new Map() } })],
    ['spec.m is a RegExp', () => ({ spec: { m: /a/ } })],
    ['spec.m is a Error', () => ({ spec: { m: new Error('a') } })],
    ['spec.m is a ArrayBuffer', () => ({ spec: { m: new ArrayBuffer(1) } })],
    ['metadata.labels[a] is a number', () => ({ metadata: { labels: { a: 1 } } })],
    ['metadata.annotations is no map', () => ({ metadata: { annotations: 'x' } })],
    ['metadata is no object', () => ({ metadata: 'x' })],
    ['or holds itself', () => ({ spec: holdingItself() })],
    ['what it has thrown cannot be shown', () => throwing({ toString: () => throwing('again') })],
    ['thrown: undefined', () => throwing(undefined)],
    [
      'Maximum call stack',
      function again(object: unknown): any {
        return again(object) || 1;
      },
    ],
  ] as const)('tells what is wrong with the answer: %s', async ([why, answer]) => {
    behave = answer as typeof behave;
    const { message } = await convert(review('v3', lamp('v2')));
    expect(message).toContain(why);
  });

  test('has a short message, whatever was thrown', async () => {
    behave = () => throwing(new Error('x'.repeat(1e6)));
    expect((await convert(review('v3', lamp('v2')))).message).toHaveLength(2004);
  });

  test('stops when nobody waits for the answer any more', async () => {
    const controller = new AbortController();
    let calls = 0;
    behave = () => {
      calls += 1;
      controller.abort();
      const end = performance.now() + 12;
      while (performance.now() < end);
      return {};
    };
    const { message } = await convert(review('v3', lamp('v2'), lamp('v2'), lamp('v2')), controller.signal);
    expect(message).toContain('1 of 3 objects');
    expect(calls).toBe(1);
  });
});

describe('what the functions answer', () => {
  test('changes nothing of apiVersion, kind and metadata but labels and annotations', async () => {
    behave = object => ({
      ...object,
      apiVersion: 'wrong/v1',
      kind: 'Wrong',
      metadata: { name: 'other', uid: '2', labels: {}, annotations: { ...object.metadata.annotations, b: '3' } },
    });
    const { objects } = await convert(review('v3', lamp('v2', { x: 1 }, { status: { on: true } })));
    const kept = { ...metadata, labels: {}, annotations: { a: '2', b: '3' } };
    expect(objects).toEqual([lamp('v3', { x: 1 }, { metadata: kept, status: { on: true } })]);
  });

  test('cannot come through the metadata of the argument', async () => {
    behave = object => {
      object.metadata.name = 'other';
      return {};
    };
    expect((await convert(review('v3', lamp('v2')))).message).toContain('read only');
  });

  test('leaves out what is undefined, also on the way through the hub', async () => {
    behave = () => ({ spec: { a: undefined, tls: { secret: 's', days: undefined }, list: [{ b: undefined }] } });
    const { objects } = await convert(review('v1', lamp('v2')));
    expect(objects).toStrictEqual([lamp('v1', { secret: 's', list: [{}] })]);
  });

  test('has metadata where the object has none', async () => {
    const { metadata: _, ...bare } = lamp('v1');
    expect((await convert(review('v3', bare))).objects).toEqual([{ ...lamp('v3'), metadata: {} }]);
  });

  test('may look into the spec of a part of an object that has none, as server-side apply has it', async () => {
    behave = ({ spec: { secret } }) => ({ spec: { secret } });
    const { spec: _, ...part } = lamp('v2');
    const [hub] = (await convert(review('v3', part))).objects;
    expect(hub).toStrictEqual({ ...part, apiVersion: 'lamps.example.com/v3' });
    behave = () => ({ spec: { secret: 's' } });
    expect((await convert(review('v3', part))).objects).toEqual([lamp('v3', { secret: 's' })]);
    behave = () => ({ spec: {} });
    expect((await convert(review('v3', lamp('v2')))).objects).toEqual([lamp('v3')]);
  });

  test('may be instances of classes, whose fields are taken', async () => {
    class Tls {
      secret = 's';
    }
    behave = () => ({ spec: { tls: new Tls() } });
    expect((await convert(review('v3', lamp('v2')))).objects).toEqual([lamp('v3', { tls: { secret: 's' } })]);
  });

  test('keeps fields of any name', async () => {
    behave = object => object;
    const spec = JSON.parse('{"__proto__":{"x":1},"constructor":"c","a":null}');
    expect(JSON.stringify((await convert(review('v3', lamp('v2', spec)))).objects[0].spec)).toBe(JSON.stringify(spec));
  });
});

function throwing(what: unknown): never {
  throw what;
}

function holdingItself(): object {
  const object: Record<string, unknown> = {};
  object.self = object;
  return object;
}
