// The operator as a process of its own: it runs from its sources against the development cluster, and never outlives us.
import { type ChildProcess, spawn } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../runtime/clock/clock.js';
import { OPERATOR_SETTINGS, type OperatorMessage, type OperatorSettings } from './operator-messages.js';
import type { ProjectSettings } from './transpile/project-settings.js';
import { formatOf } from './transpile/source-files.js';

/** What to run, and how. */
export interface OperatorOptions {
  /** Absolute path of the source that is run. */
  readonly entry: string;
  /** What the operator finds in `process.argv` behind it. */
  readonly args: readonly string[];
  /** Options of Node itself. */
  readonly nodeOptions: readonly string[];
  /** The working directory. */
  readonly folder: string;
  /** The kubeconfig that it is given in place of the user's. */
  readonly kubeconfig: string;
  readonly settings: ProjectSettings;
  readonly clock: Clock;
  /** Hears of each file that it imports, as `loaded` does. */
  readonly onLoaded: (path: string) => void;
}

/** How a process went: one of the two is set. */
export interface OperatorEnd {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The file descriptor, in the operator's process, of a pipe that closes when this process is gone. */
const LIFELINE = 4;
/** Milliseconds that an operator has to end by itself. */
const GRACE = 5_000;

/** A running operator. Its output goes where ours goes, so that it is as it would be without us. */
export class OperatorProcess {
  /** Resolves when the process is gone. Never rejects. */
  readonly ended: Promise<OperatorEnd>;
  readonly #child: ChildProcess;
  readonly #clock: Clock;
  readonly #loaded = new Set<string>();
  #end: OperatorEnd | undefined;

  constructor({ entry, args, nodeOptions, folder, kubeconfig, settings, clock, onLoaded }: OperatorOptions) {
    this.#clock = clock;
    const conditions = settings.conditions.map(condition => `--conditions=${condition}`);
    const node = [...inherited(), ...conditions, '--enable-source-maps', ...preload(entry), ...nodeOptions];
    const told: OperatorSettings = { transpile: settings.transpile, lifeline: LIFELINE };
    this.#child = spawn(process.execPath, [...node, entry, ...args], {
      cwd: folder,
      env: { ...process.env, KUBECONFIG: kubeconfig, [OPERATOR_SETTINGS]: JSON.stringify(told) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
      // Ctrl-C goes to all processes of a terminal; when the operator has to end is for us to say.
      detached: true,
    });
    // It ends with the process; nothing is ever said on it.
    this.#child.stdio[LIFELINE]?.on('error', () => {});
    this.#child.on('message', ({ loaded }: OperatorMessage) => {
      this.#loaded.add(loaded);
      onLoaded(loaded);
    });
    this.ended = new Promise(resolve => {
      const end = (status: number | null, signal: NodeJS.Signals | null) => {
        this.#end = { status, signal };
        resolve(this.#end);
      };
      this.#child.on('exit', end);
      this.#child.on('error', () => end(null, null));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isRunning(): boolean {
    return this.#end === undefined;
  }

  /** Absolute paths of what it has imported so far, without packages. */
  get loaded(): ReadonlySet<string> {
    return this.#loaded;
  }

  /**
   * Asks it to end, and kills it when it takes too long or `hurry` aborts. It is gone when this resolves.
   * @returns whether it ended by itself
   */
  async stop(hurry?: AbortSignal): Promise<boolean> {
    if (!this.isRunning) return true;
    let killed = false;
    const kill = () => {
      killed = true;
      this.#child.kill('SIGKILL');
    };
    const timer = this.#clock.setTimer(GRACE, kill);
    hurry?.addEventListener('abort', kill, { once: true });
    this.#child.kill('SIGTERM');
    if (hurry?.aborted) kill();
    await this.ended;
    timer.cancel();
    hurry?.removeEventListener('abort', kill);
    return !killed;
  }
}

const PRELOAD = new URL(`operator-preload${extname(import.meta.url)}`, import.meta.url).href;

/** With `--import` Node 22 loads CommonJS in a way in which `require` of the package, which is ESM, fails. */
function preload(entry: string): readonly string[] {
  return formatOf(entry) === 'commonjs' ? ['--require', fileURLToPath(PRELOAD)] : ['--import', PRELOAD];
}

/** What Node was told about loading modules holds for the operator too; a debugger's port would be taken. */
function inherited(): readonly string[] {
  return process.execArgv.filter(option => !/^--(inspect|debug|cpu-prof|heap-prof|watch)/.test(option));
}
