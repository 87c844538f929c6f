// Gives mutants to codegen through its door, and looks at what comes of it as a user would.
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDiagnostics } from '../../cli/format-diagnostics.js';
import { createGenerator, type Diagnostic, type GenerateResult, type Generator } from '../../codegen/index.js';
import { type Mutant, TSCONFIG } from './mutants.js';

/** What came of a mutant. */
export interface Verdict {
  readonly outcome: 'yaml' | 'diagnostics' | 'crash';
  /** What is wrong with it, a line each; should be empty. */
  readonly problems: readonly string[];
  /** The manifests; there are some if the outcome is `yaml`. */
  readonly documents: GenerateResult['documents'];
  readonly diagnostics: readonly Diagnostic[];
}

/** Judges one mutant after the other, in one process and with one output folder, which is to stay whole. */
export class Judge {
  readonly #out = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-mutants-')));
  readonly #generator: Generator = createGenerator({ project: TSCONFIG, outputDir: this.#out });

  async judge(mutant: Mutant): Promise<Verdict> {
    const before = this.#written();
    let result: GenerateResult;
    try {
      result = await this.#generator.generate(mutant.sources);
    } catch (error) {
      const problems = [error instanceof Error ? (error.stack ?? error.message) : `threw ${error}`];
      return { outcome: 'crash', problems, documents: [], diagnostics: [] };
    }
    const { diagnostics, documents } = result;
    const failed = diagnostics.some(({ severity }) => severity === 'error');
    const expected = failed ? before : new Map(documents.map(({ path, content }) => [path, content]));
    const problems = [
      ...diagnostics.flatMap(diagnostic => problemsOf(diagnostic, mutant)),
      ...(failed === documents.length > 0 ? [`${diagnostics.length} findings and ${documents.length} documents`] : []),
      ...differences(expected, this.#written()),
    ];
    return { outcome: failed ? 'diagnostics' : 'yaml', problems, documents, diagnostics };
  }

  dispose(): void {
    rmSync(this.#out, { recursive: true });
  }

  #written(): ReadonlyMap<string, string> {
    const entries = readdirSync(this.#out, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    const paths = entries.map(({ parentPath, name }) => join(parentPath, name));
    return new Map(paths.map(path => [path.slice(this.#out.length + 1), readFileSync(path, 'utf8')]));
  }
}

function differences(expected: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): readonly string[] {
  const paths = [...new Set([...expected.keys(), ...found.keys()])];
  return paths.filter(path => expected.get(path) !== found.get(path)).map(path => `${path} is not as it should be`);
}

/** What no finding may say. */
function problemsOf(diagnostic: Diagnostic, { sources }: Mutant): readonly string[] {
  const { file, line, column, code, message, hint } = diagnostic;
  const problems = [
    ...(sources.has(file) ? [] : ['is not in a file of the project']),
    ...(isPlace(sources.get(file) ?? '', line, column) ? [] : [`is at ${line}:${column}, which there is not`]),
    ...(/^KW\d{4}$/.test(code) ? [] : ['has no code']),
    ...(message.trim() === '' || hint?.trim() === '' ? ['says nothing'] : []),
    ...(message.length > LONGEST || (hint ?? '').length > LONGEST ? ['is too long to read'] : []),
    ...(UNPRINTABLE.test(formatDiagnostics([diagnostic], { from: '/' })) ? ['does things to terminals'] : []),
    ...(/\[object |function \(/.test(message + hint) ? ['shows what it is made of'] : []),
  ];
  return problems.map(problem => `${code} '${message.slice(0, 300)}' (${hint?.slice(0, 200)}) ${problem}`);
}

const LONGEST = 2000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNPRINTABLE = /[\0-\x08\v-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** Lines end as TypeScript says. */
function isPlace(text: string, line: number, column: number): boolean {
  const found = text.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1];
  return found !== undefined && column >= 1 && column <= found.length + 1;
}
