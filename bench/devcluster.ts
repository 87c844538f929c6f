// The embedded control plane beside the real one: how soon it is ready, how fast it answers, what memory it takes.
// Run by hand: node --import tsx --conditions=source bench/devcluster.ts [--help]
import { parseArgs } from 'node:util';
import { isBuilt, startEmbedded } from './devcluster/embedded-target.js';
import { type Measured, medians, table } from './devcluster/measured.js';
import { latencies, memory, watchers } from './devcluster/parts.js';
import { startReal } from './devcluster/real-target.js';
import type { Target } from './devcluster/target.js';

const PARTS = ['ready', 'latencies', 'watchers', 'memory'] as const;
const USAGE = `Options:
  --parts ${PARTS.join(',')}   what is measured; default all
  --embedded-only     leave the real control plane out
  --sources           run the sources of the embedded one, although it is built
  --rounds 3          of which the medians are printed
  --requests 300      of each kind in a round of latencies
  --objects 10000     that are created while --watches 100 watch
  --pods 50000        of about 6 KB in memory
`;

const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: PARTS.join(',') },
    'embedded-only': { type: 'boolean', default: false },
    sources: { type: 'boolean', default: !isBuilt },
    rounds: { type: 'string', default: '3' },
    requests: { type: 'string', default: '300' },
    objects: { type: 'string', default: '10000' },
    watches: { type: 'string', default: '100' },
    pods: { type: 'string', default: '50000' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(USAGE);
} else {
  console.log(`Node ${process.version}, the embedded one from ${values.sources ? 'its sources' : 'dist'}\n`);
  const embedded = await measured(() => startEmbedded(!values.sources));
  const real = values['embedded-only'] ? [] : await measured(startReal);
  console.log(table(embedded, real));
}

async function measured(start: () => Promise<Target>): Promise<Measured[]> {
  const rounds = Number(values.rounds);
  const parts = values.parts.split(',');
  const all: Measured[] = [];
  const add = (lines: readonly Measured[]): void => void all.push(...lines);
  if (parts.includes('ready')) add(await medians(rounds, () => using(start, async ({ ready }) => readyLines(ready))));
  if (parts.includes('latencies')) {
    // The first round is for the compilers.
    const requests = Number(values.requests);
    await using(start, async target => {
      await latencies(target, 0, requests);
      add(await medians(rounds, round => latencies(target, round + 1, requests)));
    });
  }
  if (parts.includes('watchers')) {
    const size = { objects: Number(values.objects), watches: Number(values.watches) };
    await using(start, async target => add(await medians(rounds, round => watchers(target, round, size))));
  }
  if (parts.includes('memory')) await using(start, async target => add(await memory(target, Number(values.pods))));
  return all;
}

async function using<T>(start: () => Promise<Target>, use: (target: Target) => Promise<T>): Promise<T> {
  const target = await start();
  try {
    return await use(target);
  } finally {
    await target.stop();
  }
}

function readyLines({ start, process }: Target['ready']): Measured[] {
  return [
    { name: 'ready, as a process, ms', value: process },
    ...(start === undefined ? [] : [{ name: 'ready, once it is loaded, ms', value: start }]),
  ];
}
