// The commands of `kubewright`, and what becomes of their errors.
import { Command, CommanderError } from 'commander';
import { packageVersion } from '../codegen/emit/generated-by.js';
import { addCluster } from './cluster.js';
import { addDev } from './dev.js';
import { ExitStatus } from './exit-status.js';
import { addGenerate } from './generate.js';
import { heedLostOutput } from './lost-output.js';
import { reportError } from './report-error.js';

/** Runs one command line (without node and script) and sets the exit status of the process. */
export async function run(args: readonly string[]): Promise<void> {
  const debug = args.includes('--debug') || process.env.KUBEWRIGHT_DEBUG === '1';
  heedLostOutput({ debug });
  try {
    await kubewright().parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its message, or the help that was asked for.
      process.exitCode = error.exitCode === 0 ? ExitStatus.done : ExitStatus.misused;
      return;
    }
    reportError(error, { debug });
    process.exitCode = ExitStatus.failed;
  }
}

function kubewright(): Command {
  const program = new Command('kubewright')
    .description('Kubernetes operators in TypeScript: CRDs and RBAC from decorated classes.')
    .version(packageVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('hint: run it with --help to see what there is')
    .exitOverride()
    .addHelpText('after', HELP);
  addGenerate(program);
  addDev(program);
  addCluster(program);
  return program;
}

const HELP = `
Exit status:
  ${ExitStatus.done}  done; with --check: everything is up to date
  ${ExitStatus.failed}  the source has errors, files are stale, or something could not be done
  ${ExitStatus.misused}  the command line is not understood

Examples:
  kubewright generate           bring config/ up to date
  kubewright generate --check   fail if config/ is not up to date, as CI wants it
  kubewright dev                run the operator against a development cluster, and follow the sources
  kubewright cluster            run a Kubernetes API on this machine, to try things on`;
