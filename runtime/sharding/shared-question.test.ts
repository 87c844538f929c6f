import { beforeEach, expect, test } from 'vitest';
import { SharedQuestion } from './shared-question.js';

let put: PromiseWithResolvers<number>[];
let question: SharedQuestion<number>;

beforeEach(() => {
  put = [];
  question = new SharedQuestion(() => {
    const answer = Promise.withResolvers<number>();
    put.push(answer);
    return answer.promise;
  });
});

const settle = () => new Promise(resolve => setImmediate(resolve));

test('those that ask at once share it', async () => {
  const asked = [question.ask(), question.ask()];
  await settle();
  expect(put).toHaveLength(1);
  put[0]?.resolve(1);
  expect(await Promise.all(asked)).toEqual([1, 1]);
});

test('an answer to an older question is nobody’s: those that come share the next, which is put when the first has ended', async () => {
  const first = question.ask();
  await settle();
  const later = [question.ask(), question.ask()];
  await settle();
  expect(put).toHaveLength(1);
  put[0]?.resolve(1);
  expect(await first).toBe(1);
  await settle();
  expect(put).toHaveLength(2);
  put[1]?.resolve(2);
  expect(await Promise.all(later)).toEqual([2, 2]);
});

test('one that fails fails those that asked it, and no other', async () => {
  const first = question.ask();
  await settle();
  const later = question.ask();
  put[0]?.reject(new Error('no'));
  await expect(first).rejects.toThrow('no');
  await settle();
  put[1]?.resolve(2);
  expect(await later).toBe(2);
});
