// A server that the conformance suite asks.
import type { RequestInit, Response } from 'undici';

/** What is asked: the embedded control plane, a real one on this machine, or whatever a kubeconfig names. */
export type TargetName = 'embedded' | 'real' | 'kubeconfig';

/** A server that answers, and the way in for somebody who may do everything. */
export interface Target {
  readonly name: TargetName;
  /** The version that it says it has, such as `v1.36.3`. */
  readonly version: string;
  /** The path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Where it is, such as `https://127.0.0.1:41234`. */
  readonly url: string;
  /**
   * A request as the administrator; `path` begins with a slash. Redirects are not followed, and nothing is added but
   * the credentials and `User-Agent: conformance`.
   */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Ends what was started; a cluster of a kubeconfig goes on. */
  stop(): Promise<void>;
}
