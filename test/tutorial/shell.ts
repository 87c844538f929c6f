// The second terminal: commands as they are typed, one after the other.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILT_CLI } from '../built-cli.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** As the package has it: `npm run build`. From its sources it would take twice as long. */
const LIMIT_MS = 150_000;

export interface Printed {
  readonly status: number | null;
  /** On both standard output and standard error. */
  readonly output: string;
}

/** Keeps its folder and KUBECONFIG from command to command. */
export class Shell {
  readonly #home: string;
  readonly #env: NodeJS.ProcessEnv;
  #folder: string;
  #kubeconfig = '';

  /** @param home a folder for it alone, below which it begins in `work` */
  constructor(home: string, kubectl: string) {
    const bin = join(home, 'bin');
    this.#home = home;
    this.#folder = join(home, 'work');
    mkdirSync(this.#folder);
    mkdirSync(bin);
    symlinkSync(kubectl, join(bin, 'kubectl'));
    program(join(bin, 'npx'), NPX);
    program(join(bin, 'npm'), NPM);
    const { KUBECONFIG: _, NO_COLOR: __, FORCE_COLOR: ___, ...env } = process.env;
    this.#env = { ...env, PATH: `${bin}:${env.PATH}`, KUBECACHEDIR: join(home, 'kubectl-cache') };
  }

  /** Where it is now. */
  get folder(): string {
    return this.#folder;
  }

  async run(command: string): Promise<Printed> {
    const state = join(this.#home, 'state');
    const script = `${command}\nstatus=$?; printf '%s\\n' "$PWD" "$KUBECONFIG" > '${state}'; exit $status`;
    const child = spawn('bash', ['-c', `exec 2>&1\n${script}`], {
      cwd: this.#folder,
      env: { ...this.#env, KUBECONFIG: this.#kubeconfig },
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: LIMIT_MS,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const [status] = await once(child, 'close');
    [this.#folder = '', this.#kubeconfig = ''] = readFileSync(state, 'utf8').split('\n');
    return { status, output: Buffer.concat(chunks).toString().trimEnd() };
  }
}

/** npx itself takes longer to start than what it starts. */
const NPX = 'exec "node_modules/.bin/$@"';

const KUBEWRIGHT = `#!/bin/sh
exec '${process.execPath}' '${BUILT_CLI}' "$@"`;

/** What `npm install` brings, without a registry. */
const NPM = `
[ "$1" = install ] || { echo "npm $1 is not played"; exit 1; }
mkdir -p node_modules/.bin
[ -e node_modules/kubewright ] || ln -s '${ROOT}' node_modules/kubewright
for each in @types typescript .bin/tsc; do [ -e node_modules/$each ] || ln -s '${ROOT}node_modules/'$each node_modules/$each; done
cat > node_modules/.bin/kubewright <<'END'
${KUBEWRIGHT}
END
chmod +x node_modules/.bin/kubewright`;

function program(path: string, script: string): void {
  writeFileSync(path, `#!/bin/bash\n${script}\n`);
  chmodSync(path, 0o755);
}
