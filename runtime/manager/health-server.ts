// The HTTP server of the health endpoints, which the kubelet probes.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExplainedError } from '../log/explained-error.js';
import type { HealthAnswer, HealthChecks } from './health-checks.js';
import type { Runnable } from './runnable.js';

/** Where the health endpoints listen. */
export interface HealthProbeOptions {
  /** Default 8081; 0 takes a free port. */
  readonly port?: number;
  /** The address of the interface; default: all of them, because the kubelet probes the Pod's address. */
  readonly host?: string;
}

/** Serves `/healthz` and `/readyz`, with `?verbose` and `?exclude=name`, and each check alone as `/readyz/name`. */
export class HealthServer implements Runnable {
  readonly name = 'health endpoints';
  readonly #options: HealthProbeOptions;
  readonly #endpoints: Readonly<Record<string, HealthChecks>>;
  readonly #server: Server;
  readonly #listening: Promise<unknown>;

  constructor(
    options: HealthProbeOptions,
    endpoints: { readonly healthz: HealthChecks; readonly readyz: HealthChecks },
  ) {
    this.#options = options;
    this.#endpoints = endpoints;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#listening = once(this.#server, 'listening');
    // `run` reports why the server cannot listen; `ready` may never be asked.
    this.#listening.catch(() => {});
  }

  /** The address that it listens on; undefined before and after. */
  get address(): AddressInfo | undefined {
    return (this.#server.address() as AddressInfo | null) ?? undefined;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { port = 8081, host } = this.#options;
    this.#server.listen({ port, host });
    try {
      await this.#listening;
    } catch (error) {
      throw listenError(error as NodeJS.ErrnoException, port, host);
    }
    if (!signal.aborted) await once(signal, 'abort');
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async ready(): Promise<void> {
    await this.#listening;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await this.#answer(request);
    response.writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  async #answer({ method, url = '/' }: IncomingMessage): Promise<HealthAnswer | { status: 405; body: string }> {
    if (method !== 'GET' && method !== 'HEAD') return { status: 405, body: 'GET or HEAD only' };
    // Not by `new URL`, which throws at paths that anybody can send.
    const [path = '', query] = url.split('?', 2);
    const [, endpoint = '', check] = path.split('/', 3);
    const checks = Object.hasOwn(this.#endpoints, endpoint) ? this.#endpoints[endpoint] : undefined;
    if (checks === undefined) return { status: 404, body: 'there are /healthz and /readyz' };
    if (check !== undefined && check !== '') return checks.answerOne(check);
    const searchParams = new URLSearchParams(query);
    return checks.answer({ verbose: searchParams.has('verbose'), exclude: searchParams.getAll('exclude') });
  }
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string | undefined): Error {
  const where = host === undefined ? `port ${port}` : `${host}:${port}`;
  const why =
    error.code === 'EADDRINUSE'
      ? 'is in use: say another port, or false for no health endpoints, with the option healthProbe of new Manager()'
      : `cannot be listened on (${error.message}): see the option healthProbe of new Manager()`;
  return new ExplainedError(`health endpoints: ${where} ${why}`, { cause: error });
}
