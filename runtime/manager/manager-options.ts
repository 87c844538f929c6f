// What is said of an operator as a whole.
import type { CacheOptions } from '../cache/cache-options.js';
import type { Client } from '../client/client.js';
import type { ConfigSource } from '../client/find-config.js';
import type { SentRequest } from '../client/request-counts.js';
import type { RateLimit } from '../client/request-limit.js';
import type { Clock } from '../clock/clock.js';
import type { DebugOptions } from '../debug/debug-options.js';
import type { LeaderElectionOptions } from '../leader-election/leader-election-options.js';
import type { Logger } from '../log/logger.js';
import type { MetricsServerOptions } from '../metrics/metrics-server-options.js';
import type { ShardingOptions } from '../sharding/sharding-options.js';
import type { TracingOptions } from '../tracing/tracing-options.js';
import type { WebhookServerOptions } from '../webhook/webhook-server-options.js';
import type { HealthProbeOptions } from './health-server.js';

/** With `kubeconfig` and `context` the API server is chosen, unless a `client` is given. */
export interface ManagerOptions extends ConfigSource {
  /** The operator's name, such as `redis-operator`: in logs, and the field manager of what it writes. */
  readonly name: string;
  /** Default: one that `run` makes, as `createClient` does, and closes at the end. */
  readonly client?: Client;
  /**
   * Of the client that `run` makes: holds back requests that come faster, all but watches; default: none does, the server
   * sheds what is too much (API Priority and Fairness).
   */
  readonly rateLimit?: RateLimit;
  /** Of the client that `run` makes: hears of every request once it is answered or has failed. What it throws fails the call. */
  readonly onRequest?: (request: SentRequest) => void;
  /** Default: JSON lines, or text on a terminal, from level `info` on (`createLogger()`). */
  readonly log?: Logger;
  /** What its controllers keep to, for kinds that live in a namespace; default: all namespaces. */
  readonly namespaces?: readonly string[];
  /**
   * What the cache of the controllers keeps: selectors, namespaces, transforms and indexes, for all kinds and for each. Its
   * `namespaces`, where given, take the place of the manager's for the cache.
   */
  readonly cache?: CacheOptions;
  /**
   * For several replicas, of which one acts at a time: the group `leaderElection`, which is where controllers are, waits for a
   * Lease. `true`: as `{}`. Default: none is waited for, so there must not be more than one replica.
   */
  readonly leaderElection?: LeaderElectionOptions | boolean;
  /**
   * For several replicas that share the objects of their controllers: each object is reconciled by one of them at a time, and
   * the objects of a replica that goes, or dies, go to the others. `true`: as `{}`. Default: they are not shared. Controllers then
   * do not wait for `leaderElection`, but for those with `sharded: false`; what else is in the group `leaderElection` does.
   */
  readonly sharding?: ShardingOptions | boolean;
  /**
   * In which API its controllers write Events; default `v1`, where alike ones are counted, similar ones combined and floods
   * cut. In `events.k8s.io/v1` alike ones are series; `@Reconciles` does not imply the rights for these, so that `@Rbac` has to.
   */
  readonly eventsApi?: 'v1' | 'events.k8s.io/v1';
  /** Default: all interfaces, port 8081; `false` for no health endpoints. */
  readonly healthProbe?: HealthProbeOptions | false;
  /**
   * Of the server of its webhooks, if there are any; `false`: it serves none, for a process outside of the cluster, which the
   * API server cannot ask.
   */
  readonly webhookServer?: WebhookServerOptions | false;
  /**
   * Where metrics are served; `true`: as `{}`, which is HTTPS on port 8443, for those whom the API server lets read them. Default
   * `false`, as in operators of kubebuilder: nowhere.
   */
  readonly metrics?: MetricsServerOptions | boolean;
  /**
   * Has spans of OpenTelemetry for reconciles, and for their requests. `true`: as `{}`. Default: where a tracer provider is
   * registered when it runs, as an SDK does; else `@opentelemetry/api` is not even loaded.
   */
  readonly tracing?: TracingOptions | boolean;
  /**
   * Shows at `/debug/` what it is doing and what it holds, to whoever is on this machine; default `false`, nowhere. In a Pod
   * that is each of its containers, and who may `kubectl port-forward`.
   */
  readonly debug?: DebugOptions | false;
  /** Milliseconds that the caches have to sync before the manager gives up; default 120 000. */
  readonly cacheSyncTimeout?: number;
  /**
   * Milliseconds that a watch may go without a proof of life before the manager is not ready; `Infinity`: as long as it
   * likes. Default 240 000: a watch that is silent is begun anew after 90 s, and everything listed anew after another 90.
   */
  readonly watchAgeLimit?: number;
  /**
   * Milliseconds for the whole stop; default 30 000. 0: everything is asked to stop and nothing waited for; below 0: as
   * long as it takes.
   */
  readonly gracefulShutdownTimeout?: number;
  /** Default: the machine's. */
  readonly clock?: Clock;
}
