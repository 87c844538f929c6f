// Where an API server is, and what is shown to it as proof of who asks.

/** An API server as one user reaches it. */
export interface Access {
  /** Its address; may end in a path, as that of a gateway does. */
  readonly server: URL;
  /** The user's name where it is known, for messages. */
  readonly user: string | undefined;
  /** The namespace meant when none is said; `default` unless the configuration says otherwise. */
  readonly namespace: string;
  /** An HTTP or SOCKS5 proxy on the way to the server. */
  readonly proxy: URL | undefined;
  /** What to send now. Asked before every request, so that rotated tokens and certificates are noticed. */
  credentials(): Promise<Credentials>;
}

/** Proof of who asks. */
export interface Credentials {
  /** Headers for every request, `authorization` among them. */
  readonly headers: Readonly<Record<string, string>>;
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
