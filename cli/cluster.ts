// `kubewright cluster`: a control plane to try things on, until Ctrl-C.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { ExitStatus } from './exit-status.js';
import { useLittleMemory } from './frugal-memory.js';
import { pathOption } from './path-option.js';
import { portOption } from './port-option.js';
import { stopSignals } from './stop-signals.js';

/** Adds the command to the program. */
export function addCluster(program: Command): void {
  program
    .command('cluster')
    .summary('run a Kubernetes API on this machine, without an operator')
    .description(
      'Starts a Kubernetes API on 127.0.0.1 and writes a kubeconfig for it. Needs no cluster, and downloads nothing.',
    )
    .option('--port <number>', 'of the API server (default: any free one)', portOption)
    .option('--tls', 'speak HTTPS, with certificates of its own')
    .option(
      '--kubeconfig <file>',
      'where to write the kubeconfig (default: the same place each time, see below)',
      pathOption,
    )
    .option('--data <folder>', 'keep the objects there (default: they end with the command)', pathOption)
    .option('--no-simulate-pods', 'leave Pods pending, as on a cluster without nodes')
    .option('--debug', 'print the stack of an error (also with KUBEWRIGHT_DEBUG=1)')
    .addHelpText('after', HELP)
    .action(runCluster);
}

const HELP = `
It is a server for development and tests, never for production: it listens on 127.0.0.1 only, and whoever
reaches it may do everything. What it does not model is listed at /kubewright/not-modelled.

The kubeconfig goes to the folder of --data, or else to node_modules/.cache/kubewright/ of the project, or,
outside of projects, to ~/.cache/kubewright/. A file that kubewright did not write is never written over.

Ctrl-C stops it; a second one does not wait.

Examples:
  kubewright cluster
  kubewright cluster --port 6443 --data .cluster
  kubewright cluster --tls --kubeconfig dev.kubeconfig`;

interface Flags {
  readonly port?: number;
  readonly tls?: boolean;
  readonly kubeconfig?: string;
  readonly data?: string;
  readonly simulatePods: boolean;
}

async function runCluster({ port, tls = false, simulatePods, ...flags }: Flags): Promise<void> {
  const signals = stopSignals();
  const dataFolder = flags.data === undefined ? undefined : resolve(flags.data);
  const kubeconfig = flags.kubeconfig === undefined ? defaultKubeconfig(dataFolder) : resolve(flags.kubeconfig);
  useLittleMemory();
  const { serve } = await import('./serve-cluster.js');
  const options = {
    tls,
    simulatePods,
    ...(port !== undefined && { port }),
    ...(dataFolder !== undefined && { dataFolder }),
  };
  // A stop that hangs is not waited for, whatever it hangs in.
  signals.hurry.addEventListener('abort', () => process.exit(ExitStatus.failed));
  try {
    await serve({ kubeconfig, options, stop: signals.stop });
  } finally {
    signals.forget();
  }
}

/** Stable, so that other terminals need to be told only once; and not the one of `kubewright dev`, which may run, too. */
function defaultKubeconfig(dataFolder: string | undefined): string {
  if (dataFolder !== undefined) return join(dataFolder, 'kubeconfig');
  const project = nearestProject(process.cwd());
  return resolve(
    project === undefined ? homedir() : join(project, 'node_modules'),
    '.cache/kubewright/cluster.kubeconfig',
  );
}

function nearestProject(folder: string): string | undefined {
  if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'node_modules'))) return folder;
  return folder === dirname(folder) ? undefined : nearestProject(dirname(folder));
}
