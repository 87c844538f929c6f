import { expect, test } from 'vitest';
import { SharedCalls } from './shared-calls.js';

test('who comes while a call is under way gets the answer of the next one, with all others', async () => {
  const calls = new SharedCalls<number>();
  const begun: ((answer: number) => void)[] = [];
  const call = (name = 'a') => calls.call(name, () => new Promise(resolve => begun.push(resolve)));
  const first = call();
  const later = [call(), call(), call()];
  const other = call('b');
  expect(begun).toHaveLength(2);
  begun[0]?.(1);
  begun[1]?.(2);
  expect([await first, await other]).toEqual([1, 2]);
  await expect.poll(() => begun.length).toBe(3);
  const last = [call(), call()];
  begun[2]?.(3);
  expect(await Promise.all(later)).toEqual([3, 3, 3]);
  await expect.poll(() => begun.length).toBe(4);
  begun[3]?.(4);
  expect(await Promise.all(last)).toEqual([4, 4]);
  const anew = call();
  expect(begun).toHaveLength(5);
  begun[4]?.(5);
  expect(await anew).toBe(5);
});
