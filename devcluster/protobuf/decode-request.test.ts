import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeProtobufRequest } from './decode-request.js';
import { ProtobufError } from './protobuf-error.js';

interface KubectlRequest {
  readonly command: string;
  readonly body: string;
  readonly object?: unknown;
}

interface Answered {
  readonly title: string;
  readonly protobuf?: { readonly bytes: string; readonly json: { readonly kind: string; readonly spec?: object } };
}

const requests = recorded<{ requests: readonly KubectlRequest[] }>('./recorded/kubectl-bodies.json').requests;
const answers = recorded<{ cases: readonly Answered[] }>('../builtin/recorded/answers.json').cases;

describe('decodes what kubectl sends', () => {
  test.each(requests.filter(({ object }) => object !== undefined))('$command', ({ body, object }) => {
    expect(decodeProtobufRequest(Buffer.from(body, 'base64'))).toEqual(object);
  });

  test.each([
    [
      'auth can-i create pods --subresource=log',
      { resourceAttributes: { namespace: 'default', verb: 'create', resource: 'pods', subresource: 'log' } },
    ],
    ['auth can-i get /healthz', { nonResourceAttributes: { path: '/healthz', verb: 'get' } }],
    ['auth can-i --list', { namespace: 'default' }],
    [
      'create token robot --duration=10m --audience=here --bound-object-kind=Secret --bound-object-name=password',
      {
        audiences: ['here'],
        expirationSeconds: 600,
        boundObjectRef: { kind: 'Secret', apiVersion: 'v1', name: 'password' },
      },
    ],
  ])('%s', (command, spec) => {
    const request = requests.find(each => each.command === command);
    expect(decodeProtobufRequest(Buffer.from(request?.body ?? '', 'base64')).spec).toEqual(spec);
  });
});

describe('decodes what a real server answers in protobuf to what it answers in JSON', () => {
  const stored = answers.flatMap(({ title, protobuf }) => (protobuf === undefined ? [] : [{ title, ...protobuf }]));

  // Templates of claims have a kind in JSON that is not on the wire.
  test.each(stored.filter(({ json }) => json.kind !== 'StatefulSet'))('$title', ({ bytes, json }) => {
    expect(decodeProtobufRequest(Buffer.from(bytes, 'base64'))).toEqual(json);
  });
});

describe('refuses what is no protobuf of Kubernetes', () => {
  test.each([
    ['nothing', [], 'empty data'],
    ['JSON', [...Buffer.from('{"kind":"Pod"}')], 'expected prefix [107 56 115 0]'],
    ['a length beyond the end', body(0x0a, 0x7f), 'unexpected EOF'],
    ['a length of 64 bits', body(0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01), 'negative length'],
    ['a length of 63 bits', body(0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f), 'unexpected EOF'],
    ['a number that does not end', body(0x12, ...new Array<number>(11).fill(0xff)), 'integer overflow'],
    ['nothing after the magic', body(), 'empty body'],
    ['a group without an end', body(0x1b), 'unexpected EOF'],
    ['the end of no group', body(0x1c), 'wiretype end group for non-group'],
    ['a type of the wire that there is not', body(0x1e), 'illegal wireType 6'],
    ['field 0', body(0x02, 0x00), 'illegal tag 0'],
    ['a kind that is not built in', envelope('example.dev/v1', 'Widget', []), 'no kind "Widget" is registered'],
    ['a kind named like a property', envelope('v1', '__proto__', []), 'no kind "__proto__" is registered'],
    ['a number where a text belongs', envelope('v1', 'ConfigMap', [0x0a, 0x02, 0x08, 0x01]), 'wrong wireType = 0'],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeProtobufRequest(Uint8Array.from(bytes))).toThrow(ProtobufError);
    expect(() => decodeProtobufRequest(Uint8Array.from(bytes))).toThrow(message);
  });

  test('messages that are nested without end', () => {
    let schema: number[] = [];
    // `not` in `not` in `not`; 28 is its number.
    for (let depth = 0; depth < 300; depth++) schema = field(28, schema);
    const definition = field(2, field(7, field(4, field(1, schema))));
    const bytes = envelope('apiextensions.k8s.io/v1', 'CustomResourceDefinition', definition);
    expect(() => decodeProtobufRequest(Uint8Array.from(bytes))).toThrow('nested too deeply');
  });
});

test('takes the kind from the URL where the body has none', () => {
  const bytes = Uint8Array.from(envelope('', '', field(1, field(1, [...Buffer.from('a')]))));
  expect(decodeProtobufRequest(bytes, { apiVersion: 'v1', kind: 'Namespace' })).toMatchObject({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'a' },
  });
});

test('takes DeleteOptions of any group version', () => {
  const bytes = Uint8Array.from(
    envelope('apps/v1', 'DeleteOptions', [0x08, 0x00, ...field(4, [...Buffer.from('Orphan')])]),
  );
  expect(decodeProtobufRequest(bytes)).toEqual({
    apiVersion: 'apps/v1',
    kind: 'DeleteOptions',
    gracePeriodSeconds: 0,
    propagationPolicy: 'Orphan',
  });
});

test('passes over fields that it does not know', () => {
  const known = field(1, field(1, [...Buffer.from('a')]));
  const unknown = [...field(900, [1, 2, 3]), 0xf8, 0x3f, 0x05, 0xfd, 0x3f, 1, 2, 3, 4];
  const bytes = Uint8Array.from(envelope('v1', 'ConfigMap', [...unknown, ...known]));
  expect(decodeProtobufRequest(bytes)).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
});

test('passes over groups, and all that is in them', () => {
  const group = [0x9b, 0x06, 0x9b, 0x06, 0x08, 5, 0x9c, 0x06, ...field(3, [1]), 0x9c, 0x06];
  const bytes = Uint8Array.from(envelope('v1', 'ConfigMap', [...group, ...field(1, field(1, [...Buffer.from('a')]))]));
  expect(decodeProtobufRequest(bytes)).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
});

test('merges a message that comes twice', () => {
  const [name, namespace] = [field(1, [...Buffer.from('a')]), field(3, [...Buffer.from('b')])];
  const bytes = Uint8Array.from(envelope('v1', 'ConfigMap', [...field(1, name), ...field(1, namespace)]));
  expect(decodeProtobufRequest(bytes)).toMatchObject({ metadata: { name: 'a', namespace: 'b' } });
});

test('takes an entry without a value as one that is empty', () => {
  const binaryData = field(3, field(1, [...Buffer.from('k')]));
  const bytes = Uint8Array.from(envelope('v1', 'ConfigMap', binaryData));
  expect(decodeProtobufRequest(bytes)).toMatchObject({ binaryData: { k: '' } });
});

test('keeps the key __proto__ as a key', () => {
  const entry = [...field(1, [...Buffer.from('__proto__')]), ...field(2, [...Buffer.from('a')])];
  const { data } = decodeProtobufRequest(Uint8Array.from(envelope('v1', 'ConfigMap', field(2, entry))));
  expect(Object.keys(data as object)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
});

test('ends with an object or a ProtobufError for any bytes', () => {
  const anyOf = fc.constantFrom(...requests.map(({ body }) => Buffer.from(body, 'base64')));
  const damaged = fc
    .tuple(anyOf, fc.nat(), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 8 }))
    .map(([bytes, cut, changes]) => {
      const copy = Uint8Array.from(bytes.subarray(0, cut % 3 === 0 ? cut % (bytes.length + 1) : bytes.length));
      for (const [at, byte] of changes) if (copy.length > 0) copy[at % copy.length] = byte;
      return copy;
    });
  fc.assert(
    fc.property(damaged, bytes => {
      try {
        return typeof decodeProtobufRequest(bytes) === 'object';
      } catch (error) {
        return error instanceof ProtobufError;
      }
    }),
    { numRuns: 2000 },
  );
});

function recorded<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as T;
}

/** The magic, and what follows. */
function body(...bytes: readonly number[]): number[] {
  return [0x6b, 0x38, 0x73, 0x00, ...bytes];
}

function envelope(apiVersion: string, kind: string, message: readonly number[]): number[] {
  const type = [...field(1, [...Buffer.from(apiVersion)]), ...field(2, [...Buffer.from(kind)])];
  return body(...field(1, type), ...field(2, message));
}

/** A field of bytes with their length. */
function field(number: number, bytes: readonly number[]): number[] {
  return [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
