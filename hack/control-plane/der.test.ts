import { expect, test } from 'vitest';
import { der, objectIdentifier, unsignedInteger, utcTime } from './der.js';

test.each([
  [Uint8Array.of(), '020100'],
  [Uint8Array.of(0, 0, 1), '020101'],
  [Uint8Array.of(0x7f), '02017f'],
  [Uint8Array.of(0x80), '02020080'],
])('encodes the bytes %j as the unsigned integer %s', (bytes, expected) => {
  expect(unsignedInteger(bytes).toString('hex')).toBe(expected);
});

test.each([
  [0x7f, '7f'],
  [0x80, '8180'],
  [0x100, '820100'],
])('encodes the length %i as %s', (length, expected) => {
  expect(
    der(0x04, Buffer.alloc(length))
      .toString('hex')
      .slice(2, -2 * length),
  ).toBe(expected);
});

test('encodes object identifiers with parts above 127', () => {
  expect(objectIdentifier('1.2.840.10045.4.3.2').toString('hex')).toBe('06082a8648ce3d040302');
});

test('encodes a time as two-digit year to second, and refuses a year that two digits do not hold', () => {
  expect(utcTime(new Date('2026-01-31T12:34:56.789Z')).subarray(2).toString()).toBe('260131123456Z');
  expect(() => utcTime(new Date('2050-01-01T00:00:00Z'))).toThrow(RangeError);
});
