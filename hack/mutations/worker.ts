// Judges mutants in a thread of its own, which can be ended when one of them does not end.
import { parentPort } from 'node:worker_threads';
import { Judge, type Verdict } from '../../test/mutations/judge.js';
import { mutantOf } from '../../test/mutations/mutants.js';

/** What is told of a mutant. */
export interface Told extends Pick<Verdict, 'outcome' | 'problems' | 'documents'> {
  readonly number: number;
  readonly milliseconds: number;
}

const judge = new Judge();
parentPort?.on('message', async (number: number) => {
  const mutant = mutantOf(number);
  const start = performance.now();
  const { outcome, problems, documents } = await judge.judge(mutant);
  const told: Told = { number, outcome, problems, documents, milliseconds: performance.now() - start };
  parentPort?.postMessage(told);
});
