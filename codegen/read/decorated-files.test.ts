import { expect, test } from 'vitest';
import { hasDecorators } from './decorated-files.js';

test.each([
  ['a class', '@Resource({}) export class Redis {}'],
  ['a class after its export', 'export @Resource({}) class Redis {}'],
  ['a field', 'export class RedisSpec { @Minimum(0) replicas?: number }'],
  ['a class in a namespace', 'export namespace v1 { @Resource({}) export class Redis {} }'],
  ['what cannot be parsed', 'export class RedisSpec { @Minimum( }'],
])('finds the decorator of %s', (_what, text) => {
  expect(hasDecorators('source.ts', text)).toBe(true);
});

test.each([
  ['a comment', '/**\n @Resource\n */\nexport class Redis {}'],
  ['a template', 'export const example = `\n@Resource({})\nclass Redis {}`;'],
  ['a regular expression', 'export const tag = /^\\s*@(\\w+)/;'],
])('takes no %s for a decorator', (_what, text) => {
  expect(hasDecorators('source.ts', text)).toBe(false);
});
