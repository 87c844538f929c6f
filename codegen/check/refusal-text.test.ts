import { expect, it } from 'vitest';
import { notSupported } from '../../schema/field-error.js';
import { refusalText } from './refusal-text.js';

it('tells a few values, and of many those that can be read', () => {
  expect(refusalText(notSupported('spec.size', 'c', ['a', 'b']))).toBe(
    'spec.size: Unsupported value: "c": supported values: "a", "b"',
  );
  const many = Array.from({ length: 1000 }, (_, at) => `a${at}`);
  const text = refusalText(notSupported('spec.size', 'c', many));
  expect(text).toMatch(/^spec\.size: Unsupported value: "c": supported values: "a0", .*, "a\d+" \.\.\.$/);
  expect(text.length).toBeLessThan(1010);
  expect(refusalText(notSupported('spec.size', 'c'.repeat(5000), []))).toHaveLength(1004);
});
