// The HTTP edge: authenticates, sends, and tries again where that is safe.
import { type Clock, sleep, systemClock } from '../clock/clock.js';
import { linkedController } from '../clock/linked-controller.js';
import type { RequestSpan, Tracing } from '../tracing/tracing.js';
import type { Access, Credentials } from './access.js';
import { bodyStream, bodyText, type RawAnswer } from './answer-body.js';
import { askingDispatcher, UnsentError } from './asked-handler.js';
import { Authenticator, CredentialsError } from './authenticator.js';
import { ConnectionError } from './connection-error.js';
import { Dispatchers } from './dispatcher.js';
import { gatheredAnswer } from './gathered-answer.js';
import { RequestCounts, type SentRequest } from './request-counts.js';
import type { RequestLimit } from './request-limit.js';
import { isTlsRefusal, secondsToWait } from './retries.js';

/** One HTTP request. */
export interface Call {
  /** What it does, for messages: `get Pod default/a`. */
  readonly attempt: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query below the server's address. */
  readonly path: string;
  readonly body?: { readonly type: string; readonly text: string };
  readonly signal?: AbortSignal | undefined;
  /** Called before each attempt, and again when it goes out; what it throws ends the call. */
  readonly beforeSend?: (() => void) | undefined;
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
  /** How long a server may think, in milliseconds; default 90 s, above the 60 s that an API server gives a request. */
  readonly patience?: number | undefined;
  /** Holds back all requests but watches. */
  readonly limit?: RequestLimit | undefined;
  /** Hears of every attempt as soon as it is answered or has failed. */
  readonly onRequest?: ((request: SentRequest) => void) | undefined;
  /** Has a span for every attempt. */
  readonly tracing?: Tracing | undefined;
}

/** As client-go: one, and ten more. */
const TRIES = 11;
/** A longer wait is the caller's to decide. Seconds. */
const LONGEST_WAIT = 60;
const READ_TRIES = 4;
const FIRST_PAUSE = 100;
const SILENCE = 90_000;
/** More than a server has to say when it refuses to stream. Bytes. */
const LONGEST_REFUSAL = 1024 * 1024;

/**
 * Sends requests to one API server over kept connections.
 * - After an answer 429 or 503 with `Retry-After` the request is sent again at that time, whatever it does: the server
 *   says that it did not carry it out. At most 10 times more; a wait of more than a minute is left to the caller. client-go
 *   does so after any 5xx; but a 500 or 504 may follow a write that was carried out, and a list at a version that the
 *   server has not reached would take 40 s to fail.
 * - A GET that got no answer is sent again up to 3 times. Others are not: they may have been carried out.
 * - After an answer 401, and when the TLS connection is refused, other credentials are asked for, once each; if there are
 *   others, the request is sent again with them, whatever it does: it was not carried out.
 */
export class Transport {
  readonly #access: Access;
  readonly #options: TransportOptions;
  readonly #dispatchers: Dispatchers;
  readonly #base: string;
  readonly #authenticator: Authenticator;
  readonly #closing = new AbortController();
  /** What was sent so far. */
  readonly counts = new RequestCounts();

  constructor(access: Access, options: TransportOptions) {
    this.#access = access;
    this.#options = options;
    this.#dispatchers = new Dispatchers(access.server, {
      proxy: access.proxy,
      http2: options.http2,
      onLookup: (host, milliseconds) => this.counts.observer?.resolved(host, milliseconds),
    });
    this.#authenticator = new Authenticator(access);
    this.#base = access.server.pathname.replace(/\/+$/, '');
  }

  /** Sends, and reads the whole answer. Rejects with the signal's reason when it aborts. */
  async send(call: Call, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const answer = await this.#sendUntilAnswered(call, { 'accept-encoding': 'gzip', ...headers }, SILENCE);
    const text = await this.#explain(call, bodyText(answer));
    this.counts.observer?.answered(this.#labelsOf(call), Buffer.byteLength(text));
    return { status: answer.statusCode, headers: answer.headers, text: async () => text };
  }

  /**
   * Sends, and answers as soon as the headers are there. The body may stay silent for as long as it likes; where the
   * given headers accept gzip, it is decompressed as it comes. Read as a text, as that of a refusal is, it has to end in time.
   */
  async open(call: Call, headers: Readonly<Record<string, string>> = {}): Promise<StreamAnswer> {
    const answer = await this.#sendUntilAnswered(call, headers, 0);
    const text = () => this.#explain(call, this.#inTime(answer, bodyText(answer, LONGEST_REFUSAL)));
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
    this.#closing.abort(new Error('the client is closed'));
    this.#authenticator.close();
    return this.#dispatchers.close();
  }

  async #sendUntilAnswered(call: Call, headers: Readonly<Record<string, string>>, silence: number) {
    const { clock, random } = this.#options;
    let [refused, distrusted] = [false, false];
    for (let tries = 1, failures = 0; ; tries++) {
      call.signal?.throwIfAborted();
      let credentials: Credentials | undefined;
      let pause: number;
      try {
        credentials = await this.#explain(call, this.#authenticator.current(call.signal));
        const answer = await this.#attempt(call, credentials, headers, silence, tries - 1);
        if (answer.statusCode === 401 && !refused) {
          refused = true;
          if (await this.#hasOther(call, credentials)) {
            await this.#explain(call, this.#inTime(answer, answer.body.dump()));
            continue;
          }
        }
        const wait = secondsToWait(answer);
        if (wait === undefined || wait > LONGEST_WAIT || tries === TRIES) return answer;
        await this.#explain(call, this.#inTime(answer, answer.body.dump()));
        pause = wait * 1000;
      } catch (error) {
        if (credentials !== undefined && !distrusted && isTlsRefusal(error)) {
          distrusted = true;
          if (await this.#hasOther(call, credentials)) continue;
        }
        if (call.method !== 'GET' || ++failures === READ_TRIES || !this.#mayPass(error)) throw error;
        pause = FIRST_PAUSE * 2 ** (failures - 1) * (0.5 + random());
      }
      await this.#untilEnd(call, end => sleep(clock, pause, end));
    }
  }

  /** The body may be one that undici lets be silent. In real time, as all of its timeouts are. */
  async #inTime<T>({ body }: RawAnswer, reading: Promise<T>): Promise<T> {
    const { patience = SILENCE } = this.#options;
    const end = () => body.destroy(new Error(`the answer did not end within ${patience} ms`));
    const timer = systemClock.setTimer(patience, end);
    try {
      return await reading;
    } finally {
      timer.cancel();
    }
  }

  /** Waits with a signal that aborts with the call, and with the client. */
  async #untilEnd<T>({ signal }: Call, wait: (end: AbortSignal) => Promise<T>): Promise<T> {
    const end = linkedController(this.#closing.signal, ...(signal === undefined ? [] : [signal]));
    try {
      return await wait(end.signal);
    } finally {
      end.release();
    }
  }

  #hasOther(call: Call, refused: Credentials): Promise<boolean> {
    return this.#explain(call, this.#authenticator.hasOther(refused, call.signal));
  }

  /** Whether the same request may get an answer a little later. */
  #mayPass(error: unknown): boolean {
    if (this.#dispatchers.closed) return false;
    return error instanceof ConnectionError && !(error.cause instanceof CredentialsError);
  }

  /** Sends once, when it is its turn, and tells of it. */
  async #attempt(
    call: Call,
    credentials: Credentials,
    headers: Readonly<Record<string, string>>,
    silence: number,
    resends: number,
  ): Promise<RawAnswer> {
    const { clock, limit, onRequest, tracing } = this.#options;
    const [path = '', query] = call.path.split('?');
    if (limit !== undefined && !isWatch(call)) {
      const turn = this.#untilEnd(call, end => limit.turn(end));
      const waited = await this.#explain(call, turn);
      this.counts.addLimited(waited);
      this.counts.observer?.limited(this.#labelsOf(call), waited);
    }
    const start = clock.monotonic();
    const tell = (code: string): void => {
      const latency = clock.monotonic() - start;
      const labels = this.#labelsOf(call);
      const sent = { ...labels, path, code, isWatch: isWatch(call), isRetry: resends > 0, latency };
      this.counts.add(sent);
      this.counts.observer?.sent(sent, Buffer.byteLength(call.body?.text ?? ''));
      onRequest?.(sent);
    };
    call.beforeSend?.();
    const { server } = this.#access;
    const span = tracing?.request({ method: call.method, server, path: this.#base + path, query, resends });
    let answer: RawAnswer;
    try {
      const sent =
        span === undefined
          ? this.#send(call, credentials, headers, silence)
          : this.#sendTraced(span, call, credentials, headers, silence);
      answer = await this.#explain(call, sent);
    } catch (error) {
      if (error instanceof UnsentError) {
        // Not counted: client-go counts what it hands to its transport, and nothing that is given up before.
        span?.failed(error.reason);
        throw error.reason;
      }
      span?.failed(error);
      tell('<error>');
      throw error;
    }
    span?.answered(answer.statusCode);
    tell(String(answer.statusCode));
    return answer;
  }

  #labelsOf({ method }: Call): { readonly method: Call['method']; readonly host: string } {
    return { method, host: this.#access.server.host };
  }

  /** Apart, so that nothing is made for it where nothing is traced. */
  #sendTraced(
    span: RequestSpan,
    call: Call,
    credentials: Credentials,
    headers: Readonly<Record<string, string>>,
    silence: number,
  ): Promise<RawAnswer> {
    return span.send(traced => this.#send(call, credentials, { ...headers, ...traced }, silence));
  }

  async #send(
    call: Call,
    { headers, tls }: Credentials,
    extra: Readonly<Record<string, string>>,
    bodyTimeout: number,
  ): Promise<RawAnswer> {
    call.signal?.throwIfAborted();
    const { body } = call;
    const request = {
      origin: this.#access.server.origin,
      path: this.#base + call.path,
      method: call.method,
      headers: {
        accept: 'application/json',
        'user-agent': this.#options.userAgent,
        ...extra,
        ...(this.#access.disableCompression && { 'accept-encoding': 'identity' }),
        ...headers,
        ...(body && { 'content-type': body.type }),
      },
      body: body?.text ?? null,
      // Else the connection is not used again after a DELETE with a body, lest a server cannot cope: this one can.
      reset: false,
      headersTimeout: this.#options.patience ?? SILENCE,
      bodyTimeout,
    };
    if (isWatch(call)) return gatheredAnswer(this.#dispatchers.forWatches(tls), request, call.signal);
    const dispatcher = this.#dispatchers.for(tls);
    const asking = call.beforeSend === undefined ? dispatcher : askingDispatcher(dispatcher, call.beforeSend);
    return asking.request({ ...request, signal: call.signal ?? null });
  }

  async #explain<T>(call: Call, outcome: Promise<T>): Promise<T> {
    try {
      return await outcome;
    } catch (error) {
      if (error instanceof UnsentError) throw error;
      call.signal?.throwIfAborted();
      throw this.broken(call, error);
    }
  }
}

function isWatch({ path }: Call): boolean {
  return new URLSearchParams(path.split('?')[1]).get('watch') === 'true';
}
