// Where an API server is, and what is shown to it as proof of who asks.

/** An API server as one user reaches it. */
export interface Access {
  /** Its address; may end in a path, as that of a gateway does. */
  readonly server: URL;
  /** The user's name where it is known, for messages. */
  readonly user: string | undefined;
  /** The namespace meant when none is said; `default` unless the configuration says otherwise. */
  readonly namespace: string;
  /** A proxy on the way to the server: `http:`, `https:` or `socks5:`, with name and password where it wants them. */
  readonly proxy: URL | undefined;
  /** Ask for answers as they are, not compressed; default false. */
  readonly disableCompression?: boolean | undefined;
  /**
   * What to send now. Asked before every request, so that rotated tokens and certificates are noticed.
   * @param refused what the server has just refused (401, or no TLS connection); others are looked for, where there may be
   *   others, and the same are answered where there are none
   */
  credentials(refused?: Credentials): Promise<Credentials>;
}

/** Proof of who asks. */
export interface Credentials {
  /** Headers for every request, `authorization` among them. A list is sent as so many headers of that name. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: TlsMaterial;
}

/** What a TLS connection is made with. Certificates and keys are PEM text. */
export interface TlsMaterial {
  /** The authorities to trust instead of the well-known ones. */
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** The name that the server's certificate must bear, when it is not that of the address. */
  readonly servername?: string | undefined;
  /** False accepts any certificate. */
  readonly rejectUnauthorized?: boolean | undefined;
}

/** Whether both make the same connections. */
export function isSameTls(a: TlsMaterial, b: TlsMaterial): boolean {
  return (
    a.ca === b.ca &&
    a.cert === b.cert &&
    a.key === b.key &&
    a.servername === b.servername &&
    a.rejectUnauthorized === b.rejectUnauthorized
  );
}
