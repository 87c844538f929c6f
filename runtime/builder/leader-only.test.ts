import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { SeenLease } from '../../test/lease-shelf.js';
import { ModelServer } from '../../test/model-server.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Thing } from '../../test/things.js';
import type { Client, ListOptions, WatchOptions } from '../client/client.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { ReconcileContext } from '../controller/reconciler.js';
import { done, type Result } from '../controller/result.js';
import { Lease } from '../kinds/coordination-v1.js';
import { LeaderElectionLostError, NotLeaderError } from '../leader-election/not-leader-error.js';
import { Manager } from '../manager/manager.js';
import { controller } from './controller.js';
import { Reconciles } from './reconciles.js';

class Writer {
  reconciles = 0;
  context: ReconcileContext | undefined;
  reconcile = async (_thing: unknown, context: ReconcileContext): Promise<Result> => {
    this.reconciles += 1;
    this.context = context;
    return done;
  };

  /** Writes something. */
  async write(): Promise<void> {
    await this.context?.client.patch(Thing, { namespace: 'default', name: 'a' }, { data: {} });
  }
}

@Reconciles(Thing)
class OnLeader extends Writer {}

@Reconciles(Thing, { name: 'everywhere', needLeaderElection: false })
class Everywhere extends Writer {}

let clock: FakeClock;
let server: ModelServer;
let writes: number;

beforeEach(() => {
  clock = new FakeClock();
  server = new ModelServer();
  writes = 0;
});

test('a leader that could not renew writes no more, before it stops; what runs everywhere goes on', async () => {
  const [onLeader, everywhere] = [new OnLeader(), new Everywhere()];
  server.write('a', 'default', []);
  const ended = start(onLeader, everywhere);
  await turns();
  await onLeader.write();
  await everywhere.write();
  expect(writes).toBe(2);
  // The deadline passes without a timer being fired, as in a process that is stopped.
  clock.monotonic = () => 20_000;
  await expect(onLeader.write()).rejects.toThrow(NotLeaderError);
  await everywhere.write();
  expect(writes).toBe(3);
  await clock.advance(3000);
  await expect(ended).rejects.toThrow(LeaderElectionLostError);
});

test('a leader that could not renew begins no reconcile', async () => {
  const [onLeader, everywhere] = [new OnLeader(), new Everywhere()];
  start(onLeader, everywhere).catch(() => {});
  await turns();
  clock.monotonic = () => 20_000;
  server.write('a', 'default', []);
  await turns();
  expect([onLeader.reconciles, everywhere.reconciles]).toEqual([0, 1]);
});

function start(...reconcilers: readonly Writer[]): Promise<void> {
  let lease: SeenLease | undefined;
  const client = {
    list: (kind: typeof Thing, options: ListOptions) => server.list(kind, options),
    watch: (kind: unknown, options: WatchOptions) => (kind === Lease ? nothing() : server.watch(Thing, options)),
    get: async () => lease,
    create: async (kind: unknown, object: SeenLease) => {
      if (kind !== Lease) return object;
      lease = { ...object, metadata: { ...object.metadata, resourceVersion: '1' } };
      return lease;
    },
    update: async () => lease,
    patch: async () => {
      writes += 1;
      return { metadata: { namespace: 'default', name: 'a', uid: 'u', resourceVersion: '99' } };
    },
  } as unknown as Client;
  const manager = new Manager({
    name: 'thing-operator',
    client,
    log: new RecordedLog(),
    clock,
    healthProbe: false,
    leaderElection: { namespace: 'op', identity: 'me' },
  });
  for (const reconciler of reconcilers) manager.add(controller(reconciler as OnLeader));
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  const ended = manager.run(stopping.signal);
  ended.catch(() => {});
  return ended;
}

/** Lets everything happen that waits for no timer. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await clock.advance(0);
}

async function* nothing(): AsyncGenerator<never, void, undefined> {}
