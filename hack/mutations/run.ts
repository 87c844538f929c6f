// Spoils the golden cases in thousands of ways, and prints what codegen makes of them: a table, and each mutant that does
// not become YAML or findings as it should. With --api-server, a real one has to take the YAML.
//   node --import tsx --conditions=source hack/mutations/run.ts [--count 10000] [--from 0] [--workers 2] [--seconds 20] [--api-server]
//   node --import tsx --conditions=source hack/mutations/run.ts --show 1234
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { refusals } from '../../test/mutations/api-server.js';
import { mutantOf } from '../../test/mutations/mutants.js';
import { MUTATORS } from '../../test/mutations/mutators.js';
import { show } from './show.js';
import { type Row, table } from './table.js';
import { withApiServer } from './with-api-server.js';
import type { Told } from './worker.js';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    from: { type: 'string', default: '0' },
    workers: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '20' },
    'api-server': { type: 'boolean', default: false },
    show: { type: 'string' },
  },
});
if (values.show !== undefined) await show(Number(values.show));
else process.exitCode = (await judgeAll()) ? 0 : 1;

async function judgeAll(): Promise<boolean> {
  const rows = new Map<string, Row>(
    Object.keys(MUTATORS).map(kind => [kind, { yaml: 0, diagnostics: 0, crash: 0, hang: 0, wrong: 0, slowest: 0 }]),
  );
  const documents = new Map<string, number>();
  const numbers = numbersFrom(Number(values.from), Number(values.count));
  const note = (number: number, outcome: keyof Row, milliseconds: number, problems: readonly string[]) => {
    const row = rows.get(mutantOf(number).kind) as Row;
    row[outcome]++;
    row.slowest = Math.max(row.slowest, milliseconds);
    if (problems.length > 0) row.wrong++;
    for (const problem of problems) console.log(`${number} ${mutantOf(number).from}: ${problem}`);
  };
  const work = async () => {
    let worker = startWorker();
    for (const number of numbers) {
      const told = await tell(worker, number, Number(values.seconds) * 1000);
      if ('failure' in told) {
        await worker.terminate();
        worker = startWorker();
        note(number, told.failure, told.milliseconds, [told.failure]);
        continue;
      }
      note(number, told.outcome, told.milliseconds, told.problems);
      for (const { content } of told.documents) if (!documents.has(content)) documents.set(content, number);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, work));

  if (values['api-server']) {
    await withApiServer(async ask => {
      for (const [content, number] of documents) {
        const refused = await refusals(content, ask);
        if (refused.length > 0) note(number, 'yaml', 0, refused);
      }
    });
    console.log(`${documents.size} different manifests were given to an API server`);
  }
  console.log(table(rows));
  return [...rows.values()].every(({ crash, hang, wrong }) => crash + hang + wrong === 0);
}

function* numbersFrom(from: number, count: number): Generator<number> {
  for (let number = from; number < from + count; number++) yield number;
}

function startWorker(): Worker {
  return new Worker(new URL('worker.ts', import.meta.url));
}

interface Failure {
  readonly failure: 'crash' | 'hang';
  readonly milliseconds: number;
}

/** A thread that dies, of a full stack or memory, is a crash too. */
function tell(worker: Worker, number: number, limit: number): Promise<Told | Failure> {
  return new Promise(resolve => {
    const start = performance.now();
    const end = (told: Told | Failure) => {
      clearTimeout(timer);
      worker.off('message', end).off('error', die);
      resolve(told);
    };
    const fail = (failure: Failure['failure']) => end({ failure, milliseconds: performance.now() - start });
    const die = (error: unknown) => {
      console.log(`${number}: ${error}`);
      fail('crash');
    };
    const timer = setTimeout(fail, limit, 'hang');
    worker.on('message', end).on('error', die);
    worker.postMessage(number);
  });
}
