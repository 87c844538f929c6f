// Where and how the webhook server listens.
import type { CertificateOptions } from '../certificates/certificate-options.js';
import type { CertificateSource } from '../certificates/certificate-source.js';

/** The option `webhookServer` of the manager. */
export interface WebhookServerOptions {
  /** Default 9443, as in controller-runtime; 0 takes a free one. */
  readonly port?: number;
  /** The address of the interface; default: all of them. */
  readonly host?: string;
  /**
   * Where its certificate comes from: files (`{ dir }`), or the replicas issue it themselves (`{ selfIssued: {} }`), or a source
   * of the user's own. It is asked again after each change; connections that are open go on. Default: the files in
   * `/tmp/k8s-webhook-server/serving-certs`, if there is a `tls.crt`; else in a Pod self-issued, and outside of one a certificate
   * for `localhost`.
   */
  readonly certificates?: CertificateSource | CertificateOptions;
  /**
   * PEM of the CAs that clients must have a certificate of: API servers that are configured to show one. Default: whoever
   * can reach the port may ask, which tells them no more than what the methods answer.
   */
  readonly clientCa?: string;
  /** The oldest version of TLS that is spoken; default `TLSv1.2`, as in Go. */
  readonly tlsMinVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** Bytes; default 7 MiB, as in controller-runtime: two objects of 3 MB, and what else is in a review. */
  readonly bodyLimit?: number;
  /**
   * Milliseconds to go on listening once the stop has begun, for API servers that have not heard of it. Default 0. Counts
   * against `gracefulShutdownTimeout`.
   */
  readonly shutdownDelay?: number;
}
