// The Redis operator beside the same operator on other frameworks, on one real API server: time, CPU, memory, requests.
// Run by hand, after `npm run build`: node --import tsx --conditions=source bench/runtime.ts [--help]
import { parseArgs } from 'node:util';
import { startControlPlane } from '../hack/control-plane/control-plane.js';
import { printTable, type Row } from './runtime/figures.js';
import { Load } from './runtime/load.js';
import { buildOperators, OPERATORS, type OperatorName } from './runtime/operator.js';
import { coldStart, foreignPods, type PartOptions, reactions, work } from './runtime/parts.js';

const PARTS = { work, reactions, pods: foreignPods, start: coldStart };
type Part = keyof typeof PARTS;

const USAGE = `Options:
  --parts ${Object.keys(PARTS).join(',')}   what is measured; default all
  --operators ${OPERATORS.join(',')}
  --rounds 3          of which the medians are printed; the operators take turns in each
  --redis 1000        of three Pods in the part work; half of it at most, and of none, in the part reactions
  --pods 50000        of about 6 KB that nobody owns, in the part pods
  --waiting 10000     Redis without Pods that are there before the operator, in the part start
`;

const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: Object.keys(PARTS).join(',') },
    operators: { type: 'string', default: OPERATORS.join(',') },
    rounds: { type: 'string', default: '3' },
    redis: { type: 'string', default: '1000' },
    pods: { type: 'string', default: '50000' },
    waiting: { type: 'string', default: '10000' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(USAGE);
} else {
  const operators = values.operators.split(',') as OperatorName[];
  await buildOperators(operators);
  const sizes = { redis: Number(values.redis), pods: Number(values.pods), waiting: Number(values.waiting) };
  for (const name of values.parts.split(',') as Part[]) {
    const rows: Row[] = [];
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      try {
        rows.push(...(await measure(name, round, turned(operators, round - 1), sizes)));
      } catch (error) {
        // All of it takes an hour: what fails is told, and the rest goes on. A round counts as a whole or not at all.
        process.exitCode = 1;
        console.error(`${name}, round ${round}, has failed and is not in the table:`, error);
      }
    }
    tell(name, rows, operators);
  }
}

async function measure(
  name: Part,
  round: number,
  operators: readonly OperatorName[],
  sizes: PartOptions['sizes'],
): Promise<Row[]> {
  const rows: Row[] = [];
  // A control plane of its own for each round: what one leaves behind is not the next one's burden.
  const controlPlane = await startControlPlane({ crds: ['config/crd/bases'] });
  const kubeconfig = controlPlane.adminKubeconfig;
  try {
    const load = await Load.start(kubeconfig);
    try {
      for await (const row of PARTS[name]({ load, kubeconfig, operators, sizes })) {
        rows.push({ ...row, round });
        console.error(`${name}, round ${round}: ${JSON.stringify(row)}`);
      }
    } finally {
      await load.stop();
    }
  } finally {
    await controlPlane.stop();
  }
  return rows;
}

function tell(name: Part, rows: readonly Row[], operators: readonly OperatorName[]): void {
  const details = rows.filter(({ isDetail }) => isDetail);
  const figures = rows.filter(({ isDetail }) => !isDetail);
  console.log(`\n## ${name}\n\n${printTable(figures, operators)}`);
  if (details.length > 0) console.log(`\nwhich requests they were:\n\n${printTable(details, operators)}`);
}

/** The next one begins in each round: who comes later finds a server that has worked already. */
function turned<T>(items: readonly T[], by: number): readonly T[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}
