// Shows one mutant, and what came of it.
import { Judge } from '../../test/mutations/judge.js';
import { mutantOf } from '../../test/mutations/mutants.js';

export async function show(number: number): Promise<void> {
  const mutant = mutantOf(number);
  console.log(`// ${mutant.from}, ${mutant.kind}\n${mutant.sources.get(mutant.spoilt)}`);
  const judge = new Judge();
  const { outcome, diagnostics, documents, problems } = await judge.judge(mutant);
  judge.dispose();
  console.log(`=> ${outcome}`);
  for (const { file, line, column, code, message, hint } of diagnostics) {
    console.log(`${file.split('/').at(-1)}:${line}:${column} ${code}: ${message} (${hint})`);
  }
  for (const { path, content } of documents) console.log(`--- ${path}\n${content}`);
  for (const problem of problems) console.log(`! ${problem}`);
}
