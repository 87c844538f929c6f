// Holds the compiler of rules against verdicts that were recorded of the API server's own; `recordedFrom` says of which.
import { describe, expect, test } from 'vitest';
import type { StructuralSchema } from '../structural-schema.js';
import { type CompiledRule, compileMessageExpression, compileRule, type RefusedRule } from './compile-rule.js';
import recorded from './testdata/compiled-rules.json' with { type: 'json' };
import { formatType } from './types/format-type.js';

interface RecordedRule {
  readonly schema: string;
  readonly isResourceRoot?: boolean;
  readonly optionalOldSelf?: boolean;
  readonly rule: string;
  readonly type?: string;
  readonly usesOldSelf?: boolean;
  readonly refused?: string;
}

const schemas = recorded.schemas as unknown as Readonly<Record<string, StructuralSchema>>;
const rules = recorded.rules as readonly RecordedRule[];

describe('a rule is taken or refused as by the API server, with its words', () => {
  test.each(rules.map(each => [each.rule, each] as const))('%s', (_rule, each) => {
    const schema = schemas[each.schema] as StructuralSchema;
    const { isResourceRoot = false, optionalOldSelf = false } = each;
    const compiled = compileRule({ schema, isResourceRoot, optionalOldSelf }, each.rule);
    expect(refusal(compiled)).toBe(each.refused);
    if ('issues' in compiled) return;
    expect(formatType(compiled.checked.types.get(compiled.expression.id) ?? { kind: 'error' })).toBe(each.type);
    expect(compiled.usesOldSelf).toBe(each.usesOldSelf ?? false);
  });
});

describe('a message expression is taken or refused as by the API server', () => {
  const messages = recorded.messageExpressions as readonly { messageExpression: string; refused?: string }[];
  test.each(messages.map(each => [each.messageExpression, each] as const))('%s', (_text, each) => {
    const place = { schema: schemas.resource as StructuralSchema, isResourceRoot: true };
    expect(refusal(compileMessageExpression(place, each.messageExpression))).toBe(each.refused);
  });
});

/** Free type variables are numbered in an order that Go leaves to chance. */
function refusal(compiled: CompiledRule | RefusedRule): string | undefined {
  return 'issues' in compiled ? compiled.detail.replace(/_var\d+/g, '_var') : undefined;
}

describe('an expression that would exhaust the parser is refused', () => {
  const place = { schema: { type: 'object' } as const, isResourceRoot: false };

  test.each([
    ['parentheses', `${'('.repeat(300)}true${')'.repeat(300)}`, 'expression recursion limit exceeded: 250'],
    ['a sum', Array.from({ length: 300 }, () => '1').join(' + '), 'max recursion depth exceeded'],
    ['selections', `self${'.a'.repeat(300)}`, 'max recursion depth exceeded'],
    ['calls in calls', `${'size('.repeat(260)}1${')'.repeat(260)}`, 'expression recursion limit exceeded: 250'],
    [
      'a long text',
      `'${'a'.repeat(100_000)}' == ''`,
      'expression code point size exceeds limit: size: 100008, limit 100000',
    ],
  ])('%s', (_title, text, message) => {
    const compiled = compileRule(place, text);
    expect('issues' in compiled && compiled.issues.map(issue => issue.message)).toEqual([message]);
  });

  test('each optMap doubles what it is called on: a row of them is refused', () => {
    const compiled = compileRule(place, `self.?a${'.optMap(a, a)'.repeat(60)}.hasValue()`);
    expect('issues' in compiled && compiled.issues.map(issue => issue.message)).toEqual([
      'expression has too many parts once its macros are expanded',
    ]);
  });

  test('a text that goes wrong early and is deep is refused for where it goes wrong', () => {
    const compiled = compileRule(place, `)${'('.repeat(5000)}`);
    expect('issues' in compiled && compiled.issues.map(issue => issue.message)).toEqual([
      expect.stringMatching(/^Syntax error: extraneous input '\)' expecting /),
    ]);
  });

  test('long chains of && are not deep', () => {
    const compiled = compileRule(place, Array.from({ length: 2000 }, () => 'true').join(' && '));
    expect('issues' in compiled).toBe(false);
  });

  test('a rule stands where its schema has a type', () => {
    expect(compileRule({ schema: {}, isResourceRoot: false }, 'true')).toEqual({
      issues: [],
      detail: 'unable to convert structural schema to CEL declarations',
    });
  });
});
