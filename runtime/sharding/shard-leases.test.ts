import { beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '../../decorators/snapshot.js';
import { RecordedLog } from '../../test/recorded-log.js';
import type { WatchEvent } from '../client/client.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { Lease } from '../kinds/coordination-v1.js';
import { memberLabels, shardLabels } from './lease-labels.js';
import { ShardLeases } from './shard-leases.js';

type SeenLease = Snapshot<Lease>;

const FORM = '16';
const { signal } = new AbortController();

let clock: FakeClock;
let leases: ShardLeases;
/** Tells what the watch brings. */
let tell: (type: 'ADDED' | 'MODIFIED' | 'DELETED', lease: SeenLease) => Promise<void>;
/** The questions that have no answer yet, in order. */
let questions: ((version: number, ...items: readonly SeenLease[]) => Promise<void>)[];

beforeEach(async () => {
  clock = new FakeClock();
  questions = [];
  const events: WatchEvent<Lease>[] = [];
  let wake = (): void => {};
  async function* watch(): AsyncGenerator<WatchEvent<Lease>, void, undefined> {
    for (;;) {
      const event = events.shift();
      if (event !== undefined) yield event;
      else {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
    }
  }
  const list = () =>
    new Promise(resolve => {
      questions.push((version, ...items) => {
        resolve({ metadata: { resourceVersion: `${version}` }, items });
        return clock.advance(0);
      });
    });
  tell = (type, object) => {
    events.push({ type, object } as WatchEvent<Lease>);
    wake();
    return clock.advance(0);
  };
  leases = new ShardLeases({
    client: { list, watch } as never,
    namespace: 'op',
    name: 'operator',
    identity: 'me',
    leaseDuration: 15_000,
    clock,
    log: new RecordedLog(),
    random: () => 0.5,
  });
  void leases.watch(signal);
  await clock.advance(0);
});

const present = () => leases.present.map(({ lease }) => lease.metadata.name);

test('a member that has gone is not brought back by an answer from before', async () => {
  await tell('ADDED', member('a', 10));
  void leases.look(FORM, signal);
  await tell('DELETED', member('a', 12));
  await questions[0]?.(11, member('a', 10));
  expect(present()).toEqual([]);
});

test('nor by the older one of two answers, where the newer one has shown that it has gone', async () => {
  await tell('ADDED', member('a', 10));
  void leases.look(FORM, signal);
  void leases.look(FORM, signal);
  await questions[1]?.(12);
  expect(present()).toEqual([]);
  await questions[0]?.(11, member('a', 10));
  expect(present()).toEqual([]);
});

test('a member that went while no watch told of it is gone with the next answer', async () => {
  await tell('ADDED', member('a', 10));
  await tell('ADDED', member('b', 11));
  void leases.look(FORM, signal);
  await questions[0]?.(12, member('b', 11));
  expect(present()).toEqual(['b']);
});

test('a member that comes again is there', async () => {
  await tell('ADDED', member('a', 10));
  void leases.look(FORM, signal);
  await tell('DELETED', member('a', 12));
  await tell('ADDED', member('a', 13));
  expect(present()).toEqual(['a']);
  await questions[0]?.(11);
  expect(present()).toEqual(['a']);
});

test('who has held a shard may act for a while, also where its Lease has gone', async () => {
  await tell('ADDED', shard(3, 10));
  expect(leases.view('operator-shard-3').freeIn).toBe(15_000);
  await clock.advance(9000);
  await tell('DELETED', shard(3, 11));
  expect(present()).toEqual([]);
  expect(leases.view('operator-shard-3').freeIn).toBe(15_000);
});

test('those that split the objects in another way are known by the Leases of their shards, for as long as they may act', async () => {
  const look = leases.look('8', signal);
  await questions[0]?.(20, member('a', 10), shard(3, 11));
  expect(await look).toBe(true);
  expect(leases.isSplitOtherwise(FORM)).toBe(false);
  await clock.advance(15_000);
  expect(leases.isSplitOtherwise('8')).toBe(false);
});

function member(name: string, version: number): SeenLease {
  return lease(name, version, memberLabels('operator', FORM));
}

function shard(number: number, version: number): SeenLease {
  return lease(`operator-shard-${number}`, version, shardLabels('operator', number, FORM));
}

function lease(name: string, version: number, labels: object): SeenLease {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { namespace: 'op', name, uid: name, resourceVersion: `${version}`, labels },
    spec: { holderIdentity: name, leaseDurationSeconds: 15, renewTime: `${version}` },
  } as unknown as SeenLease;
}
