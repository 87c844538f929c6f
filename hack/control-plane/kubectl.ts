// Runs kubectl against one server as one user.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** What a run of kubectl left behind. */
export interface KubectlResult {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit status; 128 plus the signal's number when a signal ended it, as shells say it. */
  readonly code: number;
}

/** How to run it. */
export interface KubectlOptions {
  /** Text for its standard input, for `-f -`. */
  readonly input?: string;
  /** Ends kubectl when it aborts; the run is then rejected with the abort's reason. */
  readonly signal?: AbortSignal;
}

/** A run of kubectl that ended with another status than 0. */
export class KubectlError extends Error {
  override readonly name = 'KubectlError';

  constructor(
    readonly args: readonly string[],
    readonly result: KubectlResult,
  ) {
    super(`kubectl ${args.join(' ')} ended with ${result.code}: ${(result.stderr || result.stdout).trim()}`);
  }
}

/** The kubectl that was built with the server, as the user of a kubeconfig. */
export class Kubectl {
  /** @param cacheFolder where kubectl keeps what it learns of the server's API, instead of the user's home. */
  constructor(
    readonly binary: string,
    readonly kubeconfig: string,
    readonly cacheFolder: string,
  ) {}

  /** The same kubectl as another user. */
  as(kubeconfig: string): Kubectl {
    return new Kubectl(this.binary, kubeconfig, this.cacheFolder);
  }

  /** The variables that make any kubectl, also one in a shell, reach this server as this user. */
  get env(): Record<string, string> {
    return { KUBECONFIG: this.kubeconfig, KUBECACHEDIR: this.cacheFolder };
  }

  /**
   * Runs kubectl and answers what it printed.
   * @throws KubectlError when its exit status is not 0
   */
  async output(args: readonly string[], options: KubectlOptions = {}): Promise<string> {
    const result = await this.run(args, options);
    if (result.code !== 0) {
      throw new KubectlError(args, result);
    }
    return result.stdout;
  }

  /**
   * Applies objects, or a text of YAML or JSON documents.
   * @throws KubectlError when the server refuses one
   */
  async apply(manifests: string | readonly object[], ...args: readonly string[]): Promise<string> {
    const input =
      typeof manifests === 'string' ? manifests : JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });
    return this.output(['apply', '-f', '-', ...args], { input });
  }

  /**
   * Runs `kubectl wait` until these CustomResourceDefinitions are served.
   * @param definitions `crd/NAME`, or `-f` and a path
   * @throws KubectlError when that takes longer than a minute
   */
  async established(definitions: readonly string[], options: KubectlOptions = {}): Promise<string> {
    const args = ['wait', '--for=condition=Established', ...definitions, '--timeout=60s'];
    for (;;) {
      const result = await this.run(args, options);
      if (result.code === 0) return result.stdout;
      // kubectl takes a definition for broken that was made just now and has no conditions yet.
      if (!result.stderr.includes('.status.conditions accessor error')) throw new KubectlError(args, result);
    }
  }

  /** Runs kubectl and answers how it ended, whatever its exit status. */
  async run(args: readonly string[], { input = '', signal }: KubectlOptions = {}): Promise<KubectlResult> {
    const child = spawn(this.binary, args, {
      env: { ...process.env, ...this.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    });
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    // kubectl may end before it has read everything; its exit status tells, not the broken pipe.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', error => reject(signal?.aborted === true ? signal.reason : error));
      child.on('close', (status, name) => resolve(status ?? 128 + (name === null ? 0 : constants.signals[name])));
    });
    return { stdout: stdout(), stderr: stderr(), code };
  }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}
