// Serves the metrics of a manager to Prometheus.
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { CertificateSource } from '../certificates/certificate-source.js';
import type { Clock } from '../clock/clock.js';
import { type HttpAnswer, HttpRunnable } from '../http/http-runnable.js';
import type { Logger } from '../log/logger.js';
import { acceptedFormat, acceptsGzip } from './accepted-format.js';
import type { MetricsRegistry } from './metrics-registry.js';
import type { MetricsEndpoint } from './metrics-server-options.js';
import { NodeMetrics } from './node-metrics.js';
import { collectProcess } from './process-metrics.js';
import type { ScrapeAccess } from './scrape-access.js';
import { CONTENT_TYPES, metricsText } from './text-format.js';

export interface MetricsServerParts {
  readonly registry: MetricsRegistry;
  readonly endpoint: MetricsEndpoint;
  readonly log: Logger;
  readonly clock: Clock;
  /** Undefined: everybody who reaches the port may read them. */
  readonly access: ScrapeAccess | undefined;
  /** Undefined: plain HTTP. */
  readonly certificates: CertificateSource | undefined;
}

const PATH = '/metrics';
/** Milliseconds: a scrape at the moment of the stop is still answered. */
const DRAIN_TIME = 1000;
/** Shorter answers do not become smaller. */
const LEAST_COMPRESSED = 1024;
const compress = promisify(gzip);

/** Serves `/metrics` in the text format of Prometheus and in OpenMetrics, whichever is asked for. */
export class MetricsServer extends HttpRunnable {
  readonly #node: NodeMetrics;

  constructor(parts: MetricsServerParts) {
    const { registry, endpoint, certificates } = parts;
    super({
      name: 'metrics',
      port: endpoint.port,
      host: endpoint.host,
      hint: ', or false for no metrics, with the option metrics of new Manager() or --metrics-bind-address',
      certificates,
      drain: { milliseconds: DRAIN_TIME, clock: parts.clock },
      answer: request => answer(request, parts),
    });
    collectProcess(registry);
    this.#node = new NodeMetrics(registry);
  }

  override async run(signal: AbortSignal): Promise<void> {
    const unwatch = this.#node.watch();
    try {
      await super.run(signal);
    } finally {
      unwatch();
    }
  }
}

async function answer(request: IncomingMessage, parts: MetricsServerParts): Promise<HttpAnswer> {
  const { method = '', url = '', headers } = request;
  const [path] = url.split('?', 1);
  if (path !== PATH) return { status: 404, body: `there is ${PATH}\n` };
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, body: 'GET or HEAD only\n', headers: { allow: 'GET, HEAD' } };
  }
  const refusal = await parts.access?.refusal(headers.authorization, method.toLowerCase(), PATH);
  if (refusal !== undefined) {
    const { status, reason } = refusal;
    return { status, body: `${reason}\n`, ...(status === 401 && { headers: { 'www-authenticate': 'Bearer' } }) };
  }
  try {
    return await scrape(request, parts);
  } catch (error) {
    parts.log.error('the metrics could not be served', { error });
    return { status: 500, body: 'the metrics could not be served: the log says why\n' };
  }
}

async function scrape({ headers }: IncomingMessage, { registry, log }: MetricsServerParts): Promise<HttpAnswer> {
  const { families, errors } = await registry.gather();
  for (const error of errors) log.error('some metrics are missing: a collector has failed', { error });
  const format = acceptedFormat(headers.accept);
  const body = metricsText(families, format);
  const answered = { 'content-type': CONTENT_TYPES[format], vary: 'Accept, Accept-Encoding' };
  const encoding = headers['accept-encoding'];
  if (body.length < LEAST_COMPRESSED || !acceptsGzip(Array.isArray(encoding) ? encoding.join() : encoding)) {
    return { status: 200, body, headers: answered };
  }
  return { status: 200, body: await compress(body), headers: { ...answered, 'content-encoding': 'gzip' } };
}
