import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gapTexts, listText, objectText, objectTexts } from '../../test/json-texts.js';
import { changedPaths } from './changed-paths.js';

type Json = Record<string, unknown>;

const pathsOf = (old: string, now: string, most?: number) => changedPaths(Buffer.from(old), Buffer.from(now), { most });
const paths = (old: unknown, now: unknown, most?: number) => pathsOf(JSON.stringify(old), JSON.stringify(now), most);

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same, on parsed values and by recursion. */
function expectedPaths(old: unknown, now: unknown, path: string): string[] {
  if (path === 'metadata.resourceVersion' || path === 'metadata.managedFields') return [];
  if (isObject(old) && isObject(now)) {
    const keys = [...Object.keys(now), ...Object.keys(old).filter(key => !Object.hasOwn(now, key))];
    return keys.flatMap(key => {
      const below = /^[\w-]+$/.test(key) ? `${path}${path && '.'}${key}` : `${path}[${key}]`;
      if (Object.hasOwn(old, key) && Object.hasOwn(now, key)) return expectedPaths(old[key], now[key], below);
      return expectedPaths(1, 2, below);
    });
  }
  if (Array.isArray(old) && Array.isArray(now) && old.length === now.length) {
    return old.flatMap((item, index) => expectedPaths(item, now[index], `${path}[${index}]`));
  }
  return old === now ? [] : [path];
}

/** Spells a value in another way: keys in another order, gaps, escapes. */
function spelt(value: unknown, gaps: readonly string[]): string {
  if (Array.isArray(value))
    return listText(
      value.map(item => spelt(item, gaps)),
      gaps,
    );
  if (isObject(value)) {
    const entries = Object.entries(value).reverse();
    return objectText(
      entries.map(([key, value]) => [escaped(key), spelt(value, gaps)]),
      gaps,
    );
  }
  if (typeof value === 'string') return escaped(value);
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e9 && value !== 0
    ? `${value}.0`
    : JSON.stringify(value);
}

function escaped(text: string): string {
  const codes = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, '0'));
  return `"${codes.map(code => `\\u${code}`).join('')}"`;
}

/** Replaces some of the leaves, keys and items of a value. */
function changed(value: unknown, choices: Iterator<number>): unknown {
  const choice = choices.next().value as number;
  if (choice === 0) return null;
  if (choice === 1) return { new: true };
  if (Array.isArray(value)) {
    const items = value.map(item => changed(item, choices));
    return choice === 2 ? items.slice(1) : items;
  }
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, value]) => [key, changed(value, choices)]);
    if (choice === 2) entries.shift();
    if (choice === 3) entries.push(['added', 1]);
    return Object.fromEntries(entries);
  }
  return choice === 4 ? `${String(value)}!` : value;
}

const choices = fc.infiniteStream(fc.nat(40));
const sorted = (paths: readonly string[]) => [...paths].sort();

describe('of any two objects', () => {
  test('are those in which their parsed values differ', () => {
    let found = 0;
    fc.assert(
      fc.property(objectTexts, choices, gapTexts, (old, choices, gaps) => {
        const value = JSON.parse(old) as unknown;
        const now = changed(value, choices);
        const expected = expectedPaths(value, now, '');
        found += expected.length;
        expect(sorted(pathsOf(old, JSON.stringify(now), Number.MAX_SAFE_INTEGER))).toEqual(sorted(expected));
        expect(sorted(pathsOf(old, spelt(now, gaps), Number.MAX_SAFE_INTEGER))).toEqual(sorted(expected));
        expect(pathsOf(old, spelt(now, gaps), 2)).toHaveLength(Math.min(2, expected.length));
      }),
      { numRuns: 2000 },
    );
    expect(found).toBeGreaterThan(500);
  });

  test('are none where only the spelling differs', () => {
    fc.assert(
      fc.property(objectTexts, gapTexts, (text, gaps) => {
        expect(pathsOf(text, spelt(JSON.parse(text), gaps))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('are also found among unrelated ones', () => {
    fc.assert(
      fc.property(objectTexts, objectTexts, (old, now) => {
        const expected = expectedPaths(JSON.parse(old), JSON.parse(now), '');
        expect(sorted(pathsOf(old, now, Number.MAX_SAFE_INTEGER))).toEqual(sorted(expected));
      }),
      { numRuns: 1000 },
    );
  });
});

const deployment = {
  metadata: { name: 'web', labels: { app: 'a' }, resourceVersion: '1', generation: 1, managedFields: [{ time: '1' }] },
  spec: { replicas: 1, containers: [{ image: 'a' }, { image: 'b' }] },
  status: { conditions: [{ type: 'Ready', status: 'False' }] },
};

test.each([
  [{ ...deployment, spec: { ...deployment.spec, replicas: 2 } }, ['spec.replicas']],
  [{ ...deployment, metadata: { ...deployment.metadata, labels: { app: 'b' } } }, ['metadata.labels.app']],
  [{ ...deployment, metadata: { ...deployment.metadata, generation: 2 } }, ['metadata.generation']],
  [{ ...deployment, metadata: { ...deployment.metadata, resourceVersion: '2', managedFields: [] } }, []],
  [{ apiVersion: 'apps/v1', kind: 'Deployment', ...deployment }, []],
  [{ ...deployment, metadata: { name: 'web', labels: { app: 'a' }, generation: 1 } }, []],
  [
    { ...deployment, metadata: { ...deployment.metadata, annotations: { 'example.com/size': '1' } } },
    ['metadata.annotations'],
  ],
  [
    { ...deployment, spec: { replicas: 1, containers: [{ image: 'a' }, { image: 'c' }] } },
    ['spec.containers[1].image'],
  ],
  [{ ...deployment, spec: { replicas: 1, containers: [{ image: 'a' }] } }, ['spec.containers']],
  [{ ...deployment, status: { conditions: [{ type: 'Ready', status: 'True' }] } }, ['status.conditions[0].status']],
  [{ ...deployment, status: undefined }, ['status']],
])('%#: a change of a Deployment is told by its path', (now, expected) => {
  expect(paths(deployment, now)).toEqual(expected);
});

test('a key that may not follow a dot stands in brackets', () => {
  const object = (size: string) => ({ metadata: { annotations: { 'example.com/size': size } } });
  expect(paths(object('1'), object('2'))).toEqual(['metadata.annotations[example.com/size]']);
});

test('are eight at most, in the order of the object', () => {
  const object = (value: number) => Object.fromEntries('abcdefghijkl'.split('').map(key => [key, value]));
  expect(paths(object(1), object(2))).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  expect(paths(object(1), object(2), 3)).toEqual(['a', 'b', 'c']);
});

test('of what has more than a thousand items or fields are told as a whole', () => {
  const list = (length: number, value: number) => ({ list: Array.from({ length }, () => value) });
  expect(paths(list(1000, 1), list(1000, 2), 2)).toEqual(['list[0]', 'list[1]']);
  expect(paths(list(1001, 1), list(1001, 2), 2)).toEqual(['list']);
  const fields = (length: number, value: number) => ({
    data: Object.fromEntries(list(length, value).list.map((value, at) => [`k${at}`, value])),
  });
  expect(paths(fields(1000, 1), fields(1000, 2), 2)).toEqual(['data.k0', 'data.k1']);
  expect(paths(fields(1001, 1), fields(1001, 2), 2)).toEqual(['data']);
  expect(paths(fields(1001, 1), fields(5, 2), 2)).toEqual(['data']);
});

test('below the 32nd level are told as that level', () => {
  const deep = (levels: number, leaf: number) => `${'{"a":'.repeat(levels)}${leaf}${'}'.repeat(levels)}`;
  expect(pathsOf(deep(20, 1), deep(20, 2))).toEqual([Array.from({ length: 20 }, () => 'a').join('.')]);
  expect(pathsOf(deep(100_000, 1), deep(100_000, 2))).toEqual([Array.from({ length: 32 }, () => 'a').join('.')]);
});

test('of what is no JSON are a SyntaxError', () => {
  expect(() => pathsOf('{"a":1}', '{"a":')).toThrow(SyntaxError);
  expect(() => pathsOf('{"a":1} {', '{"a":1}')).toThrow(SyntaxError);
  expect(() => pathsOf(' ', '{"a":1}')).toThrow(SyntaxError);
});
