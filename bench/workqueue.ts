// What a key costs on its way through the workqueue. Run by hand: node --import tsx bench/workqueue.ts
import { FakeClock } from '../runtime/clock/fake-clock.js';
import { Workqueue } from '../runtime/queue/workqueue.js';

const COUNT = 100_000;
const ROUNDS = 7;
const keys = Array.from({ length: COUNT }, (_, i) => `namespace-${i % 100}/object-${i}`);

await measure('add, get, done with 100,000 keys queued', async () => {
  const queue = new Workqueue();
  for (const key of keys) queue.add(key);
  for (let i = 0; i < COUNT; i += 1) queue.done((await queue.get()) as string);
});

await measure('get, add, done with a waiting worker', async () => {
  const queue = new Workqueue();
  for (const key of keys) {
    const got = queue.get();
    queue.add(key);
    queue.done((await got) as string);
  }
});

await measure('add of a key that is queued already', () => {
  const queue = new Workqueue();
  const [key = ''] = keys;
  for (let i = 0; i < COUNT; i += 1) queue.add(key);
});

await measure('addAfter with 1,000 different delays, until 100,000 keys are queued', async () => {
  const clock = new FakeClock();
  const queue = new Workqueue({ clock });
  // 7919 is coprime to 1,000: the delays come in no order.
  for (const [i, key] of keys.entries()) queue.addAfter(key, 1 + ((i * 7919) % 1_000));
  await clock.advance(1_000);
  if (queue.length !== COUNT) throw new Error(`only ${queue.length} of ${COUNT} keys are queued`);
});

/** Prints the median of some rounds, after one that warms up. */
async function measure(title: string, run: () => void | Promise<void>): Promise<void> {
  await run();
  const rounds: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const start = performance.now();
    await run();
    rounds.push(((performance.now() - start) * 1e6) / COUNT);
  }
  const median = rounds.sort((a, b) => a - b)[ROUNDS >> 1] as number;
  console.log(`${median.toFixed(0).padStart(6)} ns  ${title}`);
}
