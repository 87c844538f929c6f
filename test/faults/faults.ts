// The faults: what happens, and when.
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultyProxy } from './faulty-proxy.js';
import type { MarkedOperator } from './marked-operator.js';
import type { Marks } from './marks.js';
import type { Seeded } from './seeded.js';
import type { World } from './world.js';

/** What a run is about. */
export const FAULT_KINDS = ['kill', 'restart', 'pause', 'proxy'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What faults happen to. */
export interface Victims {
  readonly world: World;
  readonly operator: MarkedOperator;
  readonly marks: Marks;
  readonly proxy: FaultyProxy;
  readonly random: Seeded;
  note(what: string): void;
}

/** Each resolves when the fault is over; what it has broken may take longer to heal. */
export const faults: Readonly<Record<FaultKind, (victims: Victims) => Promise<void>>> = {
  /** The operator dies, most often in the middle of its work, sometimes while it starts; another one starts at once. */
  kill: async ({ operator, marks, random, note }) => {
    if (random.next() < 0.8) await marks.more(random.whole(1, 40));
    await delay(random.whole(0, 100));
    note('kill the operator');
    await operator.kill();
    operator.start();
  },
  /** The API server dies, stays away for a while, and starts again. */
  restart: async ({ world, marks, random, note }) => {
    await marks.more(random.whole(1, 40));
    note('kill the API server');
    await world.controlPlane.stopApiServer();
    await delay(random.whole(0, 1000));
    await world.controlPlane.start();
    note('the API server is back');
  },
  /** etcd stands still: the API server takes requests and does not answer. */
  pause: async ({ world, marks, random, note }) => {
    await marks.more(random.whole(1, 40));
    note('pause etcd');
    process.kill(world.etcd.pid, 'SIGSTOP');
    try {
      await delay(random.whole(1000, 5000));
    } finally {
      process.kill(world.etcd.pid, 'SIGCONT');
      note('etcd goes on');
    }
  },
  /** Something becomes of many requests for a while; now and then all connections are reset. */
  proxy: async ({ proxy, marks, random, note }) => {
    const before = proxy.faults;
    proxy.rate = random.oneOf([0.05, 0.2, 0.5]);
    note(`the proxy meddles with ${proxy.rate * 100} % of the requests`);
    if (random.next() < 0.3) proxy.cutAll();
    while (proxy.faults < before + 5) await marks.more(1);
    proxy.rate = 0;
  },
};
