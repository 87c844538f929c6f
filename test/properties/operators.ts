// The operator of many namespaces, in this process: it is stopped and started, and crashes; and whether it has anything to do.
import {
  type ConnectedClient,
  controller,
  createClient,
  createLogger,
  Manager,
  type ReconcileContext,
} from 'kubewright';
import type { Plane } from './plane.js';
import type { AnyReconciler, Style } from './style.js';

interface Incarnation {
  readonly client: ConnectedClient;
  readonly stopping: AbortController;
  readonly ended: Promise<void>;
}

/** Limits that only end what would be for ever; the clock is a fast one. */
const LONG = 24 * 60 * 60 * 1000;

export class Operators {
  readonly #plane: Plane;
  readonly #style: Style;
  readonly #crashed: Promise<unknown>[] = [];
  /** How many reconciles are under way in each namespace. */
  #working = new Map<string, number>();
  /** Since when it has been so that a key that comes is worked on at once. */
  #freeSince = Number.POSITIVE_INFINITY;
  #present: Incarnation | undefined;

  constructor(plane: Plane, style: Style) {
    this.#plane = plane;
    this.#style = style;
  }

  async start(): Promise<void> {
    const { kubeconfig, clock } = this.#plane;
    const log = createLogger({ level: 'fatal' });
    const client = await createClient('redis-operator', { kubeconfig, clock, log });
    const manager = new Manager({
      ...{ name: 'redis-operator', client, clock, log, healthProbe: false },
      ...{ cacheSyncTimeout: LONG, gracefulShutdownTimeout: LONG },
    });
    manager.add(controller(this.#watched(this.#style.reconciler(() => new Date(clock.now())))));
    const stopping = new AbortController();
    const ended = manager.run(stopping.signal);
    ended.catch(() => {});
    const present = { client, stopping, ended };
    this.#present = present;
    void manager.elected.then(() => {
      if (this.#present === present) this.#freeSince = performance.now();
    });
  }

  /** For how long it has had nothing to do in a namespace, in milliseconds, nor more elsewhere than it does at once. */
  idle(namespace: string): number {
    return this.#working.has(namespace) ? 0 : Math.max(performance.now() - this.#freeSince, 0);
  }

  /** As with SIGTERM. */
  async stop(): Promise<void> {
    if (this.#present === undefined) return;
    const { client, stopping, ended } = this.#leave();
    stopping.abort();
    await ended;
    await client.close();
  }

  /** As with SIGKILL: its connections end at once, amid whatever they carry; it never gets anything across any more. */
  crash(): void {
    if (this.#present === undefined) return;
    const { client, stopping, ended } = this.#leave();
    this.#crashed.push(
      client.close(),
      ended.catch(() => {}),
    );
    stopping.abort();
  }

  /** Ends the present one, and waits for what is left of former ones. */
  async close(): Promise<void> {
    await this.stop();
    await Promise.all(this.#crashed);
  }

  #leave(): Incarnation {
    const present = this.#present as Incarnation;
    this.#present = undefined;
    this.#freeSince = Number.POSITIVE_INFINITY;
    // What still goes on there counts there.
    this.#working = new Map();
    return present;
  }

  #watched(reconciler: AnyReconciler): AnyReconciler {
    const working = this.#working;
    const watched =
      <T>(work: (object: never, context: ReconcileContext) => Promise<T>) =>
      async (object: never, context: ReconcileContext): Promise<T> => {
        const { namespace = '' } = context.key;
        working.set(namespace, (working.get(namespace) ?? 0) + 1);
        if (this.#isFull(working)) this.#freeSince = Number.POSITIVE_INFINITY;
        try {
          return await work(object, context);
        } finally {
          if (this.#isFull(working)) this.#freeSince = performance.now();
          const left = (working.get(namespace) ?? 1) - 1;
          if (left === 0) working.delete(namespace);
          else working.set(namespace, left);
        }
      };
    const { reconcile, finalize } = reconciler;
    return Object.assign(reconciler, {
      reconcile: watched(reconcile.bind(reconciler)),
      ...(finalize && { finalize: watched(finalize.bind(reconciler)) }),
    });
  }

  #isFull(working: ReadonlyMap<string, number>): boolean {
    const all = [...working.values()].reduce((sum, count) => sum + count, 0);
    return working === this.#working && all >= this.#style.workers;
  }
}
