// An operator project in a temporary folder, and `kubewright dev` in it as a process.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILT_CLI } from './built-cli.js';

/** Milliseconds without output after which a line will not come. */
const PATIENCE = 60_000;

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export const API = `import { CustomResource, Resource } from 'kubewright';
import type { LampSpec } from './lamp-spec.js';

@Resource({ group: 'example.com', version: 'v1', kind: 'Lamp' })
export class Lamp extends CustomResource<LampSpec> {}
`;
export const SPEC = `import { Minimum, type Int32 } from 'kubewright';

export class LampSpec {
  @Minimum(0)
  bulbs!: Int32;
}
`;
export const RECONCILER = `import { done, type ReconcileContext, Reconciles, type Result, type Snapshot } from 'kubewright';
import { Lamp } from '../api/lamp.js';

@Reconciles(Lamp)
export class LampReconciler {
  async reconcile(lamp: Snapshot<Lamp>, _: ReconcileContext): Promise<Result> {
    console.log('first edition:', lamp.metadata.name, 'has', lamp.spec.bulbs);
    return done;
  }
}
`;
export const MAIN = `import { controller, createLogger, Manager, shutdownSignal } from 'kubewright';
import { LampReconciler } from './lamp-reconciler.js';

console.log('operator', process.pid, process.argv.slice(2).join(' '));
const manager = new Manager({ name: 'lamps', log: createLogger(), healthProbe: false });
manager.add(controller(new LampReconciler()));
await manager.run(shutdownSignal());
`;
export const TSCONFIG = {
  compilerOptions: {
    strict: true,
    target: 'ES2023',
    types: [],
    module: 'nodenext',
    customConditions: ['source'],
    experimentalDecorators: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['api', 'controllers'],
};

/** A Lamp, its reconciler, and a main that runs it. */
export class LampProject {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-dev-')));

  constructor() {
    this.put('package.json', '{ "type": "module" }');
    this.put('tsconfig.json', JSON.stringify(TSCONFIG));
    this.put('api/lamp.ts', API);
    this.put('api/lamp-spec.ts', SPEC);
    this.put('controllers/lamp-reconciler.ts', RECONCILER);
    this.put('controllers/main.ts', MAIN);
    mkdirSync(join(this.folder, 'node_modules'));
    symlinkSync(ROOT, join(this.folder, 'node_modules/kubewright'));
  }

  /** Writes a file, with the folders that it needs. */
  put(path: string, content: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Where the command runs. */
export interface DevPlace {
  readonly folder: string;
  /** Beside the variables of this process. */
  readonly env?: NodeJS.ProcessEnv;
}

/** The command, and what it has printed. */
export class Dev {
  readonly #child: ChildProcess;
  readonly ended: Promise<{ readonly status: number | null; readonly signal: NodeJS.Signals | null }>;
  #output = '';
  #seen = 0;
  #wake = () => {};

  /** @param place where it runs, or more of it */
  constructor(place: string | DevPlace, ...args: readonly string[]) {
    const { folder, env = {} } = typeof place === 'string' ? { folder: place } : place;
    this.#child = spawn(process.execPath, [BUILT_CLI, 'dev', ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const add = (chunk: Buffer) => {
      this.#output += chunk.toString();
      this.#wake();
    };
    this.#child.stdout?.on('data', add);
    this.#child.stderr?.on('data', add);
    this.ended = new Promise(resolve => {
      this.#child.on('close', (status, signal) => {
        this.#wake();
        resolve({ status, signal });
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get output(): string {
    return this.#output;
  }

  /** Waits for a line that was not waited for before. */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#output.slice(this.#seen));
      if (found !== null) {
        this.#seen += found.index + found[0].length;
        return found;
      }
      if (this.#child.exitCode !== null) throw new Error(`ended before ${pattern}:\n${this.#output}`);
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no ${pattern} in time:\n${this.#output}`)), PATIENCE);
        this.#wake = () => {
          clearTimeout(late);
          resolve();
        };
      });
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
