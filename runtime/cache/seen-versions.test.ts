import { expect, test } from 'vitest';
import { VersionOrderError } from './recovery.js';
import { SeenVersions } from './seen-versions.js';

function listedAt(version: string): SeenVersions {
  const versions = new SeenVersions();
  versions.listed(version);
  return versions;
}

test('before the first complete list nothing is asked for, whatever was put', () => {
  const versions = new SeenVersions();
  versions.put('7');
  expect(versions).toMatchObject({ reached: undefined, newest: undefined });
});

test.each([
  [['9', '100', '20'], '100'],
  [['9'], '10'],
  [['odd', '12'], '12'],
  [[], '10'],
])(
  'of a list that put %j the newest counts, and a watch still goes on from the last one that was complete',
  (put, newest) => {
    const versions = listedAt('10');
    for (const version of put) versions.put(version);
    expect(versions).toMatchObject({ reached: '10', newest });
  },
);

test('a complete list of a lower version, after a restored backup, makes forget what was put before', () => {
  const versions = listedAt('10');
  versions.put('100');
  versions.listed('5');
  expect(versions).toMatchObject({ reached: '5', newest: '5' });
});

test('a watch goes on, not back', () => {
  const versions = listedAt('99');
  for (const version of ['99', '100', '100']) versions.advance(version);
  expect(() => versions.advance('99')).toThrow(VersionOrderError);
  expect(versions.reached).toBe('100');
  versions.advance('odd');
  expect(versions.reached).toBe('odd');
});
