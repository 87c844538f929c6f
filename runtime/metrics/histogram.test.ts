import { array, assert, double, property, uniqueArray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponentialBuckets, Histogram } from './histogram.js';

describe('a histogram', () => {
  test('counts a value in the first bucket whose bound is not below it, and in all after that', () => {
    const histogram = new Histogram([1, 2, 4]);
    for (const value of [0.5, 1, 1.5, 4, 5]) histogram.observe(value);
    expect(histogram.buckets).toEqual([
      { le: 1, count: 2 },
      { le: 2, count: 3 },
      { le: 4, count: 4 },
      { le: Number.POSITIVE_INFINITY, count: 5 },
    ]);
    expect(histogram.sum).toBe(12);
    expect(histogram.count).toBe(5);
  });

  test('counts any values in any buckets as counting them one by one does', () => {
    const bounds = uniqueArray(double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 30 }).map(all =>
      all.sort((a, b) => a - b),
    );
    assert(
      property(bounds, array(double({ noNaN: true })), (ends, values) => {
        const histogram = new Histogram(ends);
        for (const value of values) histogram.observe(value);
        for (const { le, count } of histogram.buckets) {
          expect(count).toBe(values.filter(value => value <= le).length);
        }
      }),
    );
  });

  test('refuses what is no number, and is not spoilt by it', () => {
    const histogram = new Histogram([1]);
    expect(() => histogram.observe(Number.NaN)).toThrow(RangeError);
    histogram.observe(1);
    expect(histogram.sum).toBe(1);
  });
});

test('exponential buckets are rounded as in Go, where each is the one before times the factor', () => {
  expect(exponentialBuckets(10e-9, 10, 5)).toEqual([1e-8, 1e-7, 1e-6, 9.999999999999999e-6, 9.999999999999999e-5]);
});
