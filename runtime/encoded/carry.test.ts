import { expect, test } from 'vitest';
import { Carry } from './carry.js';

test('puts pieces together, in whole or in part', () => {
  const carry = carried('abc');
  carry.append(Buffer.from('xdefx'), 1, 4);
  expect(carry.length).toBe(6);
  expect(text(carry.take())).toBe('abcdef');
  expect(carry.length).toBe(0);
  expect(text(carry.take())).toBe('');
});

test('what was taken stays what it is until the next is taken', () => {
  const carry = carried('first');
  const first = carry.take();
  append(carry, 'second');
  carry.clear();
  append(carry, 'third');
  expect(text(first)).toBe('first');
  expect(text(carry.take())).toBe('third');
});

test('refuses more than the longest, and says what it is', () => {
  const carry = new Carry(() => 'the line', 4);
  append(carry, 'abcd');
  expect(() => append(carry, 'e')).toThrow('the line is longer than 4 bytes, which no object of an API server is');
});

test('does not keep the room of a burst, and keeps that of a stream', () => {
  const carry = carried('x'.repeat(300_000));
  expect(room(carry)).toBe(524_288);
  const rooms = ['small', 'small', 'small'].map(piece => {
    append(carry, piece);
    return room(carry);
  });
  expect(rooms.at(-1)).toBe(4096);

  const buffers = new Set<ArrayBufferLike>();
  for (let turn = 0; turn < 20; turn += 1) {
    append(carry, 'x'.repeat(turn % 2 === 0 ? 100_000 : 60_000));
    buffers.add(carry.take().buffer);
  }
  expect(buffers.size).toBeLessThanOrEqual(4);
});

function carried(piece: string): Carry {
  const carry = new Carry(() => 'it', 1 << 20);
  append(carry, piece);
  return carry;
}

function append(carry: Carry, piece: string): void {
  const bytes = Buffer.from(piece);
  carry.append(bytes, 0, bytes.length);
}

const room = (carry: Carry) => carry.take().buffer.byteLength;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
