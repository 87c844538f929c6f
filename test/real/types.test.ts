// The API server takes of unions, tuples, maps and any JSON what their TypeScript types take, and nothing else.
import { describe, expect } from 'vitest';
import { expectedFiles } from '../golden-case.js';
import { testOf } from './served.js';

/** Other tests may serve the same kinds. */
const GROUP = 'types.example.com';
const CASES = ['variants', 'lists-and-maps', 'any-json', 'mapped-types'];

const test = testOf(async () =>
  CASES.flatMap(name => Object.entries(expectedFiles(name)))
    .filter(([file]) => file.endsWith('.yaml'))
    .map(([, text]) => text.replaceAll('example.com', GROUP)),
);

const disk = { type: 'Disk', path: '/data', owner: 'me' };
const bucket = { type: 'S3', bucket: 'b', owner: 'me' };

describe('takes', () => {
  test.for<[string, string, object]>([
    ['each case of a union', 'Store', { storage: disk, copies: [bucket, { ...disk, readOnly: true }] }],
    ['a field that two cases may have', 'Store', { storage: { type: 'Memory', owner: 'me', region: 'r' } }],
    ['booleans that tell apart', 'Store', { storage: disk, byName: { a: { on: true, level: 1 }, b: { on: false } } }],
    ['a union or null', 'Store', { storage: disk, toggle: null }],
    ['a field that one case must have and another may', 'Store', { storage: disk, sized: { tier: 2 } }],
    ['one whose name is escaped in rules', 'Store', { storage: disk, sized: { tier: 1, 'burst-rate': 3 } }],
    [
      'tuples',
      'Table',
      {
        range: [1, 2],
        ranges: [
          [1, 2],
          [3, 4],
        ],
        names: ['a'],
        hosts: ['a', 'b', 'c'],
        flags: [],
      },
    ],
    ['keys of a form', 'Table', { labels: { 'app-a': 'x', 'app-': '' }, sizes: { '1-mb': 1 } }],
    ['keys of one of two forms', 'Table', { either: { 'a-\n-b': 1, "it's \\x": 2 } }],
    ['a field for each value of an enum', 'Table', { days: { Mon: 1 } }],
    ['texts of a form', 'Table', { memory: '2Gi', image: 'registry/a/b:1', level: 'level-3', free: 'whatever' }],
    [
      'any JSON',
      'Chart',
      { value: null, values: { a: [1, { b: null }] }, list: [1, 'a', null, {}], each: { a: 1, b: null } },
    ],
    ['null for an optional field of a mapped type', 'Servers', { overrides: { image: null } }],
    ['renamed fields', 'Servers', { prefixed: { 'server-image': 'a', 'server-start': 'Fast' } }],
  ])('%s', async ([, kind, spec], { ask }) => {
    const { answer, spec: kept } = await ask(kind, { spec });
    expect(answer).toBe('taken');
    expect(kept).toEqual(spec);
  });
});

describe('refuses', () => {
  test.for<[string, string, object, string]>([
    [
      'a field of another case',
      'Store',
      { storage: { ...disk, bucket: 'b' } },
      'bucket is required when type is S3 or Gcs, and forbidden otherwise',
    ],
    [
      'a case without its field',
      'Store',
      { storage: { type: 'Gcs', owner: 'me' } },
      'bucket is required when type is S3 or Gcs',
    ],
    [
      'an optional field of another case',
      'Store',
      { storage: { ...bucket, readOnly: true } },
      'readOnly is forbidden unless type is Disk',
    ],
    ['no case at all', 'Store', { storage: { owner: 'me' } }, 'spec.storage.type: Required value'],
    ['an unknown case', 'Store', { storage: { type: 'Tape', owner: 'me' } }, 'Unsupported value: "Tape"'],
    [
      'a field that all cases must have, missing',
      'Store',
      { storage: { type: 'Memory' } },
      'spec.storage.owner: Required value',
    ],
    ['a rule of a case', 'Store', { storage: { ...disk, path: '' } }, 'spec.storage.path'],
    ['in lists, too', 'Store', { storage: disk, copies: [{ ...disk, bucket: 'b' }] }, 'spec.copies[0]'],
    ['a level while off', 'Store', { storage: disk, toggle: { on: false, level: 1 } }, 'forbidden otherwise'],
    [
      'a tier without its rate',
      'Store',
      { storage: disk, sized: { tier: 1 } },
      'burst-rate is required when tier is 1',
    ],
    [
      'a tier with the rate of another',
      'Store',
      { storage: disk, sized: { tier: 3, 'burst-rate': 1 } },
      'forbidden unless tier is 1 or 2',
    ],
    ['too few in a tuple', 'Table', { range: [1] }, 'at least 2 items'],
    ['too many in a tuple', 'Table', { names: ['a', 'b', 'c'] }, 'must have at most 2 items'],
    ['none where there is one at least', 'Table', { hosts: [] }, 'at least 1 items'],
    ['a key of another form', 'Table', { labels: { 'app-a': 'x', b: 'y' } }, 'all keys must start with "app-"'],
    ['a key with another end', 'Table', { sizes: { '1-gb': 1 } }, 'all keys must end with "-mb"'],
    ['a key of neither form', 'Table', { either: { 'a-b': 1 } }, 'all keys must match'],
    ['a text of another form', 'Table', { level: 'level' }, 'spec.level'],
    ['a list for an object', 'Chart', { values: [] }, 'spec.values'],
    [
      'a rule of the source of a mapped type',
      'Servers',
      { prefixed: { 'server-image': '', 'server-start': 'Fast' } },
      'server-image',
    ],
  ])('%s', async ([, kind, spec, says], { ask }) => {
    const { answer } = await ask(kind, { spec });
    expect(answer).toContain(says);
  });
});
