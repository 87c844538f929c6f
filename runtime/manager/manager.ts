// Runs the parts of an operator together: one client, one start in order, one stop.
import type { Client } from '../client/client.js';
import { createClient } from '../client/create-client.js';
import { ownVersion } from '../client/own-version.js';
import { type Clock, systemClock } from '../clock/clock.js';
import { DebugServer } from '../debug/debug-server.js';
import { leaderElector } from '../leader-election/elect.js';
import { fencedClient } from '../leader-election/fenced-client.js';
import type { LeaderElector } from '../leader-election/leader-elector.js';
import { createLogger } from '../log/create-logger.js';
import type { Logger } from '../log/logger.js';
import type { MetricsRegistry } from '../metrics/metrics-registry.js';
import { newSharding } from '../sharding/new-sharding.js';
import type { Sharding } from '../sharding/sharding.js';
import { openTracing } from '../tracing/open-tracing.js';
import { checkManagerOptions } from './check-manager-options.js';
import { type HealthCheck, HealthChecks } from './health-checks.js';
import { HealthServer } from './health-server.js';
import type { LeaderGate } from './leader-gate.js';
import { Lifecycle } from './lifecycle.js';
import type { ManagerContext, ManagerPart, ServiceKey } from './manager-context.js';
import { ManagerMetrics } from './manager-metrics.js';
import type { ManagerOptions } from './manager-options.js';
import { RUNNABLE_GROUPS, type Runnable, type RunnableGroup } from './runnable.js';
import { RunningGate } from './running-gate.js';
import { RunningGroup } from './running-group.js';
import { holdYoungGeneration } from './young-generation.js';

/**
 * Runs the parts that are added to it. `run` sets them up in the order of `add`, then starts in the order of
 * `RUNNABLE_GROUPS`: servers, webhooks, caches until they are synced, others, controllers. It stops in reverse order.
 *
 * Serves `/healthz` and `/readyz` for the kubelet. It is ready between the moment when everything has started and the
 * moment when the stop begins; an operator with checks of its own adds them with `addHealthCheck` and `addReadyCheck`.
 */
export class Manager {
  readonly #options: ManagerOptions;
  readonly #log: Logger;
  readonly #ownLog: Logger;
  readonly #clock: Clock;
  readonly #parts: ManagerPart[] = [];
  readonly #groups = new Map<RunnableGroup, Runnable[]>(RUNNABLE_GROUPS.map(group => [group, []]));
  readonly #services = new Map<ServiceKey<unknown>, unknown>();
  readonly #healthz: HealthChecks;
  readonly #readyz: HealthChecks;
  readonly #healthServer: HealthServer | undefined;
  readonly #metrics: ManagerMetrics;
  readonly #debugServer: DebugServer | undefined;
  readonly #elected = Promise.withResolvers<void>();
  #gate: LeaderGate | undefined;
  #state: 'new' | 'starting' | 'ready' | 'stopping' = 'new';
  #open = true;

  /** @throws RangeError, TypeError for options that cannot be */
  constructor(options: ManagerOptions) {
    checkManagerOptions(options);
    this.#options = options;
    this.#log = options.log ?? createLogger();
    this.#clock = options.clock ?? systemClock;
    this.#ownLog = this.#log.with({ module: 'manager' });
    this.#metrics = new ManagerMetrics(options.metrics ?? false);
    const told = { log: this.#ownLog, clock: this.#clock };
    this.#healthz = new HealthChecks('healthz', told);
    this.#readyz = new HealthChecks('readyz', told);
    this.#readyz.add('manager', () => {
      if (this.#state !== 'ready') throw new Error(`the manager is ${this.#state}`);
    });
    if (options.healthProbe !== false) {
      this.#healthServer = new HealthServer(options.healthProbe ?? {}, {
        healthz: this.#healthz,
        readyz: this.#readyz,
      });
      this.#addRunnable('servers', this.#healthServer);
    }
    if (options.debug) {
      this.#debugServer = new DebugServer(options.debug, { log: this.#log, clock: this.#clock });
      this.#addRunnable('servers', this.#debugServer);
    }
  }

  /** Where the health endpoints listen, which tells the port where 0 was asked for; undefined while they do not. */
  get healthProbeAddress(): { readonly host: string; readonly port: number } | undefined {
    const address = this.#healthServer?.address;
    return address && { host: address.address, port: address.port };
  }

  /** What this operator measures: for metrics of its own. */
  get metrics(): MetricsRegistry {
    return this.#metrics.registry;
  }

  /** Where the metrics are served, as `healthProbeAddress`. */
  get metricsAddress(): { readonly host: string; readonly port: number } | undefined {
    return this.#metrics.address;
  }

  /** Where the debug endpoints listen, as `healthProbeAddress`. */
  get debugAddress(): { readonly host: string; readonly port: number } | undefined {
    const address = this.#debugServer?.address;
    return address && { host: address.address, port: address.port };
  }

  /**
   * Resolves when the group `leaderElection` is started: once this process leads, or, where nothing stands before the group,
   * once all before it is ready. Stays pending where that never happens.
   */
  get elected(): Promise<void> {
    return this.#elected.promise;
  }

  /** Adds what `controller(...)` returns, or a part of the user's own. @throws Error once the manager runs */
  add(part: ManagerPart): void {
    if (this.#state !== 'new') throw new Error(`manager ${this.#options.name} runs already: add parts before run()`);
    this.#parts.push(part);
  }

  /** Adds a check to `/healthz`: while it fails, the kubelet restarts the container. @throws Error once the manager runs */
  addHealthCheck(name: string, check: HealthCheck): void {
    this.#refuseLate(`the health check ${name}`);
    this.#healthz.add(name, check);
  }

  /** Adds a check to `/readyz`: while it fails, no Service sends requests to the Pod. @throws Error once the manager runs */
  addReadyCheck(name: string, check: HealthCheck): void {
    this.#refuseLate(`the ready check ${name}`);
    this.#readyz.add(name, check);
  }

  /**
   * Starts everything and resolves when it has stopped, after the signal aborted. A manager runs once. It keeps V8's young
   * generation at the size that it has, unless the process was started with a size of its own (`--max-semi-space-size`).
   *
   * Rejects, after all the rest was stopped, with the error of the runnable that failed; with an error that names the
   * caches that did not sync in time; with an error that names the runnables that did not stop in time. Rejects with a
   * `LeaderElectionLostError` at once, and waits for nothing, when another replica may lead: the process should end. Rejects with a
   * `ConfigError`, with nothing started, when there is no client and no configuration to make one from.
   */
  async run(signal: AbortSignal): Promise<void> {
    if (this.#state !== 'new') throw new Error(`manager ${this.#options.name} was run before: make a new one`);
    this.#state = 'starting';
    holdYoungGeneration();
    if (this.#options.client !== undefined) return this.#runWith(this.#options.client, signal);
    const { name, kubeconfig, context, rateLimit, onRequest, tracing } = this.#options;
    const client = await createClient(name, {
      kubeconfig,
      context,
      ...(rateLimit && { rateLimit }),
      ...(onRequest && { onRequest }),
      ...(tracing !== undefined && { tracing }),
      log: this.#log.with({ module: 'client' }),
      clock: this.#clock,
    });
    try {
      await this.#runWith(client, signal);
    } finally {
      await client.close();
    }
  }

  async #runWith(client: Client, signal: AbortSignal): Promise<void> {
    await this.#setUp(client);
    const groups = [...this.#groups].map(([name, runnables]) => new RunningGroup(name, runnables));
    const lifecycle = new Lifecycle(groups, {
      name: this.#options.name,
      log: this.#ownLog,
      clock: this.#clock,
      cacheSyncTimeout: this.#options.cacheSyncTimeout ?? 120_000,
      gracefulShutdownTimeout: this.#options.gracefulShutdownTimeout ?? 30_000,
      gate: this.#gate && new RunningGate(this.#gate, this.#ownLog),
      onReady: () => {
        this.#state = 'ready';
      },
      onElected: () => this.#elected.resolve(),
      onStopping: () => {
        this.#state = 'stopping';
      },
    });
    await lifecycle.run(signal);
  }

  async #setUp(client: Client): Promise<void> {
    const elector = this.#elector(client);
    if (elector !== undefined) this.#setLeaderGate(elector);
    const sharding = this.#sharding(client);
    if (sharding !== undefined) this.#addRunnable('others', sharding);
    const debug = this.#debugServer?.sources;
    if (debug !== undefined) Object.assign(debug, { leaderElection: elector?.metrics, sharding });
    const context: ManagerContext = {
      name: this.#options.name,
      namespaces: this.#options.namespaces,
      cache: this.#options.cache ?? {},
      client,
      leaderClient: elector === undefined ? client : fencedClient(client, () => elector.fence.check()),
      checkLeader: () => elector?.fence.check(),
      leaderElection: elector?.metrics,
      sharding,
      log: this.#log,
      clock: this.#clock,
      metrics: this.metrics,
      tracing: await openTracing(this.#options.tracing, {
        clock: this.#clock,
        log: this.#ownLog,
        version: ownVersion(),
      }),
      debug,
      eventsApi: this.#options.eventsApi ?? 'v1',
      watchAgeLimit: this.#options.watchAgeLimit ?? 240_000,
      webhookServer: this.#options.webhookServer ?? {},
      addRunnable: (group, runnable) => this.#addRunnable(group, runnable),
      setLeaderGate: gate => this.#setLeaderGate(gate),
      addHealthCheck: (name, check) => this.addHealthCheck(name, check),
      addReadyCheck: (name, check) => this.addReadyCheck(name, check),
      shared: (key, make) => this.#shared(key, make),
    };
    this.#metrics.addTo(context);
    for (const part of this.#parts) await part.addTo(context);
    this.#open = false;
  }

  #elector(client: Client): LeaderElector | undefined {
    const { name, leaderElection = false } = this.#options;
    if (leaderElection === false) return undefined;
    const log = this.#log.with({ module: 'leader-election' });
    return leaderElector(leaderElection === true ? {} : leaderElection, { name, client, clock: this.#clock, log });
  }

  #sharding(client: Client): Sharding | undefined {
    const { name, sharding = false } = this.#options;
    if (sharding === false) return undefined;
    const log = this.#log.with({ module: 'sharding' });
    return newSharding(sharding === true ? {} : sharding, { name, client, clock: this.#clock, log });
  }

  #addRunnable(group: RunnableGroup, runnable: Runnable): void {
    this.#refuseLate(runnable.name);
    for (const runnables of this.#groups.values()) {
      if (runnables.some(other => other.name === runnable.name)) {
        const next = 'give one of them another name (of a controller: the option name of @Reconciles)';
        throw new Error(`manager ${this.#options.name} has two runnables named ${runnable.name}: ${next}`);
      }
    }
    this.#groups.get(group)?.push(runnable);
  }

  #setLeaderGate(gate: LeaderGate): void {
    this.#refuseLate(gate.name);
    if (this.#gate !== undefined) {
      throw new Error(`manager ${this.#options.name} has two leader gates: ${this.#gate.name} and ${gate.name}`);
    }
    this.#gate = gate;
  }

  #shared<T>(key: ServiceKey<T>, make: () => T): T {
    if (!this.#services.has(key)) {
      this.#refuseLate(key.name);
      this.#services.set(key, make());
    }
    return this.#services.get(key) as T;
  }

  #refuseLate(what: string): void {
    if (this.#open) return;
    throw new Error(`manager ${this.#options.name} runs already: add ${what} before run()`);
  }
}
