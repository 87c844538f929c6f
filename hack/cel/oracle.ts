// The API server's own code, built from the Go modules that the control plane of the tests is built from.
import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MODULE_FOLDER, pinnedVersions } from '../control-plane/binaries.js';

/** A rule at a schema; with a value it is evaluated as well. */
export interface Question {
  readonly schema: object;
  readonly rule: string;
  readonly isResourceRoot?: boolean;
  readonly optionalOldSelf?: boolean;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly value?: unknown;
  readonly oldValue?: unknown;
}

/** What the API server says of it. */
export interface Answer {
  /** Why it is refused; then there is nothing else. */
  readonly refused?: string;
  readonly messageRefused?: string;
  readonly type?: string;
  readonly usesOldSelf?: boolean;
  /** The estimate of its cost, in digits: it may be beyond what a number holds. */
  readonly min?: string;
  readonly max?: string;
  /** What it finds in the value, and what that has cost. */
  readonly errors: readonly string[];
  readonly cost: number;
}

/** Of which code the answers are: its modules and the version that it is compatible with. */
export interface Oracle {
  readonly from: string;
  ask(questions: readonly Question[]): Promise<readonly Answer[]>;
}

/** Builds the program, which takes a minute or two the first time, and removes it after its use. */
export async function withOracle(use: (oracle: Oracle) => Promise<void>): Promise<void> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'kubewright-cel-')));
  try {
    const program = join(folder, 'oracle');
    await go('build', '-mod=readonly', '-o', program, SOURCE);
    const { stdout: compatible } = await promisify(execFile)(program, ['version']);
    const celGo = (await go('list', '-m', '-f', '{{.Version}}', 'github.com/google/cel-go')).trim();
    const { kubernetes } = pinnedVersions();
    await use({
      from: `Kubernetes ${kubernetes} with cel-go ${celGo}, at compatibility version ${compatible.trim()}`,
      ask: questions => ask(program, questions),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

const SOURCE = fileURLToPath(new URL('oracle.go', import.meta.url));
const LARGE = 2 ** 27;

async function go(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('go', args, { cwd: MODULE_FOLDER })).stdout;
}

function ask(program: string, questions: readonly Question[]): Promise<readonly Answer[]> {
  const asking = promisify(execFile)(program, { maxBuffer: LARGE });
  // When it ends early, its exit status tells.
  asking.child.stdin?.on('error', () => {});
  asking.child.stdin?.end(questions.map(each => `${JSON.stringify(each)}\n`).join(''));
  return asking.then(({ stdout }) =>
    stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line)),
  );
}
