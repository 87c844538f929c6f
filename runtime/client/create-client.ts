// Makes a client from the configuration that kubectl uses.
import { type Clock, systemClock } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import { openTracing } from '../tracing/open-tracing.js';
import type { TracingOptions } from '../tracing/tracing-options.js';
import type { Access } from './access.js';
import type { Client } from './client.js';
import type { ConfigSource } from './find-config.js';
import { HttpClient } from './http-client.js';
import { loadAccess } from './kube-config.js';
import { ownVersion } from './own-version.js';
import type { RequestCounts, SentRequest } from './request-counts.js';
import { type RateLimit, RequestLimit } from './request-limit.js';
import { Transport } from './transport.js';
import { userAgent } from './user-agent.js';

export interface ClientOptions extends ConfigSource {
  /**
   * Gets what API servers warn of, each warning once, that a certificate is not checked, and that new tokens cannot be kept in
   * the kubeconfig. Default: nobody does.
   */
  readonly log?: Logger;
  /**
   * Offer HTTP/2, so that all calls and watches share a connection; default false. With undici 8.12 calls can hang for
   * ever after the server has asked for a new connection (GOAWAY), as API servers with `--goaway-chance` do.
   */
  readonly http2?: boolean;
  /**
   * Holds back requests that come faster, all but watches; default: none does, the server sheds what is too much (API
   * Priority and Fairness), and is asked again when it says so.
   */
  readonly rateLimit?: RateLimit;
  /** Hears of every request as soon as it is answered or has failed: for metrics. What it throws fails the call. */
  readonly onRequest?: (request: SentRequest) => void;
  /**
   * Has a span of OpenTelemetry for every request below an active one. `true`: as `{}`. Default: where a tracer provider is
   * registered by now.
   */
  readonly tracing?: TracingOptions | boolean;
  /** Replaces the configuration that would be looked for. */
  readonly access?: Access;
  readonly clock?: Clock;
  /** Between 0 and 1; spreads repeated attempts to connect. Default: Math.random. */
  readonly random?: () => number;
}

/** A client with connections of its own. */
export interface ConnectedClient extends Client {
  /** The API server's address. */
  readonly server: string;
  /** The namespace of the kubeconfig's context, or of the Pod; no call uses it unasked. */
  readonly namespace: string;
  /** What it has sent so far. */
  readonly requests: RequestCounts;
  /** Ends all calls and watches, and closes the connections. */
  close(): Promise<void>;
}

/**
 * A client that answers to the name `name`: its writes own their fields under it (`fieldManager`), and audit logs show it.
 * The API server is the one of `options.kubeconfig`, else of `KUBECONFIG`, else of `~/.kube/config`, else the Pod's.
 * Connects with the first call.
 * @throws ConfigError when none is configured, or the configuration is wrong
 */
export async function createClient(name: string, options: ClientOptions = {}): Promise<ConnectedClient> {
  const { clock = systemClock, rateLimit, onRequest, log } = options;
  const limit = rateLimit && new RequestLimit(rateLimit, clock);
  const tracing = await openTracing(options.tracing, { clock, log, version: ownVersion() });
  const closing = new AbortController();
  const access = options.access ?? (await loadAccess(options, { clock, log, signal: closing.signal }));
  const transport = new Transport(access, {
    userAgent: userAgent(name),
    http2: options.http2 ?? false,
    clock,
    random: options.random ?? Math.random,
    limit,
    onRequest,
    tracing,
  });
  const client = new HttpClient(transport, { fieldManager: name, log });
  return Object.assign(client, {
    server: access.server.href,
    namespace: access.namespace,
    requests: transport.counts,
    close: () => {
      closing.abort();
      return transport.close();
    },
  });
}
