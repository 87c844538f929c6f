import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cappedMessage } from './event-message.js';

test.each(['', 'created Pod a-0', 'x'.repeat(1024), 'é'.repeat(512)])(
  'keeps a message of up to 1024 bytes',
  message => {
    expect(cappedMessage(message)).toBe(message);
  },
);

test.each([
  ['one byte', 'x'.repeat(1025), `${'x'.repeat(1021)}...`],
  ['two bytes', 'é'.repeat(513), `${'é'.repeat(510)}...`],
  ['four bytes', '🙂'.repeat(257), `${'🙂'.repeat(255)}...`],
  ['mixed sizes', `x${'🙂'.repeat(256)}`, `x${'🙂'.repeat(255)}...`],
])('cuts at the end of a character of %s', (_, message, expected) => {
  expect(cappedMessage(message)).toBe(expected);
});

test('never exceeds 1024 bytes, never splits a character, and keeps a start of the message', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 2000, size: 'max' }), message => {
      const capped = cappedMessage(message);
      expect(Buffer.byteLength(capped)).toBeLessThanOrEqual(1024);
      expect(capped.isWellFormed()).toBe(true);
      expect(capped === message || message.startsWith(capped.slice(0, -3))).toBe(true);
    }),
  );
});
