// An operator as a process that tells what it has used.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

/** What an operator has used since its start. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Resident memory, now and at its highest. */
  readonly megabytes: number;
  readonly peakMegabytes: number;
  /** How often it has sent each sort of request, such as `POST pods` or `PATCH redis/status`. */
  readonly requests: Readonly<Record<string, number>>;
}

/** The same operator, written for different frameworks. */
export const OPERATORS = ['kubewright', 'controller-runtime', 'client-node'] as const;
export type OperatorName = (typeof OPERATORS)[number];

/** Below the package, which the programs find by its name as users find it. */
const BUILT = 'bench/runtime/built';

/** Builds what is run: ours as users would, against the package as it is published; Go's with Go. */
export async function buildOperators(names: readonly OperatorName[]): Promise<void> {
  await mkdir(BUILT, { recursive: true });
  const options = { bundle: true, platform: 'node', format: 'esm', target: 'node22', packages: 'external' } as const;
  const entries = { main: 'controllers/main.ts', meter: 'bench/runtime/meter.ts', 'client-node': CLIENT_NODE };
  for (const [name, entry] of Object.entries(entries)) {
    await build({ ...options, entryPoints: [entry], outfile: `${BUILT}/${name}.mjs`, logLevel: 'warning' });
  }
  if (!names.includes('controller-runtime')) return;
  execFileSync('go', ['build', '-o', `${process.cwd()}/${BUILT}/go-twin`, '.'], {
    cwd: 'bench/runtime/go-twin',
    stdio: 'inherit',
  });
}

const CLIENT_NODE = 'bench/runtime/client-node-twin.ts';

/** A running operator. */
export class Operator {
  readonly name: OperatorName;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(name: OperatorName, child: ChildProcess) {
    this.name = name;
    this.#child = child;
    if (child.stdout === null) throw new Error('the operator was started without a pipe for its answers');
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Starts it; it answers `usage` as soon as its program runs. */
  static start(name: OperatorName, kubeconfig: string): Operator {
    const node = ['--import', `./${BUILT}/meter.mjs`];
    const commands: Record<OperatorName, readonly [string, ...string[]]> = {
      kubewright: [
        process.execPath,
        ...node,
        `${BUILT}/main.mjs`,
        ...['--kubeconfig', kubeconfig, '--health-probe-bind-address=:0', '--webhooks=false', '--log-level=error'],
      ],
      'controller-runtime': [`${BUILT}/go-twin`, '--kubeconfig', kubeconfig],
      'client-node': [process.execPath, ...node, `${BUILT}/client-node.mjs`, kubeconfig],
    };
    const [command, ...args] = commands[name];
    return new Operator(name, spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] }));
  }

  async usage(): Promise<Usage> {
    this.#child.stdin?.write('usage\n');
    const { value } = await this.#lines.next();
    if (value === undefined) throw new Error(`the operator ${this.name} has ended: exit code ${this.#child.exitCode}`);
    return { ...this.#resources(), requests: JSON.parse(value) as Record<string, number> };
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }

  #resources(): Omit<Usage, 'requests'> {
    const { pid } = this.#child;
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    // Fields 14 and 15 of proc(5), in ticks of a hundredth of a second; two went with the name.
    const ticks = Number(fields[11]) + Number(fields[12]);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    return { cpuSeconds: ticks / 100, megabytes: kilobytes('VmRSS') / 1024, peakMegabytes: kilobytes('VmHWM') / 1024 };
  }
}
