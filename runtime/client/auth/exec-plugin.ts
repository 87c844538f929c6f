// Credential plugins: programs that log in for us (KEP-541, client.authentication.k8s.io).
import type { Clock } from '../../clock/clock.js';
import { ConfigError } from '../config-error.js';
import type { ExecConfig } from './exec-config.js';
import { printable, runProgram } from './exec-program.js';
import { useUntil } from './expiry.js';
import { oneAtATime } from './one-at-a-time.js';
import { isSameProof, type Proof, type ProofSource } from './proof.js';
import { RenewalPause } from './renewal-pause.js';
import { restingAfterFailure } from './resting.js';

/** Lest the plugin is run for each request. Milliseconds. */
const SHORTEST_LIFE = 10_000;

/** What `KUBERNETES_EXEC_INFO` says of the cluster. */
export type ExecCluster = Readonly<Record<string, unknown>>;

/** Runs the plugin when there is no proof, when it has expired, and when it was refused; a while later when it has failed. */
export class ExecPlugin implements ProofSource {
  readonly #config: ExecConfig;
  readonly #cluster: () => Promise<ExecCluster>;
  readonly #clock: Clock;
  readonly #pause: RenewalPause;
  readonly #signal: AbortSignal | undefined;
  readonly #run: () => Promise<Proof>;
  #proof: Proof | undefined;
  #useUntil = Number.POSITIVE_INFINITY;

  /** @param signal ends a run, when nobody needs its outcome any more */
  constructor(config: ExecConfig, cluster: () => Promise<ExecCluster>, clock: Clock, signal?: AbortSignal) {
    this.#config = config;
    this.#cluster = cluster;
    this.#clock = clock;
    this.#pause = new RenewalPause(clock);
    this.#signal = signal;
    this.#run = oneAtATime(restingAfterFailure(() => this.#ask(), clock));
  }

  async current(): Promise<Proof> {
    return this.#proof !== undefined && this.#clock.now() < this.#useUntil ? this.#proof : this.#run();
  }

  async renewed(refused: Proof): Promise<Proof> {
    return this.#proof !== undefined && isSameProof(this.#proof, refused) ? this.#runUnlessPaused() : this.current();
  }

  readonly #runUnlessPaused = oneAtATime(async () =>
    this.#proof === undefined || this.#pause.begin() ? this.#run() : this.#proof,
  );

  async #ask(): Promise<Proof> {
    const config = this.#config;
    const interactive = isInteractive(config);
    const spec = { ...(config.provideClusterInfo && { cluster: await this.#cluster() }), interactive };
    const info = JSON.stringify({ kind: 'ExecCredential', apiVersion: config.apiVersion, spec });
    const env = { ...config.env, KUBERNETES_EXEC_INFO: info };
    const output = await runProgram(config, env, { interactive, clock: this.#clock, signal: this.#signal });
    const { proof, expiry } = readAnswer(output, config);
    this.#proof = proof;
    this.#useUntil = expiry === undefined ? Number.POSITIVE_INFINITY : this.#lifeUntil(expiry);
    return proof;
  }

  /** What seems to have expired already, to a clock that is fast perhaps, is shown all the same: the server is the judge. */
  #lifeUntil(expiry: number): number {
    const now = this.#clock.now();
    return expiry > now ? useUntil(expiry, now) : now + SHORTEST_LIFE;
  }
}

/** Whether it may ask the person at the terminal. */
function isInteractive({ interactiveMode, name }: ExecConfig): boolean {
  if (interactiveMode === 'Never') return false;
  const terminal = process.stdin.isTTY === true;
  if (interactiveMode === 'Always' && !terminal) {
    throw new ConfigError(
      `${name} wants to ask a person (interactiveMode: Always), and there is no terminal. Log in with another user`,
    );
  }
  return terminal;
}

/** The output may hold secrets, and is never shown. */
function readAnswer(output: string, { name, apiVersion }: ExecConfig): { proof: Proof; expiry: number | undefined } {
  const answer = asMapping(parsed(output));
  if (answer?.kind !== 'ExecCredential') throw new ConfigError(`${name} printed no ExecCredential in JSON`);
  if (answer.apiVersion !== apiVersion) {
    const got = printable(String(answer.apiVersion));
    throw new ConfigError(`${name} printed an ExecCredential of ${got}, and the kubeconfig wants one of ${apiVersion}`);
  }
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = asMapping(answer.status) ?? {};
  const [bearer, cert, key] = [textOf(token), textOf(clientCertificateData), textOf(clientKeyData)];
  if (!cert !== !key) throw new ConfigError(`${name} printed a certificate without its key, or a key alone`);
  if (!bearer && !cert) throw new ConfigError(`${name} printed neither a token nor a certificate`);
  const expiry = expirationTimestamp ? Date.parse(String(expirationTimestamp)) : undefined;
  if (Number.isNaN(expiry)) throw new ConfigError(`${name} printed an expirationTimestamp that is no time`);
  return { proof: { authorization: bearer && `Bearer ${bearer}`, cert, key }, expiry };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asMapping(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}
