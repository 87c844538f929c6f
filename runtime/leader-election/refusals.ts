// Answers of the API server that mean that this operator cannot elect at all.
import { isBadRequest, isForbidden, isInvalid, isNoSuchKind, isNotFound } from '../client/api-reasons.js';
import type { Clock } from '../clock/clock.js';
import { ExplainedError } from '../log/explained-error.js';

/** As long as caches have for their first lists: roles and namespaces may be applied a little later than the operator. */
const PATIENCE = 120_000;

/**
 * Counts for how long nothing but refusals came. Some are not to be waited out: a Lease's name that is none will stay so.
 */
export class Refusals {
  readonly #clock: Clock;
  readonly #lease: string;
  #since: number | undefined;

  /** @param lease its key, for messages */
  constructor(clock: Clock, lease: string) {
    this.#clock = clock;
    this.#lease = lease;
  }

  /** The server has answered as one does where elections work. */
  reset(): void {
    this.#since = undefined;
  }

  /**
   * What to tell people of this failure of a try, and whether there is no hope left; undefined where it is no refusal.
   */
  judge(error: unknown): { readonly error: Error; readonly isFinal: boolean } | undefined {
    const isHopeless = isInvalid(error) || isBadRequest(error);
    if (!isHopeless && !isForbidden(error) && !isNotFound(error) && !isNoSuchKind(error)) return undefined;
    this.#since ??= this.#clock.monotonic();
    const isFinal = isHopeless || this.#clock.monotonic() - this.#since >= PATIENCE;
    return { error: new ExplainedError(`${this.#message(error)}${this.#advice(error)}`, { cause: error }), isFinal };
  }

  #message(error: Error): string {
    return `leader election with the Lease ${this.#lease} is not possible: ${error.message}`;
  }

  #advice(error: unknown): string {
    if (isForbidden(error)) {
      const [namespace] = this.#lease.split('/');
      return (
        `. In all, a Role in namespace ${namespace} has to allow the verbs get, create, update and watch on leases of` +
        ' coordination.k8s.io, and create and patch on events: apply rbac/leader_election_role.yaml and its binding, which' +
        ' kubewright generate writes, or see the option leaderElection of new Manager()'
      );
    }
    if (isNotFound(error)) return '. Does the namespace exist? See leaderElection.namespace of new Manager()';
    return '. See leaderElection.name, .labels and .identity of new Manager()';
  }
}
