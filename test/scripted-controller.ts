// A controller for tests, of which each reconcile waits until the test ends it.
import { onTestFinished } from 'vitest';
import type { Kind } from '../decorators/kind.js';
import type { KubernetesObject } from '../decorators/object-meta.js';
import type { Snapshot } from '../decorators/snapshot.js';
import type { Client } from '../runtime/client/client.js';
import { FakeClock } from '../runtime/clock/fake-clock.js';
import { Controller } from '../runtime/controller/controller.js';
import type { ControllerParts } from '../runtime/controller/controller-parts.js';
import type { ReconcileContext, Reconciler } from '../runtime/controller/reconciler.js';
import { done, type Result } from '../runtime/controller/result.js';
import type { EventRecorder } from '../runtime/events/event-recorder.js';
import { keyOf, keyText } from '../runtime/meta/object-key.js';
import { FakeCache } from './fake-cache.js';
import { RecordedLog } from './recorded-log.js';
import { Thing } from './things.js';

/** A reconcile that has begun. */
export interface Run {
  readonly method: 'reconcile' | 'finalize';
  readonly key: string;
  readonly object: Snapshot<Thing>;
  readonly context: ReconcileContext;
  /** Ends it, and lets everything settle that follows at once. */
  end(result?: Result): Promise<void>;
  fail(error: unknown): Promise<void>;
}

export interface ScriptedController {
  readonly controller: Controller<Thing>;
  readonly cache: FakeCache;
  readonly clock: FakeClock;
  readonly log: RecordedLog;
  readonly client: Client;
  /** What was recorded, as `Normal Reason default/name`. */
  readonly events: readonly string[];
  /** All reconciles so far, in the order in which they began. */
  readonly runs: readonly Run[];
  /** The last reconcile that began. */
  readonly last: Run;
  /** How many have not ended. */
  readonly open: number;
  readonly ended: Promise<void>;
  put(object: Snapshot<KubernetesObject>): Promise<void>;
  remove(object: Snapshot<KubernetesObject>): Promise<void>;
  stop(): Promise<void>;
}

/** Runs a controller of Things. With a `reconciler` of the test's own there are no `runs`. */
export function scriptedController(
  parts: Partial<
    Pick<ControllerParts<Thing>, 'watches' | 'sources' | 'options' | 'client' | 'observer' | 'tracing' | 'share'>
  > & {
    readonly reconciler?: Reconciler<Thing>;
    readonly owns?: readonly (Kind<KubernetesObject> | NonNullable<ControllerParts<Thing>['owns']>[number])[];
    /** Those that are there before the controller. */
    readonly present?: readonly Snapshot<KubernetesObject>[];
    readonly finalizes?: boolean;
    readonly clock?: FakeClock;
    /** Is given the signal that stops it. */
    readonly onSignal?: (signal: AbortSignal) => void;
  } = {},
): ScriptedController {
  const {
    finalizes = true,
    reconciler,
    clock = new FakeClock(),
    owns = [],
    present = [],
    options,
    client = {} as Client,
    onSignal,
    ...rest
  } = parts;
  const cache = new FakeCache();
  for (const object of present) cache.put(object);
  const log = new RecordedLog();
  const stopping = new AbortController();
  const runs: Run[] = [];
  const recorded: string[] = [];
  let open = 0;

  const begin =
    (method: Run['method']) =>
    (object: Snapshot<Thing>, context: ReconcileContext): Promise<Result> => {
      open += 1;
      return new Promise<Result>((resolve, reject) => {
        const end = async (result: Result = done): Promise<void> => {
          resolve(result);
          await clock.advance(0);
        };
        const fail = async (error: unknown): Promise<void> => {
          reject(error);
          await clock.advance(0);
        };
        runs.push({ method, key: keyText(context.key), object, context, end, fail });
      }).finally(() => {
        open -= 1;
      });
    };
  const scripted = { reconcile: begin('reconcile'), ...(finalizes && { finalize: begin('finalize') }) };
  const controller = new Controller({
    ...rest,
    owns: owns.map(owned => ('kind' in owned ? owned : { kind: owned, apply: true })),
    // A resync is a timer that most tests do not expect.
    options: { syncPeriod: Number.POSITIVE_INFINITY, ...options },
    kind: Thing,
    reconciler: reconciler ?? scripted,
    client,
    cache,
    events: recorder(recorded),
    log,
    clock,
  });
  onSignal?.(stopping.signal);
  const ended = controller.run(stopping.signal);
  onTestFinished(() => stopping.abort());
  return {
    controller,
    cache,
    clock,
    log,
    client,
    events: recorded,
    runs,
    get last() {
      const run = runs.at(-1);
      if (run === undefined) throw new Error('no reconcile has begun');
      return run;
    },
    get open() {
      return open;
    },
    ended,
    put: async object => {
      cache.put(object);
      await clock.advance(0);
    },
    remove: async object => {
      cache.remove(object);
      await clock.advance(0);
    },
    stop: async () => {
      stopping.abort(new Error('the operator stops'));
      await clock.advance(0);
    },
  };
}

function recorder(recorded: string[]): EventRecorder {
  return {
    about: object => {
      const record = (type: string) => (reason: string) =>
        void recorded.push(`${type} ${reason} ${keyText(keyOf(object))}`);
      return { normal: record('Normal'), warning: record('Warning') };
    },
  };
}
