import { expect, test } from 'vitest';
import { describe } from './doc-text.js';

test.each([
  ['one line', '/** Number of Pods. */', 'Number of Pods.'],
  ['line breaks', '/**\n   * First.\n   *\n   * Second.\n   */', 'First.\n\nSecond.'],
  ['indentation in the text', '/**\n * List:\n *   - a\n */', 'List:\n  - a'],
  ['a word with @ inside a line', '/** Mail to ops@example.com or @ops. */', 'Mail to ops@example.com or @ops.'],
  [
    'an unknown word with @ at the start of a line',
    '/**\n * Schedule, such as\n * @hourly or\n * @daily.\n */',
    'Schedule, such as\n@hourly or\n@daily.',
  ],
  ['no tags for programmers, with their lines', '/**\n * Size.\n * @example\n * size: 1\n * @see other\n */', 'Size.'],
  ['a deprecation', '/**\n * Size.\n * @deprecated use replicas\n */', 'Size.\nDeprecated: use replicas'],
  [
    'the text of remarks after a silent tag',
    '/**\n * Size.\n * @internal\n * x\n * @remarks\n * More.\n */',
    'Size.\nMore.',
  ],
  ['no TODO lines', '/**\n * Size.\n * TODO: rename\n * In Pods.\n */', 'Size.\nIn Pods.'],
  ['nothing after ---', '/**\n * Size.\n * ---\n * For programmers.\n */', 'Size.'],
  ['code fences whole', '/**\n * Use:\n * ```\n * @see\n * ---\n * ```\n */', 'Use:\n```\n@see\n---\n```'],
  ['links as words', '/** See {@link Redis} and {@link Pod | its Pods}. */', 'See Redis and its Pods.'],
  ['a comment of tags only as nothing', '/** @internal */', ''],
])('keeps %s', (_title, comment, text) => {
  expect(describe(comment)).toBe(text);
});
