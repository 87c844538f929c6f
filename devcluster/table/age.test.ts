import { describe, expect, test } from 'vitest';
import { ageOf, humanDuration } from './age.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

describe('humanDuration', () => {
  test.each([
    [-2 * SECOND, '<invalid>'],
    [-2 * SECOND + 1, '0s'],
    [-1, '0s'],
    [0, '0s'],
    [999, '0s'],
    [1000, '1s'],
    [2 * MINUTE - 1, '119s'],
    [2 * MINUTE, '2m'],
    [2 * MINUTE + SECOND, '2m1s'],
    [10 * MINUTE - SECOND, '9m59s'],
    [10 * MINUTE, '10m'],
    [10 * MINUTE + 59 * SECOND, '10m'],
    [3 * HOUR - 1, '179m'],
    [3 * HOUR, '3h'],
    [3 * HOUR + MINUTE, '3h1m'],
    [8 * HOUR - 1, '7h59m'],
    [8 * HOUR, '8h'],
    [2 * DAY - 1, '47h'],
    [2 * DAY, '2d'],
    [2 * DAY + HOUR, '2d1h'],
    [8 * DAY - 1, '7d23h'],
    [8 * DAY, '8d'],
    [2 * YEAR - 1, '729d'],
    [2 * YEAR, '2y'],
    [2 * YEAR + DAY, '2y1d'],
    [8 * YEAR - 1, '7y364d'],
    [8 * YEAR, '8y'],
    [100 * YEAR, '100y'],
  ])('shows %d ms as %s', (milliseconds, text) => {
    expect(humanDuration(milliseconds)).toBe(text);
  });
});

describe('ageOf', () => {
  const now = new Date('2026-01-01T00:00:10Z');

  test.each([
    ['2026-01-01T00:00:00Z', '10s'],
    ['2026-01-01T01:00:00+01:00', '10s'],
    ['2026-01-01T00:00:00.900000Z', '9s'],
    ['2026-01-01T00:00:11Z', '0s'],
    ['2026-01-01T00:01:00Z', '<invalid>'],
    ['2026-01-01T0:00:00Z', '10s'],
    ['2026-01-01T00:00:00,5Z', '9s'],
    ['2026-01-02T00:00:00+24:00', '10s'],
    ['2025-02-29T00:00:00Z', '<invalid>'],
    ['2025-12-31T24:00:00Z', '<invalid>'],
    ['2025-12-31T23:59:60Z', '<invalid>'],
    ['2026-01-01T00:00:00+25:00', '<invalid>'],
    ['0001-01-01T00:00:00Z', '<unknown>'],
    ['0001-01-01T01:00:00+01:00', '<unknown>'],
    ['1026-01-01T00:00:00Z', '292y'],
    ['2026-01-01', '<invalid>'],
    ['yesterday', '<invalid>'],
    ['', '<unknown>'],
    [undefined, '<unknown>'],
    [null, '<unknown>'],
  ])('of %s is %s', (timestamp, age) => {
    expect(ageOf(timestamp, now)).toBe(age);
  });
});
