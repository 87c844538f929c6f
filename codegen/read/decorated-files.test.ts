import { expect, test } from 'vitest';
import { hasDecorators } from './decorated-files.js';

test.each([
  ['a class', '@Resource({}) export class Redis {}'],
  ['a class after its export', 'export @Resource({}) class Redis {}'],
  [
    'a field on a line of its own',
    '/** Of it. */\nexport class RedisSpec {\n  /** Of it. */\n  @Minimum(0)\n  replicas?: number;\n}',
  ],
  ['a class behind what looks like a comment', "const glob = '**/*.ts';\n@Resource({}) export class Redis {}"],
  ['a field', 'export class RedisSpec { @Minimum(0) replicas?: number }'],
  ['a class in a namespace', 'export namespace v1 { @Resource({}) export class Redis {} }'],
  ['what cannot be parsed', 'export class RedisSpec { @Minimum( }'],
])('finds the decorator of %s', (_what, text) => {
  expect(hasDecorators('source.ts', text)).toBe(true);
});

test.each([
  ['a comment', '/**\n @Resource\n */\nexport class Redis {}'],
  ['a comment that seems to end', '/*/\n@Resource\n*/\nexport class Redis {}'],
  ['a text of two lines', "export const text = 'a\\\n@Resource';"],
  ['a template', 'export const example = `\n@Resource({})\nclass Redis {}`;'],
  ['a regular expression', 'export const tag = /^\\s*@(\\w+)/;'],
])('takes no %s for a decorator', (_what, text) => {
  expect(hasDecorators('source.ts', text)).toBe(false);
});
