// What a client has sent, in numbers.

/** A request that has been answered, or has failed. Every attempt is one, as in client-go's metrics. */
export interface SentRequest {
  readonly method: string;
  /** Host and port of the API server. */
  readonly host: string;
  /** The path without its query. */
  readonly path: string;
  /** The status of the answer as text; `<error>` when there was none. */
  readonly code: string;
  /** A watch, which goes on after the headers of its answer. */
  readonly isWatch: boolean;
  /** Whether an earlier attempt of the same call went before it. */
  readonly isRetry: boolean;
  /** From the moment it was sent to the headers of the answer, without waiting for credentials or the rate limit. Milliseconds. */
  readonly latency: number;
}

/** Hears of what histograms are made of. What it throws fails the call. */
export interface RequestObserver {
  /** @param bytes of the body of the request */
  sent(request: SentRequest, bytes: number): void;
  /** A request has waited for the rate limit. */
  limited(request: Pick<SentRequest, 'method' | 'host'>, milliseconds: number): void;
  /** An answer was read as a whole. @param bytes of its body, decompressed */
  answered(request: Pick<SentRequest, 'method' | 'host'>, bytes: number): void;
  /** An address was looked up for a new connection. */
  resolved(host: string, milliseconds: number): void;
}

/** So many requests of one kind. */
export interface RequestCount {
  readonly code: string;
  readonly method: string;
  readonly host: string;
  readonly count: number;
}

/** Counters that only grow: client-go's `rest_client_requests_total`, `_retries_total` and the time under the rate limit. */
export class RequestCounts {
  readonly #counts = new Map<string, { code: string; method: string; host: string; count: number }>();
  #retries = 0;
  #limited = 0;
  #observer: RequestObserver | undefined;

  /** By code, method and host. */
  get all(): readonly RequestCount[] {
    return [...this.#counts.values()].map(count => ({ ...count }));
  }

  /** How many attempts followed another one of the same call. */
  get retries(): number {
    return this.#retries;
  }

  /** How long requests have waited for the rate limit, all together. Milliseconds. */
  get limitedMilliseconds(): number {
    return this.#limited;
  }

  /** Who hears of each request; undefined: nobody does, and nothing is measured for it. */
  get observer(): RequestObserver | undefined {
    return this.#observer;
  }

  /** Tells the observer of each request from now on, in place of the one before. */
  observe(observer: RequestObserver): void {
    this.#observer = observer;
  }

  /** Counts one. */
  add({ code, method, host, isRetry }: SentRequest): void {
    const name = `${code} ${method} ${host}`;
    const count = this.#counts.get(name);
    if (count === undefined) this.#counts.set(name, { code, method, host, count: 1 });
    else count.count += 1;
    if (isRetry) this.#retries += 1;
  }

  /** Counts time that was waited for the rate limit. */
  addLimited(milliseconds: number): void {
    this.#limited += milliseconds;
  }
}
