// `kubewright dev`: develop an operator against a cluster of its own.
import type { Command } from 'commander';
import type { DevOptions } from '../dev/dev-options.js';
import { pathOption } from './path-option.js';
import { portOption } from './port-option.js';
import { stopSignals } from './stop-signals.js';

/** Adds the command to the program. */
export function addDev(program: Command): void {
  program
    .command('dev')
    .summary('run the operator against a development cluster, and follow the sources')
    .description(
      'Starts a Kubernetes API on 127.0.0.1, generates and applies CRDs and RBAC, and runs the operator from its sources. ' +
        'A saved source is generated, applied and run anew; the objects stay.',
    )
    .argument('[arguments...]', 'arguments of the operator, after --')
    .option('--project <path>', 'a tsconfig.json or its folder (default: the nearest one, upwards from here)')
    .option('--out <folder>', 'where manifests are, relative to the folder of the tsconfig.json (default: config)')
    .option('--role-name <name>', 'the name of the ClusterRole (default: manager-role)')
    .option(
      '--entry <file>',
      'what runs the operator, relative to the folder of the tsconfig.json',
      'controllers/main.ts',
    )
    .option('--no-operator', 'run the cluster and keep it up to date, without the operator')
    .option('--apply <path>', 'a file or folder of manifests to apply once; may be repeated', collect)
    .option('--port <number>', 'of the API server (default: any free one)', portOption)
    .option(
      '--kubeconfig <file>',
      'where to write the kubeconfig (default: node_modules/.cache/kubewright/kubeconfig)',
      pathOption,
    )
    .option('--data <folder>', 'keep the objects there (default: they end with the command)', pathOption)
    .option('--inspect [address]', 'let a debugger attach to the operator, as node --inspect does')
    .option('--debug', 'print the stack of an error (also with KUBEWRIGHT_DEBUG=1)')
    .addHelpText('after', HELP)
    .action(develop);
}

const HELP = `
The cluster is an embedded control plane: it listens on 127.0.0.1 only, and is no place for production.
Ctrl-C ends the operator and then the cluster; a second one does not wait.

Examples:
  kubewright dev
  kubewright dev --port 6443 --data .cluster
  kubewright dev --apply config/samples -- --log-level debug`;

interface Flags extends Pick<DevOptions, 'project' | 'out' | 'roleName' | 'entry' | 'operator' | 'apply' | 'port'> {
  readonly kubeconfig?: string;
  readonly data?: string;
  readonly inspect?: string | true;
}

async function develop(args: readonly string[], { data, inspect, ...flags }: Flags): Promise<void> {
  const { printDevEvent } = await import('./print-dev-event.js');
  const { runDev } = await import('../dev/run-dev.js');
  const signals = stopSignals();
  try {
    await runDev(
      {
        ...flags,
        args,
        ...(data !== undefined && { dataFolder: data }),
        ...(inspect !== undefined && { nodeOptions: [inspect === true ? '--inspect' : `--inspect=${inspect}`] }),
      },
      { report: printDevEvent, stop: signals.stop, hurry: signals.hurry },
    );
  } finally {
    signals.forget();
  }
}

function collect(path: string, before: readonly string[] = []): readonly string[] {
  return [...before, path];
}
