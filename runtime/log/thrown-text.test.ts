import { expect, test } from 'vitest';
import { thrownText } from './thrown-text.js';

const unreadable = Object.defineProperty(new Error('a'), 'message', {
  get() {
    throw new Error('b');
  },
});

test.each([
  [new TypeError('a'), 'a'],
  ['a', 'a'],
  [undefined, 'undefined'],
  [Symbol('a'), 'Symbol(a)'],
  [Object.assign(new Error(), { message: 5 }), '5'],
  [Object.create(null), 'what was thrown cannot be shown'],
  [unreadable, 'what was thrown cannot be shown'],
])('what was thrown has a text, whatever it is (%#)', (thrown, expected) => {
  expect(thrownText(thrown)).toBe(expected);
});
