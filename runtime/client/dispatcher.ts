// Keeps one pool of connections for as long as the TLS material stays the same.
import { Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from 'undici';
import type { TlsMaterial } from './access.js';
import { livelyConnector, PING_INTERVAL } from './lively-connector.js';

/** How connections are made. */
export interface DispatcherOptions {
  readonly proxy: URL | undefined;
  /** Offer HTTP/2: all calls and watches then share a connection. */
  readonly http2: boolean;
}

/** Kept below the 90 s after which API servers close an idle connection, so that no request meets a closing one. */
const IDLE_TIMEOUT = 55_000;
/** client-go's interval; shorter than the idle limits of the usual load balancers. */
const TCP_KEEPALIVE = 30_000;

/** The pool of connections to one API server. */
export class Dispatchers {
  readonly #options: DispatcherOptions;
  #current: { readonly tls: TlsMaterial; readonly dispatcher: Dispatcher } | undefined;
  /** Pools of former TLS material that still carry calls. */
  readonly #retiring = new Set<Dispatcher>();
  readonly #closing = new AbortController();

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Whether `close` was called. */
  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** The pool for this material. A former one finishes its calls, watches among them, and is then closed. */
  for(tls: TlsMaterial): Dispatcher {
    if (this.closed) throw new Error('the client is closed');
    if (this.#current !== undefined) {
      if (isSameTls(this.#current.tls, tls)) return this.#current.dispatcher;
      this.#retire(this.#current.dispatcher);
    }
    this.#current = { tls, dispatcher: makeDispatcher(tls, this.#options, this.#closing.signal) };
    return this.#current.dispatcher;
  }

  /** Ends all calls and connections; later calls fail. */
  async close(): Promise<void> {
    const all = [...this.#retiring, ...(this.#current === undefined ? [] : [this.#current.dispatcher])];
    this.#current = undefined;
    const destroyed = Promise.all(all.map(dispatcher => dispatcher.destroy()));
    // undici waits for connections that are being made, up to its connect timeout.
    this.#closing.abort();
    await destroyed;
  }

  #retire(dispatcher: Dispatcher): void {
    this.#retiring.add(dispatcher);
    const forget = (): void => {
      this.#retiring.delete(dispatcher);
    };
    dispatcher.close().then(forget, forget);
  }
}

function isSameTls(a: TlsMaterial, b: TlsMaterial): boolean {
  return (
    a.ca === b.ca &&
    a.cert === b.cert &&
    a.key === b.key &&
    a.servername === b.servername &&
    a.rejectUnauthorized === b.rejectUnauthorized
  );
}

function makeDispatcher(tls: TlsMaterial, { proxy, http2 }: DispatcherOptions, closing: AbortSignal): Dispatcher {
  const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
  const common = { allowH2: http2, keepAliveTimeout: IDLE_TIMEOUT, h2Options: { pingInterval: PING_INTERVAL } };
  if (proxy === undefined) {
    const tcp = { allowH2: http2, keepAlive: true, keepAliveInitialDelay: TCP_KEEPALIVE, signal: closing };
    return new Agent({ ...common, connect: livelyConnector({ ...given, ...tcp }, PING_INTERVAL) });
  }
  if (proxy.protocol.startsWith('socks')) return new Socks5ProxyAgent(proxy, { ...common, requestTls: given });
  return new ProxyAgent({ ...common, uri: proxy.href, requestTls: given });
}
