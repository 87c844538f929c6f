import { describe, expect, test } from 'vitest';
import { broken } from '../../test/followed.js';
import { refusal } from '../../test/things.js';
import { FakeClock } from '../clock/fake-clock.js';
import { ReflectorBackoff } from './backoff.js';

const away = broken('ECONNREFUSED');
const forbidden = refusal('list', 403, 'Forbidden');
const expired = refusal('watch', 410, 'Expired');

function backoff(random = () => 0) {
  const clock = new FakeClock();
  const subject = new ReflectorBackoff(clock, random);
  /** The delays of failures that come one after the other, each after the wait for the one before. */
  const delays = async (verb: 'list' | 'watch', errors: readonly unknown[]) => {
    const waited: number[] = [];
    for (const error of errors) {
      waited.push(subject.next(verb, error));
      await clock.advance(waited.at(-1) ?? 0);
    }
    return waited;
  };
  return { clock, subject, delays };
}
const times = <E>(count: number, error: E): E[] => Array.from({ length: count }, () => error);

describe('403', () => {
  test('after a server was away is asked again soon, and then less and less often', async () => {
    const { delays } = backoff();
    expect((await delays('list', times(8, away))).at(-1)).toBe(30_000);
    const refused = await delays('list', times(8, forbidden));
    expect(refused).toEqual([800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
  });

  test('does not make a server that goes away again be asked more often', async () => {
    const { delays } = backoff();
    await delays('list', times(8, away));
    expect(await delays('list', [forbidden, away, forbidden, away])).toEqual([800, 30_000, 1600, 30_000]);
  });

  test('that lasts is not taken for another one when lists succeed in between', async () => {
    const { clock, delays } = backoff();
    await delays('watch', times(6, forbidden));
    await clock.advance(60_000);
    expect(await delays('watch', [forbidden])).toEqual([30_000]);
  });
});

describe('a version that is gone', () => {
  test('from under a healthy watch is spread over 0.8 s, the next ones over as much after the first delay', async () => {
    for (const random of [0, 0.25, 0.999]) {
      const { delays } = backoff(() => random);
      const stretched = (delay: number) => delay * (1 + random);
      expect(await delays('watch', times(3, expired))).toEqual([800 * random, stretched(800), stretched(1600)]);
    }
  });

  test('after a server was away leads on as soon', async () => {
    const { delays } = backoff();
    await delays('watch', times(8, away));
    expect(await delays('watch', [expired, away, expired, expired])).toEqual([0, 30_000, 800, 1600]);
  });

  test.each([
    [119_999, 1600],
    [120_000, 0],
  ])('after two others and %i ms without one waits %i ms', async (healthy, delay) => {
    const { clock, delays } = backoff();
    await delays('watch', [expired, expired]);
    await clock.advance(healthy);
    expect(await delays('watch', [expired])).toEqual([delay]);
  });

  test('from under a list is a failure like others: a list has been tried again at once already', async () => {
    expect(await backoff().delays('list', [expired])).toEqual([800]);
  });
});
