// The API server acts on every rule that the golden definitions have.
import { describe, expect } from 'vitest';
import { expectedFiles } from '../golden-case.js';
import { testOf } from './served.js';

/** Other tests may serve the same kinds. */
const GROUP = 'rules.example.com';

const test = testOf(async () =>
  ['rules', 'rules-of-objects']
    .flatMap(name => Object.entries(expectedFiles(name)))
    .filter(([file]) => file.endsWith('.yaml'))
    .map(([, text]) => text.replaceAll('example.com', GROUP).replaceAll(`https://${GROUP}`, 'https://example.com')),
).extend('patch', async ({ create, change }) => {
  return async (spec: object, changed: object): Promise<string> => {
    expect((await create('Obj', { spec }, { name: 'obj' })).answer).toBe('taken');
    return (await change('Obj', { spec: changed }, { name: 'obj' })).answer;
  };
});

const ADDRESS = { host: 'a', port: 1 };

describe('takes', () => {
  test.for<[string, string, object]>([
    ['numbers', 'Ruled', { numbers: { share: 0.5, step: -5, port: 1, unprivileged: 1024 } }],
    [
      'texts',
      'Ruled',
      {
        texts: {
          label: 'a-1',
          team: 'team-a',
          path: '/A/b\u00df',
          address: '10.0.0.1',
          policy: 'Never',
          surge: '25%',
          unavailable: '3%',
          memory: '2Gi',
        },
      },
    ],
    [
      'lists',
      'Ruled',
      {
        lists: {
          labels: ['a', 'b'],
          ports: [1024],
          grid: [[2, 4]],
          addresses: [ADDRESS, { host: 'a', port: 2 }],
          pairs: [ADDRESS, { host: 'a', port: 2 }],
          checked: [ADDRESS],
        },
      },
    ],
    ['maps', 'Ruled', { maps: { labels: { 'a-b': 'x' }, limits: { cpu: '1', memory: 2 }, zones: { a: [ADDRESS] } } }],
    [
      'open fields',
      'Ruled',
      {
        open: {
          anything: [1, { a: null }],
          object: { apiVersion: 'v1', kind: 'Any', metadata: { name: 'a' }, more: 1 },
          tree: { name: 'a', children: [{ name: 'b', children: [] }] },
          secret: 's',
          parts: { a: 1, b: 'x' },
        },
      },
    ],
    ['rules in CEL', 'Ruled', { checked: { min: 1, max: 2, text: 'abc', address: ADDRESS } }],
    [
      'one of several fields',
      'Obj',
      { members: { name: 'n', a: 'x', c: 'x', e: 'x', f: 'x' }, choice: { first: 'a' }, choices: [{}] },
    ],
    ['fields whose names are escaped', 'Obj', { escaped: { 'x.y/z': 'a', 'once-set': 'b' } }],
  ])('%s', async ([, kind, spec], { ask }) => {
    expect((await ask(kind, { spec }, { name: 'obj' })).answer).toBe('taken');
  });
});

describe('refuses', () => {
  test.for<[string, string, object, string]>([
    ['a bound that is left out', 'Ruled', { numbers: { share: 0 } }, 'should be greater than 0'],
    ['the other bound that is left out', 'Ruled', { numbers: { share: 1 } }, 'should be less than 1'],
    ['no multiple', 'Ruled', { numbers: { step: 3 } }, 'should be a multiple of 5'],
    ['a number beyond a named rule', 'Ruled', { numbers: { port: 65536 } }, 'less than or equal to 65535'],
    ['a number below the tighter bound', 'Ruled', { numbers: { unprivileged: 1023 } }, 'greater than or equal to 1024'],
    ['a text that is too long', 'Ruled', { texts: { label: 'a'.repeat(64) } }, 'may not be more than 63 bytes'],
    ['one pattern of two', 'Ruled', { texts: { team: 'squad-a' } }, "should match '^team-'"],
    ['the other pattern', 'Ruled', { texts: { team: 'team-A' } }, 'should match'],
    ['another path', 'Ruled', { texts: { path: 'a' } }, 'spec.texts.path'],
    ['another format', 'Ruled', { texts: { address: 'here' } }, 'must be of type ipv4'],
    ['a value that @Enum leaves out', 'Ruled', { texts: { policy: 'IfNeeded' } }, 'Unsupported value: "IfNeeded"'],
    ['another int-or-string', 'Ruled', { texts: { surge: 1 } }, 'Unsupported value: 1'],
    ['a Quantity of another unit', 'Ruled', { texts: { memory: '2Mi' } }, "should match 'Gi$'"],
    ['too few items', 'Ruled', { lists: { labels: [] } }, 'should have at least 1 items'],
    ['equal items of a set', 'Ruled', { lists: { labels: ['a', 'a'] } }, 'Duplicate value'],
    ['equal objects of a set', 'Ruled', { lists: { pairs: [ADDRESS, ADDRESS] } }, 'Duplicate value'],
    ['an item', 'Ruled', { lists: { ports: [80] } }, 'spec.lists.ports[0]'],
    ['an item of an item', 'Ruled', { lists: { grid: [[2, 3]] } }, 'spec.lists.grid[0][1]'],
    ['equal keys of a list', 'Ruled', { lists: { addresses: [ADDRESS, ADDRESS] } }, 'Duplicate value'],
    ['an item by a rule in CEL', 'Ruled', { lists: { checked: [{ host: 'a', port: 0 }] } }, 'a port is greater than 0'],
    ['no keys', 'Ruled', { maps: { labels: {} } }, 'should have at least 1 properties'],
    ['an empty key', 'Ruled', { maps: { labels: { '': 'x' } } }, 'each key must have 1 or more characters'],
    [
      'a long key',
      'Ruled',
      { maps: { labels: { ['a'.repeat(64)]: 'x' } } },
      'each key must have 63 or fewer characters',
    ],
    ['a key that does not match', 'Ruled', { maps: { labels: { A: 'x' } } }, 'each key must match'],
    ['a key that is not among some', 'Ruled', { maps: { limits: { disk: 1 } } }, 'must be one of cpu, memory'],
    ['a key by a rule about self', 'Ruled', { maps: { limits: { gpu: 1 } } }, 'no GPUs'],
    ['a value of a map', 'Ruled', { maps: { limits: { cpu: '1m' } } }, "should match '^[0-9]+$'"],
    ['a list in a map', 'Ruled', { maps: { zones: { a: [ADDRESS, ADDRESS] } } }, 'Duplicate value'],
    ['an object without kind', 'Ruled', { open: { object: { apiVersion: 'v1' } } }, 'kind'],
    ['an object where there is a @Type', 'Ruled', { open: { secret: {} } }, 'must be of type string'],
    ['a rule of a class by a field', 'Ruled', { checked: { min: 3, max: 2 } }, 'min must not be above max'],
    ['a reason', 'Ruled', { checked: { text: `a${'b'.repeat(63)}` } }, 'Forbidden: too long'],
    [
      'two of one',
      'Obj',
      { members: { name: 'n', a: 'x', b: 'x', c: 'x', e: 'x' } },
      'at most one of the fields in [a b]',
    ],
    ['none of one', 'Obj', { members: { name: 'n', e: 'x' } }, 'exactly one of the fields in [c d]'],
    ['none of some', 'Obj', { members: { name: 'n', c: 'x' } }, 'at least one of the fields in [e f]'],
    [
      'a rule of a base class, at its path',
      'Obj',
      { members: { name: 'n', a: 'n', c: 'x', e: 'x' } },
      'spec.members.a: Invalid value',
    ],
    ['escaped names', 'Obj', { escaped: { namespace: 'a', 'a-b': 'b' } }, 'at most one of the fields in'],
    ['too many fields', 'Obj', { pair: { left: 1, right: 2, more: 3 } }, 'must have at most 2 items'],
    ['a choice at a field', 'Obj', { choice: {} }, 'exactly one of the fields in [first second]'],
    ['a choice in a list', 'Obj', { choices: [{ first: 'a', second: 'b' }] }, 'spec.choices[0]'],
  ])('%s', async ([, kind, spec, text], { ask }) => {
    expect((await ask(kind, { spec }, { name: 'obj' })).answer).toContain(text);
  });

  test('a name, by a rule of the resource', async ({ ask }) => {
    expect((await ask('Obj', { spec: {} }, { name: 'another' })).answer).toContain('names start with o');
  });
});

describe('of an update', () => {
  const kept = {
    requiredString: 'a',
    requiredStruct: {},
    requiredSlice: ['a'],
    requiredMap: { a: 'b' },
    mutableString: 'a',
  };
  test.for<[string, object, object, string]>([
    ['takes another value of other fields', kept, { mutableString: 'b' }, 'taken'],
    ['takes the first value of a field that was left out', kept, { optionalString: 'a' }, 'taken'],
    ['refuses another text', kept, { requiredString: 'b' }, 'field is immutable'],
    ['refuses another object', kept, { requiredStruct: { first: 'a' } }, 'field is immutable'],
    ['refuses another list', kept, { requiredSlice: ['a', 'b'] }, 'field is immutable'],
    ['refuses another map', kept, { requiredMap: { c: 'd' } }, 'field is immutable'],
    [
      'refuses to remove a value',
      { ...kept, optionalString: 'a' },
      { optionalString: null },
      'field optionalString is immutable once set',
    ],
    [
      'refuses another value of a field that was left out once',
      { ...kept, optionalStruct: { first: 'a' } },
      { optionalStruct: { first: 'b' } },
      'field is immutable',
    ],
  ])('%s', async ([, before, change, answer], { patch }) => {
    expect(await patch({ kept: before }, { kept: change })).toContain(answer);
  });

  test('refuses what a rule of the spec forbids', async ({ patch }) => {
    expect(await patch({ kept }, { kept: null })).toContain('kept stays');
  });

  test('refuses to remove a value whose name is escaped', async ({ patch }) => {
    const answer = await patch({ escaped: { 'once-set': 'a' } }, { escaped: { 'once-set': null } });
    expect(answer).toContain('field once-set is immutable once set');
  });
});
