// `kubewright generate`: brings the manifests of a project up to date.
import type { Command } from 'commander';
import type { GeneratedFile, GenerateOptions } from '../codegen/index.js';
import { ExitStatus } from './exit-status.js';
import { count, fromHere } from './wording.js';

/** Adds the command to the program. */
export function addGenerate(program: Command): void {
  program
    .command('generate')
    .summary('write CRDs, RBAC and webhook configurations')
    .description('Writes the CustomResourceDefinitions and the ClusterRole that the decorators of a project ask for.')
    .option('--project <path>', 'a tsconfig.json or its folder (default: the nearest one, upwards from here)')
    .option('--out <folder>', 'where to write, relative to the folder of the tsconfig.json', 'config')
    .option('--role-name <name>', 'the name of the ClusterRole', 'manager-role')
    .option('--no-scaffold', 'write definitions, roles and webhook configurations only, as controller-gen does')
    .option('--check', 'write nothing; print a diff and fail if a file is not up to date')
    .option('--debug', 'print the stack of an error (also with KUBEWRIGHT_DEBUG=1)')
    .addHelpText('after', HELP)
    .action(generateAndReport);
}

const HELP = `
It writes OUT/crd/bases/<group>_<plural>.yaml, OUT/rbac/role.yaml and OUT/webhook/manifests.yaml; and around
them, in the layout of kubebuilder, bindings, a service account, the role of leader election, roles for
people, the Service of webhooks and kustomization.yaml files. Files that it once wrote for classes that are
gone are removed. Of those around, one that it did not write is kept as it is. If the source has an error it
writes nothing.

Examples:
  kubewright generate
  kubewright generate --check
  kubewright generate --project operators/redis --out deploy --role-name redis-operator-role`;

type Flags = Pick<GenerateOptions, 'project' | 'out' | 'roleName' | 'scaffold' | 'check'>;

// The compiler and the printer load only when the command runs, so that --help and --version answer at once.
async function generateAndReport({ project, out, roleName, scaffold, check }: Flags): Promise<void> {
  const { generate } = await import('../codegen/index.js');
  const { diagnostics, files } = await generate({
    ...(project !== undefined && { project }),
    ...(out !== undefined && { out }),
    ...(roleName !== undefined && { roleName }),
    ...(scaffold !== undefined && { scaffold }),
    ...(check !== undefined && { check }),
  });
  if (diagnostics.length > 0) {
    const { formatDiagnostics } = await import('./format-diagnostics.js');
    process.stderr.write(formatDiagnostics(diagnostics, { from: process.cwd(), stream: process.stderr }));
  }
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    process.exitCode = ExitStatus.failed;
  } else if (check) {
    await reportCheck(files);
  } else {
    for (const { state, path } of files) process.stdout.write(`${state} ${fromHere(path)}\n`);
  }
}

async function reportCheck(files: readonly GeneratedFile[]): Promise<void> {
  const stale = files.filter(({ state }) => state === 'stale');
  if (stale.length === 0) {
    const fresh = files.filter(({ state }) => state === 'unchanged');
    process.stdout.write(`${count(fresh.length, 'file')} up to date\n`);
    return;
  }
  const { unifiedDiff } = await import('./unified-diff.js');
  for (const file of stale) process.stdout.write(unifiedDiff({ ...file, path: fromHere(file.path) }));
  process.stderr.write(`${count(stale.length, 'file')} not up to date; run kubewright generate\n`);
  process.exitCode = ExitStatus.failed;
}
