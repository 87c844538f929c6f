import { expect, test } from 'vitest';
import { isPending } from '../../test/manager-world.js';
import { NotLeaderError } from '../leader-election/not-leader-error.js';
import { ShardTerm } from './shard-term.js';

test('work may begin until it ends, and it is empty when all work has', async () => {
  const term = new ShardTerm(3, open);
  const [first, second] = [term.enter(), term.enter()];
  expect(term.stays).toBe(2);
  first?.leave();
  term.end(new Error('handed over'));
  expect(term.enter()).toBeUndefined();
  expect(await isPending(term.empty)).toBe(true);
  expect(second?.signal.reason).toMatchObject({ message: 'handed over' });
  second?.leave();
  await term.empty;
});

test('it is empty at once where nobody is at work', async () => {
  const term = new ShardTerm(3, open);
  expect(await isPending(term.empty)).toBe(true);
  term.end(new Error('handed over'));
  await term.empty;
});

test('who leaves twice is counted once', async () => {
  const term = new ShardTerm(3, open);
  const [first, second] = [term.enter(), term.enter()];
  first?.leave();
  first?.leave();
  term.end(new Error('handed over'));
  expect(term.stays).toBe(1);
  expect(await isPending(term.empty)).toBe(true);
  second?.leave();
  await term.empty;
});

test('work that goes on after the end may write while the Lease is held, and no longer', () => {
  const fence = { isOpen: true, check: () => {} };
  const term = new ShardTerm(3, fence);
  const stay = term.enter();
  term.end(new Error('handed over'));
  expect(stay?.mayWrite).toBe(true);
  stay?.check();
  fence.isOpen = false;
  fence.check = () => {
    throw new NotLeaderError('not held');
  };
  expect(stay?.mayWrite).toBe(false);
  expect(() => stay?.check()).toThrow(NotLeaderError);
});

const open = { isOpen: true, check: () => {} };
