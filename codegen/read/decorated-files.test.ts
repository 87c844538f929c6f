import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hasDecorators } from './decorated-files.js';

const folder = mkdtempSync(join(tmpdir(), 'kubewright-decorated-'));
afterAll(() => rmSync(folder, { recursive: true }));

function decorated(text: string): boolean {
  const file = join(folder, 'source.ts');
  writeFileSync(file, text);
  return hasDecorators(file);
}

test.each([
  ['a class', '@Resource({}) export class Redis {}'],
  ['a class after its export', 'export @Resource({}) class Redis {}'],
  ['a field', 'export class RedisSpec { @Minimum(0) replicas?: number }'],
  ['a class in a namespace', 'export namespace v1 { @Resource({}) export class Redis {} }'],
  ['what cannot be parsed', 'export class RedisSpec { @Minimum( }'],
])('finds the decorator of %s', (_what, text) => {
  expect(decorated(text)).toBe(true);
});

test.each([
  ['a comment', '/**\n @Resource\n */\nexport class Redis {}'],
  ['a template', 'export const example = `\n@Resource({})\nclass Redis {}`;'],
  ['a regular expression', 'export const tag = /^\\s*@(\\w+)/;'],
])('takes no %s for a decorator', (_what, text) => {
  expect(decorated(text)).toBe(false);
});
