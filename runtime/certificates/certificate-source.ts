// Where a server takes its certificate from, and how it hears of the next one.

/** A certificate and its key, both PEM. The certificate may be followed by those that lead to its CA. */
export interface CertificatePair {
  readonly cert: string;
  readonly key: string;
}

/** Certificates that change while they are in use: files that are rotated, or a Secret that all replicas share. */
export interface CertificateSource {
  /**
   * The pair to use from now on. Rejects with what is wrong while there is none; a source that makes the first one while it
   * runs resolves once it is there, and rejects when it stops without one.
   */
  current(): Promise<CertificatePair>;
  /** Called after each change, when `current` answers another pair; what it returns ends that. */
  onChange(listener: () => void): () => void;
  /** Follows the changes until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}
