// The long form of the flood: `npm run test:flood -- --seed 7 --requests 100000`.
// Prints what was answered as tables for docs/reference/faults.md; ends with 1 when anything was wrong.
import { parseArgs } from 'node:util';
import { flood, floodGrowth } from './flood.js';

/** What a garbage collector leaves now and then. */
const FLAT_BYTES = 1_000_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    requests: { type: 'string', default: '100000' },
    samples: { type: 'string', default: '20' },
  },
});
const requests = Number(values.requests);
const samples = Number(values.samples);
if (!(samples >= 4)) throw new Error('--samples must be 4 or more: growth is looked at over the second half of them');
console.log(`seed ${values.seed}, ${requests} requests, Node ${process.version}\n`);
const mb = (bytes: number): string => (bytes / 1_000_000).toFixed(2);
console.log('| Requests | Heap (MB) | of (MB) | External (MB) | RSS (MB) |\n|---:|---:|---:|---:|---:|');
const outcome = await flood({
  seed: Number(values.seed),
  requests,
  samples,
  atOnce: 16,
  onSample: ({ requests: sent, heapUsed, heapTotal, external, rss }) =>
    console.log(`| ${sent} | ${[heapUsed, heapTotal, external, rss].map(mb).join(' | ')} |`),
});

console.log('\n| Answer | Times |\n|---|---:|');
for (const [answer, times] of [...outcome.answers].sort()) console.log(`| ${answer} | ${times} |`);
const growth = floodGrowth(outcome.samples);
console.log(
  `\n${outcome.seconds.toFixed(0)} s; from the middle to the end the heap, with what is external, grows by ${mb(growth)} MB`,
);

const wrong = growth > FLAT_BYTES ? [...outcome.wrong, 'memory is not flat'] : outcome.wrong;
for (const each of wrong.slice(0, 50)) console.error(each);
if (wrong.length > 0) process.exitCode = 1;
