// A small HTTP server that runs as a part of a manager.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ExplainedError } from '../log/explained-error.js';

/** A plain text, unless the headers say something else. */
export interface HttpAnswer {
  readonly status: number;
  /** A stream goes out as it comes. */
  readonly body: string | Readable;
  readonly headers?: Readonly<Record<string, string>>;
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
  /** Never rejects. */
  readonly answer: (request: IncomingMessage) => Promise<HttpAnswer>;
}

/** A `Runnable`: listens as long as it runs, and ends with all its connections. */
export class HttpRunnable {
  readonly name: string;
  readonly #options: HttpRunnableOptions;
  readonly #server: Server;
  readonly #listening: Promise<unknown>;

  constructor(options: HttpRunnableOptions) {
    this.name = options.name;
    this.#options = options;
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
    const { port, host } = this.#options;
    this.#server.listen({ port, host });
    try {
      await this.#listening;
    } catch (error) {
      throw listenError(error as NodeJS.ErrnoException, this.#options);
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
    const { status, body, headers } = await this.#options.answer(request);
    response.writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      ...headers,
    });
    if (!(body instanceof Readable)) response.end(request.method === 'HEAD' ? undefined : body);
    // Who asked may go in the middle of it; both ends are closed then.
    else await pipeline(body, response).catch(() => {});
  }
}

function listenError(error: NodeJS.ErrnoException, { name, port, host, hint }: HttpRunnableOptions): Error {
  const where = host === undefined ? `port ${port}` : `${host}:${port}`;
  const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${error.message})`;
  return new ExplainedError(`${name}: ${where} ${why}: say another port${hint}`, { cause: error });
}
