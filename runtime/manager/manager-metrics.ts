// Joins what is measured to a manager: its registry, and the server of it.
import type { CertificateSource } from '../certificates/certificate-source.js';
import { FileCertificates } from '../certificates/file-certificates.js';
import { LocalCertificates } from '../certificates/local-certificates.js';
import type { Client } from '../client/client.js';
import type { RequestCounts } from '../client/request-counts.js';
import type { Clock } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import { collectCertificates } from '../metrics/certificate-metrics.js';
import { collectClient, observeClient } from '../metrics/client-metrics.js';
import { collectElection, type MeasuredElection } from '../metrics/leader-election-metrics.js';
import { MetricsRegistry } from '../metrics/metrics-registry.js';
import { MetricsServer } from '../metrics/metrics-server.js';
import { type MetricsEndpoint, type MetricsServerOptions, metricsEndpoint } from '../metrics/metrics-server-options.js';
import { ScrapeAccess } from '../metrics/scrape-access.js';
import { collectSharding, type MeasuredSharding } from '../metrics/sharding-metrics.js';
import type { Runnable, RunnableGroup } from './runnable.js';

/** What the metrics are joined to. */
export interface MeasuredManager {
  readonly client: Client;
  /** Undefined: there is no election. */
  readonly leaderElection: MeasuredElection | undefined;
  /** Undefined: objects are not shared. */
  readonly sharding: { readonly metrics: MeasuredSharding } | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  addRunnable(group: RunnableGroup, runnable: Runnable): void;
}

/** The metrics of one manager. */
export class ManagerMetrics {
  readonly registry = new MetricsRegistry();
  readonly #options: MetricsServerOptions | undefined;
  readonly #endpoint: MetricsEndpoint | undefined;
  #server: MetricsServer | undefined;

  /** @throws TypeError for plain metrics that others than this machine could read */
  constructor(options: MetricsServerOptions | boolean) {
    this.#options = options === true ? {} : options === false ? undefined : options;
    this.#endpoint = this.#options && metricsEndpoint(this.#options);
  }

  /** Where it listens; undefined while it does not. */
  get address(): { readonly host: string; readonly port: number } | undefined {
    const address = this.#server?.address;
    return address && { host: address.address, port: address.port };
  }

  /** Measures what a manager has in any case, and adds the server if there is to be one. */
  addTo(manager: MeasuredManager): void {
    const counts = countsOf(manager.client);
    if (counts !== undefined) {
      collectClient(this.registry, counts);
      if (this.#options?.requestDetails === true) observeClient(this.registry, counts);
    }
    if (manager.leaderElection !== undefined) collectElection(this.registry, manager.leaderElection);
    if (manager.sharding !== undefined) collectSharding(this.registry, manager.sharding.metrics);
    collectCertificates(this.registry);
    if (this.#endpoint === undefined) return;
    const { client, clock } = manager;
    const log = manager.log.with({ module: 'metrics' });
    const { secure } = this.#endpoint;
    const certificates = secure ? this.#certificates(clock, log) : undefined;
    if (certificates !== undefined) {
      collectCertificates(this.registry, certificates);
      manager.addRunnable('servers', { name: 'metrics certificate', run: signal => certificates.run(signal) });
    }
    this.#server = new MetricsServer({
      registry: this.registry,
      endpoint: this.#endpoint,
      log,
      clock,
      access: secure ? new ScrapeAccess({ client, clock, log }) : undefined,
      certificates,
    });
    manager.addRunnable('servers', this.#server);
  }

  #certificates(clock: Clock, log: Logger): CertificateSource {
    const given = this.#options?.certificates;
    if (given === undefined) return new LocalCertificates(clock);
    if (!('dir' in given)) return given;
    return new FileCertificates(given, clock, log);
  }
}

/** Those of a client that `createClient` has made; others do not count. */
function countsOf(client: Client): RequestCounts | undefined {
  return 'requests' in client ? (client.requests as RequestCounts) : undefined;
}
