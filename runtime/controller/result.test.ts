import { describe, expect, it } from 'vitest';
import { done, minutes, requeueAfter, seconds, TerminalError } from './result.js';

describe('requeueAfter', () => {
  it.each([0, 0.5, 1, seconds(10), minutes(90)])('takes %d ms', delay => {
    expect(requeueAfter(delay)).toEqual({ kind: 'requeueAfter', delay });
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined as unknown as number])(
    'refuses %d',
    delay => {
      expect(() => requeueAfter(delay)).toThrow(
        new RangeError(`requeueAfter needs a number of milliseconds >= 0, got ${delay}`),
      );
    },
  );
});

it('done is one value, which nobody can change', () => {
  expect(done).toEqual({ kind: 'done' });
  expect(Object.isFrozen(done)).toBe(true);
});

it('seconds and minutes are milliseconds', () => {
  expect([seconds(1.5), minutes(2)]).toEqual([1500, 120_000]);
});

it('a TerminalError keeps its name, its message and its cause', () => {
  const cause = new Error('inner');
  const error = new TerminalError('no way on', { cause });
  expect(error).toMatchObject({ name: 'TerminalError', message: 'no way on', cause });
  expect(error).toBeInstanceOf(Error);
});
