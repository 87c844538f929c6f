// A small HTTP server that runs as a part of a manager.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Clock, sleep } from '../clock/clock.js';
import { ExplainedError } from '../log/explained-error.js';
import { LatestCertificate } from './latest-certificate.js';
import { SERVER_CIPHERS } from './server-ciphers.js';

/** A plain text, unless the headers say something else. */
export interface HttpAnswer {
  readonly status: number;
  /** A stream goes out as it comes. */
  readonly body: string | Uint8Array | Readable;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What HTTPS is served with: a `CertificateSource`, run by somebody else. */
export interface ServedCertificates {
  current(): Promise<{ readonly cert: string; readonly key: string }>;
  onChange(listener: () => void): () => void;
}

export interface HttpRunnableOptions {
  /** Names it in logs and errors. */
  readonly name: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The address of the interface; default: all of them. */
  readonly host?: string | undefined;
  /** What else may be done than to say another port, for the error: ` with the option port`. */
  readonly hint: string;
  /** What answers that are under way at the stop have to go out; default: no time. */
  readonly drain?: { readonly milliseconds: number; readonly clock: Clock };
  /** Default: plain HTTP. Connections that are open go on when there is another certificate. */
  readonly certificates?: ServedCertificates | undefined;
  /** Never rejects. */
  readonly answer: (request: IncomingMessage) => Promise<HttpAnswer>;
}

/** A `Runnable`: listens as long as it runs, and ends with all its connections. */
export class HttpRunnable {
  readonly name: string;
  readonly #options: HttpRunnableOptions;
  readonly #server: Server;
  readonly #listening = Promise.withResolvers<void>();
  /** Until they have gone out. */
  readonly #answers = new Set<Promise<void>>();

  constructor(options: HttpRunnableOptions) {
    this.name = options.name;
    this.#options = options;
    const serve = (request: IncomingMessage, response: ServerResponse): void => {
      const answer = this.#serve(request, response).finally(() => this.#answers.delete(answer));
      this.#answers.add(answer);
    };
    this.#server =
      options.certificates === undefined
        ? createServer(serve)
        : createSecureServer({ ALPNProtocols: ['http/1.1'] }, serve);
    // `run` reports why the server cannot listen; `ready` may never be asked.
    this.#listening.promise.catch(() => {});
  }

  /** The address that it listens on; undefined before and after. */
  get address(): AddressInfo | undefined {
    return (this.#server.address() as AddressInfo | null) ?? undefined;
  }

  async run(signal: AbortSignal): Promise<void> {
    const unfollow = await this.#listen();
    if (!signal.aborted) await once(signal, 'abort');
    const closed = once(this.#server, 'close');
    this.#server.close();
    await this.#drain();
    this.#server.closeAllConnections();
    await closed;
    unfollow();
  }

  async ready(): Promise<void> {
    await this.#listening.promise;
  }

  async #listen(): Promise<() => void> {
    const { port, host, certificates } = this.#options;
    try {
      const unfollow = certificates === undefined ? () => {} : await this.#secure(certificates);
      this.#server.listen({ port, host });
      await once(this.#server, 'listening').catch((error: NodeJS.ErrnoException) => {
        throw listenError(error, this.#options);
      });
      this.#listening.resolve();
      return unfollow;
    } catch (error) {
      this.#listening.reject(error);
      throw error;
    }
  }

  async #secure(certificates: ServedCertificates): Promise<() => void> {
    const server = this.#server as SecureServer;
    const latest = new LatestCertificate(certificates);
    const use = async (): Promise<void> => {
      const { cert, key } = await latest.current();
      server.setSecureContext({ cert, key, minVersion: 'TLSv1.2', ciphers: SERVER_CIPHERS });
    };
    // A source that has told of a change has another pair; where it does not, the one before goes on.
    const unfollow = latest.follow(() => void use().catch(() => {}));
    try {
      await use();
    } catch (error) {
      unfollow();
      throw error;
    }
    return unfollow;
  }

  /** Waits for the answers that are under way, as long as there is time for that. */
  async #drain(): Promise<void> {
    const { drain } = this.#options;
    if (this.#answers.size === 0 || drain === undefined) return;
    const over = new AbortController();
    await Promise.race([Promise.all(this.#answers), sleep(drain.clock, drain.milliseconds, over.signal)]);
    over.abort();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body, headers } = await this.#options.answer(request);
    response.writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      ...headers,
    });
    const gone = Promise.withResolvers<void>();
    if (response.closed) gone.resolve();
    else response.once('close', gone.resolve);
    if (!(body instanceof Readable)) response.end(request.method === 'HEAD' ? undefined : body);
    // Who asked may go in the middle of it; both ends are closed then.
    else await pipeline(body, response).catch(() => {});
    await gone.promise;
  }
}

function listenError(error: NodeJS.ErrnoException, { name, port, host, hint }: HttpRunnableOptions): Error {
  const where = host === undefined ? `port ${port}` : `${host}:${port}`;
  const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${error.message})`;
  return new ExplainedError(`${name}: ${where} ${why}: say another port${hint}`, { cause: error });
}
