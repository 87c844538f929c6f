// Where and how the webhook server listens.
import type { CertificateSource } from '../certificates/certificate-source.js';

/** The option `webhookServer` of the manager. */
export interface WebhookServerOptions {
  /** Default 9443, as in controller-runtime; 0 takes a free one. */
  readonly port?: number;
  /** The address of the interface; default: all of them. */
  readonly host?: string;
  /** Where its certificate comes from. It is asked again after each change; connections that are open go on. */
  readonly certificates?: CertificateSource;
  /**
   * PEM of the CAs that clients must have a certificate of: API servers that are configured to show one. Default: whoever
   * can reach the port may ask, which tells them no more than what the methods answer.
   */
  readonly clientCa?: string;
  /** Bytes; default 7 MiB, as in controller-runtime: two objects of 3 MB, and what else is in a review. */
  readonly bodyLimit?: number;
  /**
   * Milliseconds to go on listening once the stop has begun, for API servers that have not heard of it. Default 0. Counts
   * against `gracefulShutdownTimeout`.
   */
  readonly shutdownDelay?: number;
}
