// Holds the functions of this folder against what a real API server answered; `hack/schema/record-answers.ts` wrote it down.
import { describe, expect, test } from 'vitest';
import type { Answer, Cause, RecordedAnswers } from '../hack/schema/ask-server.js';
import type { DeclaredSchema } from './declared-schema.js';
import type { FieldError } from './field-error.js';
import { own } from './json.js';
import { type ReadResource, readResource } from './read-resource.js';
import { structuralProblems } from './structural-problems.js';
import type { Json, JsonObject } from './structural-schema.js';
import recorded from './testdata/api-server-answers.json' with { type: 'json' };
import { rulesNotChecked, validate, validateUpdate } from './validate.js';

const { values, updates, definitions } = recorded as unknown as RecordedAnswers;

describe('a value is taken, refused and changed as by the API server', () => {
  test.each(values.map(each => [each.title, each] as const))('%s', (_title, { schema, value, answer }) => {
    const root = inSpec(schema);
    const read = readResource(object(value), root);
    if ('problem' in read) {
      expect(answer.refused).toMatch(/cannot be handled as a \w+: /);
      expect(answer.refused?.replace(/^.*? cannot be handled as a \w+: /, '')).toBe(read.problem);
      return;
    }
    const errors = validate(read.value, root);
    const unchecked = rulesNotChecked(errors, root);
    const all = unchecked === undefined ? errors : [...errors, unchecked];
    expect(inOrder(answerOf(read, all), answer)).toEqual(answer);
  });
});

describe('a value takes the place of another as on the API server', () => {
  test.each(updates.map(each => [each.title, each] as const))('%s', (_title, { schema, value, old, answer }) => {
    const root = inSpec(schema);
    const [read, before] = [readResource(object(value), root), readResource(object(old), root)];
    if ('problem' in read || 'problem' in before) throw new Error('unreadable');
    expect(inOrder(answerOf(read, validateUpdate(read.value, before.value, root)), answer)).toEqual(answer);
  });
});

/** What differs on purpose. */
const KNOWN: Readonly<Record<string, string>> = {
  'a root with bounds and a status':
    "the server shows the schema as its internal Go struct, and this as the definition's JSON",
};

describe('a definition is refused with the causes of the API server', () => {
  test.each(definitions.map(each => [each.title, each] as const))('%s', (title, { schema, root, status, answer }) => {
    const whole = root ? (schema as DeclaredSchema) : inSpec(schema as DeclaredSchema);
    const causes = structuralProblems(whole, { status: status ?? false }).map(toCause);
    if (Object.hasOwn(KNOWN, title)) {
      expect(causes.map(({ field }) => field)).toEqual(answer.causes?.map(({ field }) => field));
    } else {
      expect(causes).toEqual(answer.causes ?? []);
    }
  });
});

test('there are enough answers', () => {
  expect(values.length + updates.length + definitions.length).toBeGreaterThan(500);
});

function inSpec<T>(schema: T) {
  return { type: 'object' as const, properties: { spec: { type: 'object' as const, properties: { x: schema } } } };
}

function object(value: Json): JsonObject {
  return { apiVersion: 'a.b/v1', kind: 'Values', metadata: { name: 'a' }, spec: { x: value } };
}

function answerOf(read: Extract<ReadResource, { readonly value: JsonObject }>, errors: readonly FieldError[]): Answer {
  const stored = own<Json>(own<Json>(read.value, 'spec') as JsonObject, 'x');
  const warnings = read.unknownFields.map(field => `unknown field "${field}"`);
  return {
    ...(errors.length > 0 ? { causes: errors.map(toCause) } : stored === undefined ? {} : { stored }),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

function toCause({ reason, field, message }: FieldError): Cause {
  return { reason, field, message };
}

/** Sorts the causes when the server's come in no order. */
function inOrder(answer: Answer, { anyOrder }: Answer): Answer {
  if (!anyOrder || answer.causes === undefined) return answer;
  const text = ({ field, message }: Cause) => `${field} ${message}`;
  return { ...answer, causes: answer.causes.toSorted((a, b) => (text(a) < text(b) ? -1 : 1)), anyOrder };
}
