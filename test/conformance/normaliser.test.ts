import { describe, expect, test } from 'vitest';
import { Normaliser } from './normaliser.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const A = '0a1b2c3d-0000-4000-8000-00000000000a';
const B = '0a1b2c3d-0000-4000-8000-00000000000b';

const normaliser = (sent = '') => {
  const made = new Normaliser({ now: NOW, names: { 'conformance-x7k2p': 'NAMESPACE' } });
  made.sent(sent);
  return made;
};
const object = (metadata: object) => ({ metadata: { name: 'a', ...metadata } });

describe('what is another each time', () => {
  test.each<[string, unknown, unknown]>([
    ['an identity', object({ uid: A }), object({ uid: 'UID-1' })],
    ['an identity in a message', `UID ${A} is gone`, 'UID UID-1 is gone'],
    ['an identity in a key', { [`k:{"uid":"${A}"}`]: {} }, { 'k:{"uid":"UID-1"}': {} }],
    ['a version', object({ resourceVersion: '71' }), object({ resourceVersion: 'VERSION-1' })],
    ['the version of a list', { metadata: { resourceVersion: '71' } }, { metadata: { resourceVersion: 'VERSION' } }],
    ['a time', { at: '2026-03-01T11:59:59Z' }, { at: 'TIME' }],
    ['a time with microseconds', { at: '2026-03-01T11:59:59.123456Z' }, { at: 'MICROTIME' }],
    ['the name of the namespace', 'namespaces "conformance-x7k2p"', 'namespaces "NAMESPACE"'],
    ['a version in a text', 'a: {\\"resourceVersion\\":\\"71\\"}', 'a: {\\"resourceVersion\\":\\"VERSION-1\\"}'],
    ['a version in YAML', 'resourceVersion: "71"', 'resourceVersion: "VERSION-1"'],
    ['a port of nodes', { nodePort: 30123 }, { nodePort: 'NODE-PORT-1' }],
    ['an address', { clusterIP: '10.0.0.7' }, { clusterIP: 'ADDRESS-1' }],
    ['where to go on', { continue: 'abc' }, { continue: 'CONTINUE' }],
    ['the present version in a message', 'too old resource version: 1 (726)', 'too old resource version: 1 (VERSION)'],
    ['a hash', '/openapi/v3/api/v1?hash=AB12', '/openapi/v3/api/v1?hash=HASH'],
    ['a token', 'eyJh.eyJp.sig-n', 'TOKEN'],
  ])('%s gets a word', (_, value, expected) => {
    expect(normaliser().value(value)).toEqual(expected);
  });

  test.each<[string, string]>([
    ['a-4bcd5', 'a-XXXXX'],
    ['configmaps "a-4bcd5" not found', 'configmaps "a-XXXXX" not found'],
    ['a-4bcd', 'a-4bcd'],
    ['a-given', 'a-given'],
    ['aa-4bcd5', 'aa-4bcd5'],
  ])('the end of a name gets a word that the server generated: %s', (name, expected) => {
    expect(normaliser('{"generateName":"a-"}').value({ name })).toEqual({ name: expected });
  });

  test('ages in a table get a word, other cells stay', () => {
    const columnDefinitions = [
      { name: 'Name', type: 'string' },
      { name: 'Age', type: 'string' },
    ];
    const table = {
      kind: 'Table',
      columnDefinitions,
      rows: [{ cells: ['5s', '2m5s'] }, { cells: ['a', '<unknown>'] }],
    };
    expect(normaliser().value(table)).toEqual({
      ...table,
      rows: [{ cells: ['5s', 'AGE'] }, { cells: ['a', '<unknown>'] }],
    });
  });

  test('who wrote what comes in one order', () => {
    const [a, b] = [
      { manager: 'a', operation: 'Update' },
      { manager: 'b', operation: 'Update' },
    ];
    expect(normaliser().value({ managedFields: [b, a] })).toEqual({ managedFields: [a, b] });
  });

  test('causes come in one order, in the message too', () => {
    const [a, b] = [
      { field: 'spec.a', message: 'Required value' },
      { field: 'spec.b', message: 'Invalid value: "x, y"' },
    ];
    const status = (first: typeof a, second: typeof a) => ({
      kind: 'Status',
      message: `x is invalid: [${first.field}: ${first.message}, ${second.field}: ${second.message}]`,
      details: { causes: [first, second] },
    });
    expect(normaliser().value(status(b, a))).toEqual(status(a, b));
    expect(normaliser().value(status(a, b))).toEqual(status(a, b));
  });
});

describe('what says something', () => {
  test('another identity or version gets another word, the same one the same', () => {
    const made = normaliser();
    const states = [object({ uid: A, resourceVersion: '5' }), object({ uid: B, resourceVersion: '5' })];
    expect(made.value(states)).toEqual([
      object({ uid: 'UID-1', resourceVersion: 'VERSION-1' }),
      object({ uid: 'UID-2', resourceVersion: 'VERSION-1' }),
    ]);
    expect(made.value(object({ uid: A, resourceVersion: '6' }))).toEqual(
      object({ uid: 'UID-1', resourceVersion: 'VERSION-2' }),
    );
  });

  test.each<[string, unknown]>([
    ['a time that is not fresh', { at: '2020-01-01T00:00:00Z' }],
    ['a version that is none', object({ resourceVersion: '0' })],
    ['an address of no Service', { clusterIP: 'None' }],
    ['the end of the pages', { continue: '' }],
    ['the order of items', { items: ['b', 'a'] }],
    ['a text that looks like an age, in no table', { age: '5s' }],
    [
      'a message that holds more than the causes',
      {
        kind: 'Status',
        message: 'wrong: [b: x, a: y, and more]',
        details: {
          causes: [
            { field: 'a', message: 'y' },
            { field: 'b', message: 'x' },
          ],
        },
      },
    ],
  ])('%s stays', (_, value) => {
    expect(normaliser().value(value)).toEqual(value);
  });

  test('what the client sent stays', () => {
    const value = { nodePort: 30123, clusterIP: '10.0.0.7', at: '2026-03-01T11:00:00Z', uid: A };
    expect(normaliser(JSON.stringify(value)).value(value)).toEqual(value);
  });

  test('a missing field is not the same as one that is null', () => {
    expect(normaliser().value({ a: null })).toEqual({ a: null });
  });
});
