import { expect, test } from 'vitest';
import { printable, printableInPlace } from './printable.js';

test('what a terminal would act on is written as in a source', () => {
  const text = 'bell\u0007 colour\u001b[31m tab\t turned\u202e line\u2028 mark\ufeff half\ud800';
  const shown = 'bell\\u0007 colour\\u001b[31m tab\\u0009 turned\\u202e line\\u2028 mark\\ufeff half\\ud800';
  expect(printable(text)).toBe(shown);
});

test('all other text, in lines too, is as it was', () => {
  const text = 'é 名前 😀 e\u0301\n  next';
  expect(printable(text)).toBe(text);
  expect(printableInPlace(text)).toBe(text);
});

test('in a line of source each character keeps its column, and tabs stay', () => {
  expect(printableInPlace('a\u0007b\t\u001b[31m😀')).toBe('a\ufffdb\t\ufffd[31m😀');
});
