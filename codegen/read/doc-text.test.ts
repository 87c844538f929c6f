import { expect, test } from 'vitest';
import { readSource } from '../../test/source-project.js';
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
  [
    'the words of links of all forms',
    '/** {@linkcode A} {@linkplain A | b} {@link https://x.y z}. {@inheritDoc A} */',
    'A b z.',
  ],
  ['words that are names in JavaScript', '/**\n * @constructor\n * @toString x\n */', '@constructor\n@toString x'],
  ['line breaks of old Macs', '/**\r * First.\r *\r * Second.\r */', 'First.\n\nSecond.'],
  ['a comment of tags only as nothing', '/** @internal */', ''],
])('keeps %s', (_title, comment, text) => {
  expect(describe(comment)).toBe(text);
});

test('takes /***/ for no doc comment', async () => {
  const reading = await readSource({
    'thing.ts': `import { CustomResource, Resource } from 'kubewright';
      @Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })
      export class Thing extends CustomResource<Spec> {}
      /***/
      export class Spec { name!: string }`,
  });
  expect(reading.model.resources[0]?.schema.properties?.spec).not.toHaveProperty('description');
});

test('reads the comment of each field, wherever it stands before the name', async () => {
  const reading = await readSource({
    'thing.ts': `import { CustomResource, MinLength, Resource } from 'kubewright';
      @Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })
      /** Of the class. */
      export class Thing extends CustomResource<Spec> {}
      export class Spec { /** A. */ a!: string; /** B. */ b!: string; /** For programmers of b. */
        c!: string;
        @MinLength(1) /** About the rule. */
        d!: string;
        @MinLength(1)
        /** E. */
        e!: string;
        /** F. */
        @MinLength(1) /** G. */ f!: string;
        constructor(/** H. */ readonly h: string, readonly i: string) {}
      }`,
  });
  const schema = reading.model.resources[0]?.schema;
  const fields = Object.entries(schema?.properties?.spec?.properties ?? {});
  expect(schema?.description).toBe('Of the class.');
  expect(fields.map(([name, { description }]) => `${name} ${description}`)).toEqual([
    'a A.',
    'b B.',
    'c undefined',
    'd undefined',
    'e E.',
    'f F.',
    'h H.',
    'i undefined',
  ]);
});
