// What a manager starts and stops.

/** Something that works for as long as the manager runs: a server, a cache, a controller. */
export interface Runnable {
  /** Names it in logs and errors, such as `controller/redis`; unique within a manager. */
  readonly name: string;
  /**
   * Works until the signal aborts, then resolves once everything of it has ended. A rejection stops the manager, except
   * with the signal's own reason after the abort, which is an end like any other. It may resolve earlier: the manager
   * runs on without it.
   */
  run(signal: AbortSignal): Promise<void>;
  /**
   * Resolves when it is ready for those that start after it (a synced cache); without this it is ready once started.
   * When the signal aborts, it is to reject at once with an error that says what was still missing: the signal aborts
   * when the manager stops and when the group's deadline has passed.
   */
  ready?(signal: AbortSignal): Promise<void>;
}

/**
 * The groups in which a manager starts its runnables: each once the one before is ready. They stop in reverse order.
 * `servers` answer from the first moment to the last: health, metrics; `webhooks` answer before anything is listed, since
 * lists of a kind in several versions may need its conversion; `caches` are synced before anything reads them; `others`
 * runs on every replica; `leaderElection` is for what only one replica may do at a time, which is what controllers are: it
 * waits for the `LeaderGate`, if there is one. The order of the start is that of controller-runtime.
 */
export const RUNNABLE_GROUPS = ['servers', 'webhooks', 'caches', 'others', 'leaderElection'] as const;

/** One of `RUNNABLE_GROUPS`. */
export type RunnableGroup = (typeof RUNNABLE_GROUPS)[number];
