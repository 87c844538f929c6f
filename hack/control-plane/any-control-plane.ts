// What a real and an embedded control plane have in common, for those who use either.

/** The way into a running control plane. */
export interface AnyControlPlane {
  /** The URL of the API server. */
  readonly server: string;
  /** A temporary folder, which goes when the control plane is stopped. */
  readonly folder: string;
  /** The path of the kubeconfig of somebody who may do everything. */
  readonly adminKubeconfig: string;
  /** Writes a kubeconfig for a user and answers its path. */
  userKubeconfig(name: string, groups?: readonly string[]): Promise<string>;
}

/** A control plane that this process started, and has to stop. */
export interface OwnControlPlane extends AnyControlPlane {
  /** An outage: connections are reset and then refused, until `start`. */
  stopApiServer(): Promise<void>;
  /** Ends an outage: the same data under the same URL. */
  start(): Promise<void>;
  /** Ends it, and removes the folder with all data. */
  stop(): Promise<void>;
}
