import { expect, test } from 'vitest';
import type { Diagnostic } from '../model/diagnostic.js';
import { withoutFloods } from './flood.js';

function finding(column: number, message: string, code = 'KW1003'): Diagnostic {
  return { file: '/project/thing.ts', line: 1, column, code, severity: 'error', message };
}

function messages(all: readonly Diagnostic[]): readonly string[] {
  return withoutFloods(all).map(({ column, code, message }) => `${column} ${code} ${message}`);
}

const fields = (count: number, code?: string) =>
  Array.from({ length: count }, (_unused, index) => finding(5, `field ${index}`, code));

test('keeps as many findings at a place as a summary would take the room of', () => {
  expect(messages(fields(4))).toHaveLength(4);
});

test('keeps the first findings about types at a place, and counts the others', () => {
  const all = [finding(1, 'before'), ...fields(100), finding(9, 'after')];
  expect(messages(all)).toEqual([
    '1 KW1003 before',
    '5 KW1003 field 0',
    '5 KW1003 field 1',
    '5 KW1003 field 2',
    '5 KW1017 97 more fields are read from here, of types that no schema can say',
    '9 KW1003 after',
  ]);
});

test('keeps all findings about other things', () => {
  expect(messages(fields(10, 'KW2009'))).toHaveLength(10);
});

test('is as quick with very many', () => {
  const all = [...fields(200_000), finding(9, 'after')];
  expect(messages(all)).toHaveLength(5);
});
