// Keeps one pool of connections for as long as the TLS material stays the same.
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher, ProxyAgent } from 'undici';
import { isSameTls, type TlsMaterial } from './access.js';
import { livelyConnector, PING_INTERVAL } from './lively-connector.js';
import { reusingConnector } from './reused-reads.js';
import { proxyTrust, tunnel } from './tunnel.js';

/** How connections are made. */
export interface DispatcherOptions {
  readonly proxy: URL | undefined;
  /** Offer HTTP/2: all calls and watches then share a connection. */
  readonly http2: boolean;
  /** Hears how long it took to look up an address, in milliseconds; a proxy looks up for itself. */
  readonly onLookup?: (host: string, milliseconds: number) => void;
  /** Whoever reads answers copies them before they return; default false. */
  readonly reuseReads?: boolean;
}

/** Kept below the 90 s after which API servers close an idle connection, so that no request meets a closing one. */
const IDLE_TIMEOUT = 55_000;
/** client-go's interval; shorter than the idle limits of the usual load balancers. */
const TCP_KEEPALIVE = 30_000;

/** The pool of connections to one API server. */
export class Dispatchers {
  readonly #origin: URL;
  readonly #options: DispatcherOptions;
  #current: { readonly tls: TlsMaterial; readonly dispatcher: Dispatcher; watches?: Dispatcher } | undefined;
  /** Pools of former TLS material that still carry calls. */
  readonly #retiring = new Set<Dispatcher>();
  readonly #closing = new AbortController();

  constructor(origin: URL, options: DispatcherOptions) {
    this.#origin = origin;
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
      if (this.#current.watches !== undefined) this.#retire(this.#current.watches);
    }
    this.#current = { tls, dispatcher: makeDispatcher(this.#origin, tls, this.#options, this.#closing.signal) };
    return this.#current.dispatcher;
  }

  /**
   * The pool for watches, whose answers have to be copied by who reads them. Over HTTP/1.1 each of them has a connection for
   * itself anyway; else it is the same pool.
   */
  forWatches(tls: TlsMaterial): Dispatcher {
    const dispatcher = this.for(tls);
    if (this.#options.http2 || this.#current === undefined) return dispatcher;
    const options = { ...this.#options, reuseReads: true };
    this.#current.watches ??= makeDispatcher(this.#origin, tls, options, this.#closing.signal);
    return this.#current.watches;
  }

  /** Ends all calls and connections; later calls fail. */
  async close(): Promise<void> {
    const { dispatcher, watches } = this.#current ?? {};
    const all = [...this.#retiring, dispatcher, watches].filter(each => each !== undefined);
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

/**
 * Connections to one origin, made with this material. None waits for ever to be made: TCP and TLS have 10 s, a proxy 30 s.
 * @param closing ends connections that are being made
 */
export function makeDispatcher(
  origin: URL,
  tls: TlsMaterial,
  { proxy, http2, onLookup, reuseReads = false }: DispatcherOptions,
  closing: AbortSignal,
): Dispatcher {
  const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
  const common = { allowH2: http2, keepAliveTimeout: IDLE_TIMEOUT, h2Options: { pingInterval: PING_INTERVAL } };
  // Without TLS such a proxy is asked for the whole address, as Go does: it may allow tunnels for TLS alone.
  if (origin.protocol === 'http:' && proxy?.protocol.startsWith('http')) {
    const proxyTls = { ...proxyTrust(tls), keepAliveInitialDelay: TCP_KEEPALIVE };
    return new ProxyAgent({ ...common, uri: proxy.href, proxyTunnel: false, proxyTls });
  }
  const tcp = {
    allowH2: http2,
    keepAlive: true,
    keepAliveInitialDelay: TCP_KEEPALIVE,
    signal: closing,
    ...timedLookup(onLookup),
  };
  // Said in any case: else NODE_TLS_REJECT_UNAUTHORIZED=0, meant for something else, gives the credentials to anybody.
  const secure = { rejectUnauthorized: true, ...given, ...tcp };
  const direct = reuseReads
    ? reusingConnector(onread => buildConnector({ ...secure, ...{ onread } }))
    : buildConnector(secure);
  const connect = proxy === undefined ? direct : throughProxy(proxy, tls, direct, closing);
  return new Agent({ ...common, connect: livelyConnector(connect, PING_INTERVAL) });
}

function timedLookup(onLookup: DispatcherOptions['onLookup']): { readonly lookup?: LookupFunction } {
  if (onLookup === undefined) return {};
  return {
    lookup(host, options, callback) {
      const start = performance.now();
      lookup(host, options, (...found) => {
        onLookup(host, performance.now() - start);
        callback(...found);
      });
    },
  };
}

function throughProxy(
  proxy: URL,
  tls: TlsMaterial,
  direct: buildConnector.connector,
  closing: AbortSignal,
): buildConnector.connector {
  return (target, callback) => {
    const port = Number(target.port || (target.protocol === 'https:' ? 443 : 80));
    tunnel(proxy, { hostname: target.hostname, port }, tls, closing).then(
      socket => {
        socket.setKeepAlive(true, TCP_KEEPALIVE);
        if (target.protocol === 'https:') direct({ ...target, httpSocket: socket }, callback);
        else callback(null, socket);
      },
      (error: Error) => callback(error, null),
    );
  };
}
