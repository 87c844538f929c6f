// Answers of the API server that mean that this operator cannot agree with its other replicas at all.
import { isBadRequest, isForbidden, isInvalid, isNoSuchKind, isNotFound } from '../client/api-reasons.js';
import type { Clock } from '../clock/clock.js';
import { ExplainedError } from '../log/explained-error.js';

/** As long as caches have for their first lists: roles and namespaces may be applied a little later than the operator. */
const PATIENCE = 120_000;

const WORDS = {
  leaderElection: {
    what: 'leader election with the Lease',
    option: 'leaderElection',
    verbs: 'get, create, update and watch',
    events: ', and create and patch on events',
    names: 'leaderElection.name, .labels and .identity',
  },
  sharding: {
    what: 'sharding with the Leases',
    option: 'sharding',
    verbs: 'get, list, create, update, delete and watch',
    events: '',
    names: 'sharding.name and .identity',
  },
} as const;

/** An option of the manager that Leases are for. */
export type LeaseOption = keyof typeof WORDS;

/**
 * Counts for how long nothing but refusals came. Some are not to be waited out: a Lease's name that is none will stay so.
 */
export class Refusals {
  readonly #clock: Clock;
  readonly #lease: string;
  readonly #words: (typeof WORDS)[keyof typeof WORDS];
  #since: number | undefined;

  /**
   * @param lease its key, for messages
   * @param option what the Lease is for
   */
  constructor(clock: Clock, lease: string, option: LeaseOption = 'leaderElection') {
    this.#clock = clock;
    this.#lease = lease;
    this.#words = WORDS[option];
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
    return `${this.#words.what} ${this.#lease} is not possible: ${error.message}`;
  }

  #advice(error: unknown): string {
    const { option, verbs, events, names } = this.#words;
    if (isForbidden(error)) {
      const [namespace] = this.#lease.split('/');
      return (
        `. In all, a Role in namespace ${namespace} has to allow the verbs ${verbs} on leases of` +
        ` coordination.k8s.io${events}: apply rbac/leader_election_role.yaml and its binding, which` +
        ` kubewright generate writes, or see the option ${option} of new Manager()`
      );
    }
    if (isNotFound(error)) return `. Does the namespace exist? See ${option}.namespace of new Manager()`;
    return `. See ${names} of new Manager()`;
  }
}
