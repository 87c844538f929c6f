import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatOf, isSource, sourceOf } from './source-files.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubewright-sources-'));
  const files = {
    'package.json': '{ "type": "module" }',
    'a.ts': '',
    'both.ts': '',
    'both.js': '',
    'script.js': '',
    'b.mts': '',
    'page.tsx': '',
    'lib/index.ts': '',
    'old/package.json': '{}',
    'old/a.ts': '',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('sourceOf', () => {
  it.each([
    ['a.js', 'a.ts'],
    ['both.js', 'both.ts'],
    ['b.mjs', 'b.mts'],
    ['page.js', 'page.tsx'],
    ['a', 'a.ts'],
    ['lib', 'lib/index.ts'],
    ['a.ts', undefined],
    ['script.js', undefined],
    ['missing.js', undefined],
    ['package.json', undefined],
  ])('%s means %s', (path, source) => {
    expect(sourceOf(join(folder, path))).toBe(source && join(folder, source));
  });
});

describe('formatOf', () => {
  it.each([
    ['a.ts', 'module'],
    ['lib/index.ts', 'module'],
    ['old/a.ts', 'commonjs'],
    ['old/a.mts', 'module'],
    ['a.cts', 'commonjs'],
  ])('%s is %s', (path, format) => {
    expect(formatOf(join(folder, path))).toBe(format);
  });
});

describe('isSource', () => {
  it.each([
    ['/p/a.ts', true],
    ['/p/a.mts', true],
    ['/p/a.tsx', true],
    ['/p/a.js', false],
    ['/p/a.d.ts', false],
    ['/p/a.d.mts', false],
    ['/p/node_modules/x/a.ts', false],
  ])('%s: %s', (path, expected) => {
    expect(isSource(path)).toBe(expected);
  });
});
