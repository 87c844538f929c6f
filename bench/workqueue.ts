// What a key costs on its way through the workqueue, beside client-go's and controller-runtime's. Needs Go for those.
// Run by hand: node --import tsx bench/workqueue.ts [rounds]
import { execFileSync } from 'node:child_process';
import { asBuilt, BUILT } from './as-built.js';
import { median } from './devcluster/statistics.js';

/** Nanoseconds for each key, by case. */
type Times = Readonly<Record<string, number>>;

const ROUNDS = Number(process.argv[2] ?? 3);
const CASES = {
  queued: 'add, get, done with 100,000 keys queued',
  alone: 'add, get, done, one key after the other',
  waiting: 'get, add, done: a worker waits',
  again: 'add of a key that is queued already',
  delayed: '`addAfter` with 1,000 different delays',
};

const ours = await asBuilt('workqueue');
execFileSync('go', ['build', '-o', `${BUILT}/go-queues`, './queue'], {
  cwd: 'bench/runtime/go-twin',
  stdio: 'inherit',
});

// In processes of their own, and in turns: what one leaves behind, or what else the machine does, is no other's burden.
const rounds = Array.from({ length: ROUNDS }, () => ({
  ...run<Record<'client-go' | 'controller-runtime' | 'bare', Times>>(`${BUILT}/go-queues`),
  kubewright: run<Times>(process.execPath, ours),
  oursBare: run<Times>(process.execPath, ours, 'bare'),
}));

const columns = {
  kubewright: 'kubewright',
  'client-go': 'client-go',
  'controller-runtime': 'controller-runtime',
  oursBare: 'kubewright, without metrics',
  bare: 'client-go, without metrics, keys as text',
} as const;
const names = Object.keys(columns) as (keyof typeof columns)[];
console.log(`| ns for each key | ${Object.values(columns).join(' | ')} |\n| --- |${' ---: |'.repeat(names.length)}`);
for (const [name, title] of Object.entries(CASES)) {
  const cells = names.map(column => {
    const times = rounds.flatMap(round => round[column][name] ?? []);
    return times.length === 0 ? '' : median(times).toFixed(0);
  });
  console.log(`| ${title} | ${cells.join(' | ')} |`);
}

function run<T>(command: string, ...args: string[]): T {
  return JSON.parse(execFileSync(command, args, { encoding: 'utf8' })) as T;
}
