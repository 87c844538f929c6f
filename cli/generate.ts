// `kubewright generate`: brings the manifests of a project up to date.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { GeneratedDocument, GeneratedFile, GenerateOptions } from '../codegen/index.js';
import { FORMATS, type Format } from './diagnostic-formats.js';
import { ExitStatus } from './exit-status.js';
import { pathOption } from './path-option.js';
import { portOption } from './port-option.js';
import { printDiagnostics, printForPrograms, toldError } from './print-diagnostics.js';
import { count, fromHere } from './wording.js';

/** Adds the command to the program. */
export function addGenerate(program: Command): void {
  program
    .command('generate')
    .summary('write CRDs, RBAC and webhook configurations')
    .description('Writes the CustomResourceDefinitions and the ClusterRole that the decorators of a project ask for.')
    .option(
      '--project <path>',
      'a tsconfig.json or its folder (default: the nearest one, upwards from here)',
      pathOption,
    )
    .option(
      '--output-dir <folder>',
      'where to write, relative to the folder of the tsconfig.json (default: config)',
      pathOption,
    )
    .addOption(new Option('--out <folder>', 'the older name of --output-dir').argParser(pathOption).hideHelp())
    .option(
      '--include <pattern>',
      'which sources may declare something, as in a tsconfig.json; may be repeated',
      collect,
    )
    .option('--exclude <pattern>', 'which of them do not; may be repeated', collect)
    .option('--role-name <name>', 'the name of the ClusterRole (default: manager-role)')
    .addOption(new Option('--scaffold').hideHelp())
    .option('--no-scaffold', 'write definitions, roles and webhook configurations only, as controller-gen does')
    .option('--webhook-service-name <name>', 'the Service of the webhooks (default: webhook-service)')
    .option('--webhook-service-namespace <name>', 'its namespace (default: system)')
    .option('--webhook-service-port <number>', 'its port (default: 443)', portOption)
    .addOption(
      new Option('--core-descriptions <how>', "of Kubernetes' own types (default: summary)").choices([
        'none',
        'summary',
        'full',
      ]),
    )
    .option('--max-description-length <characters>', 'cut longer descriptions; 0 drops all', wholeNumber)
    .addOption(new Option('--check', CHECK).conflicts(['dryRun', 'watch']))
    .addOption(new Option('--dry-run', DRY_RUN).conflicts(['check', 'watch']))
    .addOption(new Option('--watch', 'stay, and generate again when a source changes').conflicts(['check', 'dryRun']))
    .addOption(new Option('--format <format>', 'of diagnostics').choices(FORMATS).default('text'))
    .option('--no-cache', 'read everything, even if nothing has changed')
    .option('--debug', 'print the stack of an error (also with KUBEWRIGHT_DEBUG=1)')
    .addHelpText('after', HELP)
    .action(generateAndReport);
}

const CHECK = 'write nothing; print a diff and fail if a file is not up to date';
const DRY_RUN = 'write nothing; print the manifests, as one stream for kubectl';

const HELP = `
It writes DIR/crd/bases/<group>_<plural>.yaml, DIR/rbac/role.yaml and DIR/webhook/manifests.yaml; and around
them, in the layout of kubebuilder, bindings, a service account, the role of leader election, roles for
people, the Service of webhooks and kustomization.yaml files. Files that it once wrote for classes that are
gone are removed. Of those around, one that it did not write is kept as it is. If the source has an error it
writes nothing.

The key "kubewright" of package.json can say the same, such as { "outputDir": "deploy", "scaffold": false };
options win. Results go to standard output, diagnostics to standard error.

Exit status:
  ${ExitStatus.done}  done; with --check: everything is up to date
  ${ExitStatus.failed}  the source has errors, files are stale, or something could not be done
  ${ExitStatus.misused}  the command line is not understood

Examples:
  kubewright generate
  kubewright generate --watch
  kubewright generate --check --format github
  kubewright generate --dry-run --no-scaffold | kubectl apply --server-side -f -
  kubewright generate --project operators/redis --output-dir deploy --role-name redis-operator-role`;

interface Flags
  extends Pick<
    GenerateOptions,
    | 'project'
    | 'outputDir'
    | 'roleName'
    | 'scaffold'
    | 'check'
    | 'include'
    | 'exclude'
    | 'coreDescriptions'
    | 'maxDescriptionLength'
    | 'cache'
  > {
  readonly out?: string;
  readonly webhookServiceName?: string;
  readonly webhookServiceNamespace?: string;
  readonly webhookServicePort?: number;
  readonly dryRun?: true;
  readonly watch?: true;
  readonly format: Format;
  readonly debug?: true;
}

async function generateAndReport(flags: Flags): Promise<void> {
  const { format } = flags;
  try {
    if (flags.watch) await watch(flags);
    else await generateOnce(flags);
  } catch (error) {
    const told = format === 'text' ? undefined : toldError(error);
    if (told === undefined || format === 'text') throw error;
    printForPrograms([told], format);
    process.exitCode = ExitStatus.failed;
  }
}

// The compiler and the printer load only when there is something to do.
async function generateOnce(flags: Flags): Promise<void> {
  const { check = false, dryRun = false, format } = flags;
  const { generate } = await import('../codegen/index.js');
  const { diagnostics, documents, files } = await generate({ ...optionsOf(flags), ...(dryRun && { write: false }) });
  await printDiagnostics(diagnostics, format);
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    process.exitCode = ExitStatus.failed;
  } else if (dryRun) {
    process.stdout.write(streamOf(documents));
  } else if (check) {
    await reportCheck(files);
  } else {
    process.stdout.write(files.map(({ state, path }) => `${state} ${fromHere(path)}\n`).join(''));
  }
}

async function watch(flags: Flags): Promise<void> {
  const { watchAndGenerate } = await import('../dev/watch-and-generate.js');
  const { watchReport } = await import('./watch-report.js');
  const { stopSignals } = await import('./stop-signals.js');
  const signals = stopSignals();
  try {
    const report = watchReport(flags.format, flags.debug === true || process.env.KUBEWRIGHT_DEBUG === '1');
    await watchAndGenerate(optionsOf(flags), { report, stop: signals.stop });
  } finally {
    signals.forget();
  }
}

function optionsOf(flags: Flags): GenerateOptions {
  const { out, outputDir = out, webhookServiceName, webhookServiceNamespace, webhookServicePort, ...rest } = flags;
  const { dryRun, watch: _watch, format, debug, ...options } = rest;
  const webhookService = {
    ...(webhookServiceName !== undefined && { name: webhookServiceName }),
    ...(webhookServiceNamespace !== undefined && { namespace: webhookServiceNamespace }),
    ...(webhookServicePort !== undefined && { port: webhookServicePort }),
  };
  return { ...options, webhookService, ...(outputDir !== undefined && { outputDir }) };
}

/** What a cluster takes: a kustomization.yaml is only for kustomize. */
function streamOf(documents: readonly GeneratedDocument[]): string {
  return documents
    .filter(({ path }) => !path.endsWith('kustomization.yaml'))
    .map(({ content }) => content)
    .join('');
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

function collect(pattern: string, before: readonly string[] = []): readonly string[] {
  return [...before, pattern];
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of 0 or more.');
}
