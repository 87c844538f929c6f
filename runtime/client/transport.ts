// The HTTP edge: authenticates, sends, and tries again where that is safe.
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { type Clock, sleep } from '../clock/clock.js';
import { ExplainedError } from '../log/explained-error.js';
import type { Access, Credentials } from './access.js';
import { ConnectionError } from './connection-error.js';
import { Dispatchers } from './dispatcher.js';

/** One HTTP request. */
export interface Call {
  /** What it does, for messages: `get Pod default/a`. */
  readonly attempt: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query below the server's address. */
  readonly path: string;
  readonly body?: { readonly type: string; readonly text: string };
  readonly signal?: AbortSignal | undefined;
}

/** A response, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The whole body as text. */
  text(): Promise<string>;
}

/** A response whose body is read as it comes. */
export interface StreamAnswer extends Answer {
  /** The body; it must be read to its end, or left early by the reader. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface TransportOptions {
  readonly userAgent: string;
  readonly http2: boolean;
  readonly clock: Clock;
  /** Between 0 and 1; spreads repeated connection attempts. */
  readonly random: () => number;
}

/** The count of client-go. */
const TRIES = 10;
/** A longer wait is the caller's to decide. Seconds. */
const LONGEST_WAIT = 60;
const READ_TRIES = 4;
const FIRST_PAUSE = 100;
/** Above the 60 s that an API server gives a request. Milliseconds. */
const SILENCE = 90_000;

/** Bytes that come out of decompression at a time: as many as a socket brings. */
const CHUNK = 64 * 1024;

const decompress = promisify(gunzip);

/**
 * Sends requests to one API server over kept connections.
 * - After an answer 429 or 503 with `Retry-After` the request is sent again at that time, whatever it does: the server
 *   says that it did not carry it out. At most 10 tries; a wait of more than a minute is left to the caller. client-go
 *   does so after any 5xx; but a 500 or 504 may follow a write that was carried out, and a list at a version that the
 *   server has not reached would take 40 s to fail.
 * - A GET that got no answer is sent again up to 3 times. Others are not: they may have been carried out.
 */
export class Transport {
  readonly #access: Access;
  readonly #options: TransportOptions;
  readonly #dispatchers: Dispatchers;
  readonly #base: string;
  #credentials: Promise<Credentials> | undefined;

  constructor(access: Access, options: TransportOptions) {
    this.#access = access;
    this.#options = options;
    this.#dispatchers = new Dispatchers({ proxy: access.proxy, http2: options.http2 });
    this.#base = access.server.pathname.replace(/\/+$/, '');
  }

  /** Sends, and reads the whole answer. Rejects with the signal's reason when it aborts. */
  async send(call: Call, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const answer = await this.#sendUntilAnswered(call, { 'accept-encoding': 'gzip', ...headers }, SILENCE);
    const text = await this.#explain(call, bodyText(answer));
    return { status: answer.statusCode, headers: answer.headers, text: async () => text };
  }

  /**
   * Sends, and answers as soon as the headers are there. The body may stay silent for as long as it likes; where the
   * given headers accept gzip, it is decompressed as it comes.
   */
  async open(call: Call, headers: Readonly<Record<string, string>> = {}): Promise<StreamAnswer> {
    const answer = await this.#sendUntilAnswered(call, headers, 0);
    const text = () => this.#explain(call, bodyText(answer));
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text,
      get body() {
        return bodyStream(answer);
      },
    };
  }

  /** The error of a broken stream. */
  broken(call: Call, cause: unknown): ConnectionError {
    return new ConnectionError(call.attempt, this.#access.server.origin, cause);
  }

  /** Ends all calls and connections. */
  close(): Promise<void> {
    return this.#dispatchers.close();
  }

  async #sendUntilAnswered(call: Call, headers: Readonly<Record<string, string>>, silence: number) {
    const { clock, random } = this.#options;
    for (let tries = 1, failures = 0; ; tries++) {
      call.signal?.throwIfAborted();
      let pause: number;
      try {
        const answer = await this.#explain(call, this.#sendOnce(call, headers, silence));
        const wait = secondsToWait(answer);
        if (wait === undefined || wait > LONGEST_WAIT || tries === TRIES) return answer;
        await answer.body.dump();
        pause = wait * 1000;
      } catch (error) {
        if (call.method !== 'GET' || ++failures === READ_TRIES || !this.#mayPass(error)) throw error;
        pause = FIRST_PAUSE * 2 ** (failures - 1) * (0.5 + random());
      }
      await sleep(clock, pause, call.signal);
    }
  }

  /** Whether the same request may get an answer a little later. */
  #mayPass(error: unknown): boolean {
    if (this.#dispatchers.closed) return false;
    return error instanceof ConnectionError && !(error.cause instanceof CredentialsError);
  }

  async #sendOnce(
    call: Call,
    extra: Readonly<Record<string, string>>,
    bodyTimeout: number,
  ): Promise<Dispatcher.ResponseData> {
    const { headers, tls } = await this.#authenticate();
    call.signal?.throwIfAborted();
    const { body } = call;
    return this.#dispatchers.for(tls).request({
      origin: this.#access.server.origin,
      path: this.#base + call.path,
      method: call.method,
      headers: {
        accept: 'application/json',
        'user-agent': this.#options.userAgent,
        ...extra,
        ...headers,
        ...(body && { 'content-type': body.type }),
      },
      body: body?.text ?? null,
      signal: call.signal ?? null,
      // Else the connection is not used again after a DELETE with a body, lest a server cannot cope: this one can.
      reset: false,
      headersTimeout: SILENCE,
      bodyTimeout,
    });
  }

  /** Calls that start at once share one answer, so that no credential plugin is run twice at a time. */
  #authenticate(): Promise<Credentials> {
    this.#credentials ??= this.#access
      .credentials()
      .catch((error: unknown) => {
        throw new CredentialsError(this.#access.user, error);
      })
      .finally(() => {
        this.#credentials = undefined;
      });
    return this.#credentials;
  }

  async #explain<T>(call: Call, outcome: Promise<T>): Promise<T> {
    try {
      return await outcome;
    } catch (error) {
      call.signal?.throwIfAborted();
      throw this.broken(call, error);
    }
  }
}

class CredentialsError extends ExplainedError {
  constructor(user: string | undefined, cause: unknown) {
    const text = cause instanceof Error ? cause.message.trim() : String(cause);
    super(`no credentials for ${user ?? 'the user'}: ${text}. Does this work: kubectl auth whoami`, { cause });
  }
}

function secondsToWait({ statusCode, headers }: Dispatcher.ResponseData): number | undefined {
  return statusCode === 429 || statusCode === 503 ? retryAfter(headers) : undefined;
}

/** The header in seconds; its other form, a date, is not used by API servers. */
export function retryAfter(headers: Answer['headers']): number | undefined {
  const text = headers['retry-after'];
  return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Ends with the error of either; whoever leaves it early ends the request. */
function bodyStream({ headers, body }: Dispatcher.ResponseData): AsyncIterable<Uint8Array> {
  if (headers['content-encoding'] !== 'gzip') return body;
  return pipeline(body, createGunzip({ chunkSize: CHUNK }), () => {});
}

async function bodyText({ headers, body }: Dispatcher.ResponseData): Promise<string> {
  if (headers['content-encoding'] !== 'gzip') return body.text();
  return (await decompress(new Uint8Array(await body.arrayBuffer()))).toString('utf8');
}
