// Joins a reconciler to a manager: reads its decorators, and gives it the manager's one cache and event recorder.
import { kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import { Cache } from '../cache/cache.js';
import { checkLiveness } from '../cache/liveness.js';
import { recordingClient } from '../cache/own-writes/recording-client.js';
import type { Client } from '../client/client.js';
import { aborted } from '../clock/aborted.js';
import type { Clock } from '../clock/clock.js';
import { Controller } from '../controller/controller.js';
import type { WatchedKind } from '../controller/followed-kinds.js';
import type { ReconcileContext, Reconciler } from '../controller/reconciler.js';
import type { Result } from '../controller/result.js';
import { EventBroadcaster } from '../events/event-broadcaster.js';
import { type ManagerContext, type ManagerPart, ServiceKey } from '../manager/manager-context.js';
import { collectCache } from '../metrics/cache-metrics.js';
import { collectController, controllerObservations } from '../metrics/controller-metrics.js';
import { collectEvents } from '../metrics/event-metrics.js';
import { checkAppliedKinds } from './applied-kinds.js';
import { debuggedCache, debuggedController } from './debugged.js';
import { type ReconcilerDeclaration, reconcilerDeclaration } from './reconciles.js';
import { keptWhole, keyShare, shardingOf } from './sharded-controller.js';

/** The manager's one cache: all its controllers read and follow the same objects. */
const CACHE = new ServiceKey<Cache>('cache');
/** The client of its controllers: what they write, their cache shows at once. */
const CLIENT = new ServiceKey<Client>('recording client');
/** The same for what only the leader may do. */
const LEADER_CLIENT = new ServiceKey<Client>('recording client of the leader');
/** The manager's one event recorder: alike Events of all its controllers are counted together. It tells how many were dropped. */
export const EVENTS = new ServiceKey<EventBroadcaster>('event recorder');

/**
 * The controller of a class with `@Reconciles`: `manager.add(controller(new RedisReconciler()))`.
 * @throws TypeError when the object's class has no `@Reconciles`
 */
export function controller(reconciler: AnyReconciler): ManagerPart {
  const declaration = reconcilerDeclaration(reconciler.constructor);
  return {
    addTo: manager => addController(manager, { ...declaration, reconciler: reconciler as Reconciler<any> }),
  };
}

/** `@Reconciles` has checked that the methods fit the kind. */
interface AnyReconciler {
  reconcile(object: never, context: ReconcileContext): Promise<Result>;
  finalize?(object: never, context: ReconcileContext): Promise<Result>;
}

interface Definition extends ReconcilerDeclaration {
  readonly reconciler: Reconciler<KubernetesObject>;
}

/** Adds a controller of this definition to a manager. */
export function addController(manager: ManagerContext, definition: Definition): void {
  const { client, log, clock, namespaces } = manager;
  const cache = manager.shared(CACHE, () => {
    const kept = { ...manager.cache, namespaces: manager.cache.namespaces ?? namespaces };
    const range = manager.sharding?.range;
    const made = new Cache({ ...kept, client, log: log.with({ module: 'cache' }), clock, range });
    manager.addRunnable('caches', made);
    collectCache(manager.metrics, made);
    manager.debug?.caches.push(debuggedCache(made));
    // A kind that was never listed is waited for by its controller, or is one that an optional controller does without.
    const followed = () => made.liveness().filter(({ lists }) => lists > 0);
    manager.addReadyCheck('watches', () => checkLiveness(followed(), manager.watchAgeLimit));
    return made;
  });
  checkAppliedKinds(definition, { ...manager.cache, namespaces: manager.cache.namespaces ?? namespaces });
  const { readYourWrites = true, needLeaderElection = true } = definition.options;
  const sharding = shardingOf(manager, definition);
  const isLeaders = needLeaderElection && sharding === undefined;
  for (const kind of keptWhole(sharding, definition)) cache.keepWhole(kind);
  const own = isLeaders ? manager.leaderClient : client;
  const recording = manager.shared(isLeaders ? LEADER_CLIENT : CLIENT, () => recordingClient(own, cache));
  const using = readYourWrites ? recording : own;
  const events = manager.shared(EVENTS, () => {
    const made = new EventBroadcaster({
      api: manager.eventsApi,
      client,
      component: manager.name,
      log: log.with({ module: 'events' }),
      clock,
    });
    collectEvents(manager.metrics, made);
    // Stops after the controllers, so that their last Events are written.
    manager.addRunnable('servers', { name: 'events', run: signal => stopWith(made, signal, clock) });
    return made;
  });
  const watches = definition.watches.map(
    ({ kind, map, when }): WatchedKind => ({ kind, when, map: object => map(object, definition.reconciler, cache) }),
  );
  const name = definition.options.name ?? kindInfo(definition.kind).kind.toLowerCase();
  const made = new Controller({
    ...definition,
    manager: manager.name,
    watches,
    ...(isLeaders && { mayBegin: () => manager.checkLeader() }),
    share: sharding && keyShare(sharding, using),
    client: using,
    cache,
    events,
    log,
    clock,
    tracing: manager.tracing,
    observer: controllerObservations(manager.metrics, name),
  });
  collectController(manager.metrics, {
    name,
    maxConcurrentReconciles: definition.options.maxConcurrentReconciles ?? 1,
    metrics: made.metrics,
    queueMetrics: made.queueMetrics,
  });
  manager.debug?.controllers.push(debuggedController(made));
  manager.addRunnable(isLeaders ? 'leaderElection' : 'others', {
    name: `controller/${made.name}`,
    run: signal => made.run(signal),
  });
}

/** Milliseconds for the last Events: a server that hangs is not to use up the time that the whole stop has. */
const EVENTS_STOP_TIMEOUT = 5000;

async function stopWith(events: EventBroadcaster, signal: AbortSignal, clock: Clock): Promise<void> {
  await aborted(signal);
  const deadline = new AbortController();
  const timer = clock.setTimer(EVENTS_STOP_TIMEOUT, () => deadline.abort());
  await events.stop(deadline.signal);
  timer.cancel();
}
