// Where metrics are served, and to whom.
import type { CertificateSource } from '../certificates/certificate-source.js';
import type { CertificateFiles } from '../certificates/file-certificates.js';
import { isLoopback } from '../http/loopback.js';

/** The option `metrics` of the manager. */
export interface MetricsServerOptions {
  /** The address of the interface; default: all of them. */
  readonly host?: string;
  /** Default 8443, and 8080 over plain HTTP; 0 takes a free one. */
  readonly port?: number;
  /**
   * HTTPS, for those alone whom the API server lets `get` the URL `/metrics`. Default true, but for a `host` that is of the
   * machine itself (`127.0.0.1`, `::1`, `localhost`). `false` is refused for any other.
   */
  readonly secure?: boolean;
  /**
   * What HTTPS is served with: files, or another source. Default: a certificate that the process makes for itself, which nobody
   * can check; Prometheus has to be told `insecureSkipVerify`.
   */
  readonly certificates?: CertificateFiles | CertificateSource;
  /**
   * Also durations, sizes and retries of the requests to the API server: `rest_client_request_duration_seconds` and others.
   * Default false, as in controller-runtime: they are some fifty series for each method.
   */
  readonly requestDetails?: boolean;
}

/** Where to listen, once everything is said. */
export interface MetricsEndpoint {
  readonly host: string | undefined;
  readonly port: number;
  readonly secure: boolean;
}

/** @throws TypeError for plain metrics that others than this machine could read */
export function metricsEndpoint({ host, port, secure }: MetricsServerOptions): MetricsEndpoint {
  // As it stands in URLs.
  const address = host?.replace(/^\[(.*)\]$/, '$1');
  const isLocal = isLoopback(address);
  if (secure === false && !isLocal) {
    throw new TypeError(
      `metrics: without HTTPS anybody on the network could read them (secure: false, host: ${host ?? 'all'}): say host: '127.0.0.1', or leave secure out`,
    );
  }
  const isSecure = secure ?? !isLocal;
  return { host: address, port: port ?? (isSecure ? 8443 : 8080), secure: isSecure };
}
