import fc from 'fast-check';
import { expect, test } from 'vitest';
import { damages, scalarTexts, valueTexts } from '../../test/json-texts.js';
import { afterSpace, endOfValue } from './json-scan.js';

function accepts(text: string): boolean {
  const bytes = Buffer.from(text);
  try {
    return afterSpace(bytes, endOfValue(bytes, 0)) === bytes.length;
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return false;
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(Buffer.from(text).toString());
    return true;
  } catch {
    return false;
  }
}

test('finds the end of any value, whatever follows', () => {
  fc.assert(
    fc.property(valueTexts, fc.constantFrom('', ',', '}', ']', ' ', '\n{"a":1}'), (text, rest) => {
      expect(endOfValue(Buffer.from(text + rest), 0)).toBe(Buffer.byteLength(text));
    }),
    { numRuns: 1000 },
  );
});

test('accepts what JSON.parse accepts, and nothing else', () => {
  let broken = 0;
  fc.assert(
    fc.property(fc.oneof(valueTexts, scalarTexts), damages, (text, damage) => {
      const damaged = damage(text);
      const valid = parses(damaged);
      if (!valid) broken++;
      expect([damaged, accepts(damaged)]).toEqual([damaged, valid]);
    }),
    { numRuns: 5000 },
  );
  expect(broken).toBeGreaterThan(500);
});

test.each(['01', '-', '1.', '.5', '1e', '+1', 'tru', 'True', 'nul', '00', '--1', '1e+', '0x1', 'NaN', 'Infinity'])(
  'refuses %s',
  text => {
    expect(accepts(text)).toBe(false);
    expect(accepts(`{"a":${text}}`)).toBe(false);
  },
);

test('finds the end of a million levels without a deep stack', () => {
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const text = `${open.repeat(1_000_000)}1${close.repeat(1_000_000)}`;
    expect(endOfValue(Buffer.from(text), 0)).toBe(text.length);
    expect(() => endOfValue(Buffer.from(text.slice(0, -1)), 0)).toThrow('the JSON ends too early');
  }
});

test('says what is wrong, and where', () => {
  expect(() => endOfValue(Buffer.from('{"a":1,}'), 0)).toThrow('unexpected "}" at position 7');
  expect(() => endOfValue(Buffer.from('["a\nb"]'), 0)).toThrow('unexpected byte 0xa at position 3');
});
