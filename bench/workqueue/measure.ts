// What a key costs on its way through our workqueue. Prints one line of JSON: nanoseconds for each key, the medians of some
// rounds. Bundled and run by bench/workqueue.ts.
import { FakeClock } from '../../runtime/clock/fake-clock.js';
import { Workqueue } from '../../runtime/queue/workqueue.js';
import { median } from '../devcluster/statistics.js';

const COUNT = 100_000;
const WARM_UP = 3;
const ROUNDS = 15;
const keys = Array.from({ length: COUNT }, (_, i) => `namespace-${i % 100}/object-${i}`);

// One kind in a process, as in an operator: with both, the compiler would make the code for neither.
const bare = process.argv[2] === 'bare';
const newQueue = (): Workqueue => new Workqueue(bare ? {} : { observer: {} });

const result = {
  queued: await measure(async queue => {
    for (const key of keys) queue.add(key);
    for (let i = 0; i < COUNT; i += 1) queue.done((await queue.get()) as string);
  }),
  alone: await measure(async queue => {
    for (const key of keys) {
      queue.add(key);
      queue.done((await queue.get()) as string);
    }
  }),
  waiting: await measure(async queue => {
    for (const key of keys) {
      const got = queue.get();
      queue.add(key);
      queue.done((await got) as string);
    }
  }),
  again: await measure(queue => {
    const [key = ''] = keys;
    for (let i = 0; i < COUNT; i += 1) queue.add(key);
  }),
  delayed: await measure(async () => {
    const clock = new FakeClock();
    const queue = new Workqueue({ clock });
    // 7919 is coprime to 1,000: the delays come in no order.
    for (const [i, key] of keys.entries()) queue.addAfter(key, 1 + ((i * 7919) % 1_000));
    await clock.advance(1_000);
    if (queue.length !== COUNT) throw new Error(`only ${queue.length} of ${COUNT} keys are queued`);
  }),
};
console.log(JSON.stringify(result));

async function measure(run: (queue: Workqueue) => void | Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const queue = newQueue();
    const start = performance.now();
    await run(queue);
    if (round >= WARM_UP) times.push(((performance.now() - start) * 1e6) / COUNT);
  }
  return median(times);
}
