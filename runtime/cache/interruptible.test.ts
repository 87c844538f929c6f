import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { unlessAborted, untilAborted } from './interruptible.js';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) yield i;
}

describe('untilAborted', () => {
  test('yields what the source yields, and stops listening', async () => {
    const { signal } = new AbortController();
    const seen: number[] = [];
    for await (const value of untilAborted(numbers(3), signal)) seen.push(value);
    expect(seen).toEqual([0, 1, 2]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('throws what the source throws', async () => {
    const source = async function* () {
      yield 1;
      throw new Error('broken');
    };
    const { signal } = new AbortController();
    const read = async () => {
      for await (const _ of untilAborted(source(), signal));
    };
    await expect(read()).rejects.toThrow('broken');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('tells the source when the reader leaves early', async () => {
    let left = false;
    const source = async function* () {
      try {
        yield 1;
      } finally {
        left = true;
      }
    };
    for await (const _ of untilAborted(source(), new AbortController().signal)) break;
    expect(left).toBe(true);
  });

  test('yields nothing more once the signal has aborted, also of what is there already', async () => {
    const stopping = new AbortController();
    const seen: number[] = [];
    for await (const value of untilAborted(numbers(9), stopping.signal)) {
      seen.push(value);
      if (value === 1) stopping.abort();
    }
    expect(seen).toEqual([0, 1]);
  });
});

describe('unlessAborted', () => {
  test('is the outcome of the promise, and stops listening', async () => {
    const { signal } = new AbortController();
    await expect(unlessAborted(Promise.resolve(1), signal)).resolves.toBe(1);
    await expect(unlessAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('is undefined when the signal aborts, or has aborted; a later rejection is dropped', async () => {
    const stopping = new AbortController();
    let reject = (_: Error): void => {};
    const promise = new Promise<number>((_, refuse) => {
      reject = refuse;
    });
    const outcome = unlessAborted(promise, stopping.signal);
    stopping.abort();
    await expect(outcome).resolves.toBeUndefined();
    await expect(unlessAborted(promise, stopping.signal)).resolves.toBeUndefined();
    reject(new Error('late'));
    await new Promise(resolve => setImmediate(resolve));
  });
});
