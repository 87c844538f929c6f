// What a manager offers to the parts that are added to it.
import type { CacheOptions } from '../cache/cache-options.js';
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import type { DebugSources } from '../debug/debug-sources.js';
import type { LeaderElectionMetrics } from '../leader-election/leader-election-metrics.js';
import type { Logger } from '../log/logger.js';
import type { MetricsRegistry } from '../metrics/metrics-registry.js';
import type { Sharding } from '../sharding/sharding.js';
import type { Tracing } from '../tracing/tracing.js';
import type { WebhookServerOptions } from '../webhook/webhook-server-options.js';
import type { HealthCheck } from './health-checks.js';
import type { LeaderGate } from './leader-gate.js';
import type { Runnable, RunnableGroup } from './runnable.js';

/** Something that can be added to a manager: what `controller(...)` returns, or a part of the user's own. */
export interface ManagerPart {
  /**
   * Called once when the manager runs, in the order of `add`, before anything is started. Adds runnables and checks to
   * the context; an error ends `run()` with nothing started.
   */
  addTo(manager: ManagerContext): void | Promise<void>;
}

/** What a part is set up with. It is open until every part is set up; adding anything later is an error. */
export interface ManagerContext {
  /** The manager's name, which is also the field manager of the client that it makes. */
  readonly name: string;
  /** The only namespaces to work in, for kinds that live in one; undefined: all. */
  readonly namespaces: readonly string[] | undefined;
  /** What the cache of the controllers keeps, as the option of the manager says. */
  readonly cache: CacheOptions;
  readonly client: Client;
  /**
   * For what only the leader may do: its writes reject with a `NotLeaderError`, and are not sent, once another may lead.
   * Without leader election it is `client`.
   */
  readonly leaderClient: Client;
  /** To be called before the leader does what no client does. @throws NotLeaderError once another may lead */
  checkLeader(): void;
  /** What the leader election counts; undefined: there is none. */
  readonly leaderElection: LeaderElectionMetrics | undefined;
  /** What shares objects among replicas; undefined: they are not shared. */
  readonly sharding: Sharding | undefined;
  readonly log: Logger;
  readonly clock: Clock;
  /** Of the manager: for metrics of the part. */
  readonly metrics: MetricsRegistry;
  /** What makes spans; undefined: nothing is traced. */
  readonly tracing: Tracing | undefined;
  /** Takes in what the debug endpoints show; undefined: there are none. */
  readonly debug: DebugSources | undefined;
  /** As the option of the manager. */
  readonly eventsApi: 'v1' | 'events.k8s.io/v1';
  /** As the option of the manager, in milliseconds. */
  readonly watchAgeLimit: number;
  /** As the option of the manager. */
  readonly webhookServer: WebhookServerOptions | false;
  /** @throws Error when the manager has a runnable of that name already */
  addRunnable(group: RunnableGroup, runnable: Runnable): void;
  /**
   * Lets the group `leaderElection` wait until the gate is open, and stop before it is closed.
   * @throws Error when there is a gate already
   */
  setLeaderGate(gate: LeaderGate): void;
  /** As `Manager.addHealthCheck`. */
  addHealthCheck(name: string, check: HealthCheck): void;
  /** As `Manager.addReadyCheck`. */
  addReadyCheck(name: string, check: HealthCheck): void;
  /** The one `T` of this manager: made at the first call, the same for every part that asks with this key. */
  shared<T>(key: ServiceKey<T>, make: () => T): T;
}

/**
 * Names a service that is made once for each manager, such as its cache: `const CACHE = new ServiceKey<Cache>('cache')`.
 * Two keys are never the same, whatever their names.
 */
export class ServiceKey<T> {
  /** Ties the key to its service's type; there is no such property. */
  declare protected readonly service: T;

  constructor(readonly name: string) {}
}
