import { describe, expect, test } from 'vitest';
import { type Conversion, ConvertsTo } from '../../decorators/conversion.js';
import { CustomResource } from '../../decorators/custom-resource.js';
import { Resource } from '../../decorators/resource.js';
import { checkRoundTrips, RoundTripError, type RoundTripOptions } from './check-round-trips.js';

const names = { group: 'trips.example.com', kind: 'Redis', plural: 'redis' };

const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const SCHEMAS = {
  v2: object(
    {
      spec: object({
        replicas: { type: 'integer', minimum: 0, maximum: 10, default: 1 },
        tls: object({ secret: text, days: { type: 'integer', minimum: 0 } }, ['secret']),
        ports: { type: 'array', items: object({ name: text, port: { type: 'integer' } }, ['name']) },
        labels: { type: 'object', additionalProperties: text },
      }),
    },
    ['spec'],
  ),
  v1: object(
    {
      spec: object({
        size: { type: 'integer', minimum: 0, maximum: 10, default: 1 },
        secret: text,
        ports: { type: 'array', items: object({ name: text, port: { type: 'integer' } }, ['name']) },
        labels: { type: 'object', additionalProperties: text },
      }),
    },
    ['spec'],
  ),
};

const DAYS = 'trips.example.com/days';

/** Loses nothing. */
const SOUND: Conversion<any, any> = {
  to: ({ metadata, spec: { size, secret, ...spec } }) => {
    const { [DAYS]: days, ...annotations } = metadata.annotations ?? {};
    const tls = { secret, ...(days !== undefined && { days: Number(days) }) };
    return { metadata: { annotations }, spec: { ...spec, replicas: size, ...(secret !== undefined && { tls }) } };
  },
  from: ({ metadata, spec: { replicas, tls, ...spec } }) => ({
    ...(tls?.days !== undefined && {
      metadata: { annotations: { ...metadata.annotations, [DAYS]: String(tls.days) } },
    }),
    spec: { ...spec, size: replicas, ...(tls && { secret: tls.secret }) },
  }),
};

function definition(
  change: object = {},
  conversion: object = { service: { name: 'a', namespace: 'b', path: '/convert' } },
) {
  const { group, kind, plural } = names;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural },
      scope: 'Namespaced',
      conversion: { strategy: 'Webhook', webhook: { clientConfig: conversion, conversionReviewVersions: ['v1'] } },
      versions: Object.entries({ ...SCHEMAS, ...change }).map(([name, openAPIV3Schema]) => ({
        name,
        served: true,
        storage: name === 'v2',
        schema: { openAPIV3Schema },
      })),
      ...('spec' in change ? (change.spec as object) : {}),
    },
  };
}

/** Checks a kind with this conversion; the same seed each time, so that a failure is one always. */
function check(conversion: Partial<Conversion<any, any>> = {}, options: RoundTripOptions = {}) {
  @Resource({ ...names, version: 'v2' })
  class V2 extends CustomResource<object> {}
  @Resource({ ...names, version: 'v1' })
  @ConvertsTo(V2, { ...SOUND, ...conversion } as any)
  class V1 extends CustomResource<object> {}
  checkRoundTrips(V1, { crds: [definition()], seed: 7, ...options });
}

function failureOf(conversion: Partial<Conversion<any, any>>, options?: RoundTripOptions): RoundTripError {
  try {
    check(conversion, options);
  } catch (error) {
    if (error instanceof RoundTripError) return error;
    throw error;
  }
  throw new Error('nothing was found');
}

const spec = ({ object: found }: RoundTripError) => (found as { readonly spec?: unknown }).spec;

describe('a sound conversion', () => {
  test.for(Array.from({ length: 20 }, (_, seed) => seed))('passes with seed %i', seed => {
    check({}, { seed });
  });
});

test('a check of nothing is refused', () => {
  expect(() => checkRoundTrips([], { crds: [definition()] })).toThrow('no class is named');
  for (const runs of [0, -1, Number.NaN]) expect(() => check({}, { runs })).toThrow('runs is to be at least 1');
});

describe('a conversion that is not sound is shown by a small object', () => {
  test('that loses a field of the hub', () => {
    const from = ({ spec: { replicas, tls, ...rest } }: any) => ({
      spec: { ...rest, size: replicas, secret: tls?.secret },
    });
    const failure = failureOf({ from });
    expect(failure.field).toBe('spec.tls.days');
    expect(spec(failure)).toEqual({ tls: { secret: '', days: 0 } });
    expect(failure.message).toContain(
      "v2 -> v1 -> v2 changes spec.tls.days: it was 0, and is missing; if it may get lost, say loses: ['.spec.tls.days']",
    );
    expect(failure.message).toContain('again with seed: 7');
  });

  test('unless it may', () => {
    const from = ({ spec: { replicas, tls, ...rest } }: any) => ({
      spec: { ...rest, size: replicas, secret: tls?.secret },
    });
    check({ from, loses: ['.spec.tls.days'] });
  });

  test('that loses all of an object, of which a part may get lost', () => {
    const from = ({ spec: { replicas, tls: _, ...rest } }: any) => ({ spec: { ...rest, size: replicas } });
    expect(failureOf({ from, loses: ['.spec.tls.days', '.spec.secret'] }).field).toBe('spec.tls');
    check({ ...SOUND, from, loses: ['.spec.tls', '.spec.secret'] });
  });

  test('that loses a field in items of a list', () => {
    const to = (redis: any) => {
      const { spec: hub, ...rest } = SOUND.to(redis) as any;
      return { ...rest, spec: { ...hub, ports: hub.ports?.map(({ name }: any) => ({ name })) } };
    };
    const failure = failureOf({ to });
    expect([failure.field, (spec(failure) as any).ports]).toEqual(['spec.ports[0].port', [{ name: '', port: 0 }]]);
    check({ to, loses: ['.spec.ports[*].port'] });
  });

  test('that loses values of a map, of which any key may be', () => {
    const to = (redis: any) => {
      const { spec: hub, ...rest } = SOUND.to(redis) as any;
      const labels = hub.labels && Object.fromEntries(Object.keys(hub.labels).map(key => [key, 'lost']));
      return { ...rest, spec: { ...hub, ...(labels && { labels }) } };
    };
    const { message } = failureOf({ to });
    expect(message).toMatch(/changes spec\.labels\.[a-z2./-]+: it was /);
    expect(message).toContain("if it may get lost, say loses: ['.spec.labels.*'] at");
    check({ to, loses: ['.spec.labels.*'] });
  });

  test('that takes a value for none', () => {
    const to = (redis: any) => {
      const { spec: hub, ...rest } = SOUND.to(redis) as any;
      return { ...rest, spec: { ...hub, ...(hub.replicas ? {} : { replicas: undefined }) } };
    };
    expect(failureOf({ to }).message).toContain('v1 -> v2 -> v1 changes spec.size: it was 0, and is 1');
  });

  test('that drops annotations of others, or leaves its own behind', () => {
    const dropping = failureOf({ to: redis => ({ ...(SOUND.to(redis) as object), metadata: { annotations: {} } }) });
    expect(dropping.message).toContain('changes metadata.annotations');
    const { to: sound } = SOUND;
    const leaving = failureOf({
      to: redis => ({ ...(sound(redis) as object), metadata: { annotations: redis.metadata.annotations ?? {} } }),
    });
    expect(leaving.message).toContain(`v2 -> v1 -> v2 changes metadata.annotations`);
  });

  test('that writes a field that is not there', () => {
    const from = (redis: any) => ({
      ...(SOUND.from(redis) as any),
      spec: { ...(SOUND.from(redis) as any).spec, extra: 1 },
    });
    const { field, message } = failureOf({ from });
    expect([field, message]).toEqual(['spec.extra', expect.stringContaining('spec.extra is no field of v1')]);
  });

  test('that makes what is not valid', () => {
    const to = (redis: any) => ({ ...(SOUND.to(redis) as any), spec: { replicas: (redis.spec.size ?? 0) * 2 } });
    expect(failureOf({ to, loses: ['.spec'] }).message).toMatch(
      /not valid in v2.*spec\.replicas.*less than or equal to 10/,
    );
  });

  test('that throws, also for a part of an object alone', () => {
    const throwing = failureOf({ to: ({ spec: { labels } }) => ({ spec: { labels: labels.a } }) });
    expect([throwing.field, throwing.message]).toEqual([
      'spec.labels',
      expect.stringContaining('has thrown, at spec.labels'),
    ]);
    const ofPart = failureOf({
      from: redis => {
        if (redis.spec.tls) redis.spec.tls.secret.trim();
        return SOUND.from(redis);
      },
    });
    expect([ofPart.field, ofPart.message]).toEqual(['spec.tls.secret', expect.stringContaining('a part of an object')]);
    expect(spec(ofPart)).toEqual({ tls: {} });
  });

  test('that changes its argument', () => {
    const to = (redis: any) => {
      redis.spec.size = (redis.spec.size ?? 0) + 1;
      return SOUND.to(redis);
    };
    expect(failureOf({ to }).message).toMatch(/read only|not extensible/);
  });

  test('that answers by chance', () => {
    let count = 0;
    const to = (redis: any) => {
      count += 1;
      return { ...(SOUND.to(redis) as any), spec: { replicas: count % 9 } };
    };
    expect(failureOf({ to }).message).toContain('answers otherwise the second time');
  });

  test('the same with the same seed', () => {
    const broken = { from: ({ spec: { replicas } }: any) => ({ spec: { size: replicas } }) };
    expect(failureOf(broken, { seed: 3 }).message).toBe(failureOf(broken, { seed: 3 }).message);
  });
});

describe('a definition', () => {
  const cases: readonly (readonly [string, object, string])[] = [
    ['is not there', {}, 'no definition of Redis.trips.example.com in an object'],
    ['has more versions', definition({ v3: SCHEMAS.v2 }), 'has v3 too, and no class of it is named'],
    [
      'has fewer',
      { ...definition(), spec: { ...definition().spec, versions: definition().spec.versions.slice(0, 1) } },
      'has no v1: run kubewright generate',
    ],
    [
      'asks at another path',
      definition({}, { service: { name: 'a', namespace: 'b', path: '/other' } }),
      'at /other, and they are answered at /convert',
    ],
    [
      'asks at another URL',
      definition({}, { url: 'https://example.com/x' }),
      'at /x, and they are answered at /convert',
    ],
    ['does not ask', definition({ spec: { conversion: { strategy: 'None' } } }), 'does not ask for conversions'],
  ];
  test.for(cases)('that %s is refused', ([, crd, message]) => {
    const other = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    expect(() => check({}, { crds: ['kind' in crd ? crd : other] })).toThrow(message);
  });

  test('of which no valid object is found says so, and values help', () => {
    const name = { type: 'string', 'x-kubernetes-validations': [{ rule: "self == 'very-special'" }] };
    const named = ({ properties: { spec: whole } }: { readonly properties: { readonly spec?: object } }) =>
      object({ spec: { ...whole, properties: { ...(whole as any).properties, name }, required: ['name'] } }, ['spec']);
    const crds = [definition({ v1: named(SCHEMAS.v1), v2: named(SCHEMAS.v2) })];
    const where = 'no valid object of v1 of Redis.trips.example.com was found in 200 tries';
    expect(() => check({}, { crds, runs: 3 })).toThrow(where);
    check({}, { crds, runs: 3, values: { '.spec.name': ['very-special'] } });
  });
});
