// The embedded control plane, in this process; its store is heard.
import { rmSync } from 'node:fs';
import { mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'kubewright';
import { startDevCluster } from '../../devcluster/server.js';
import { MemoryStore } from '../../devcluster/store/memory-store.js';
import type { StoreEvent } from '../../devcluster/store/store.js';
import { definitionsIn, serveDefinition } from '../../hack/demo/custom-resource-definitions.js';
import { crds } from '../real/crds.js';
import { fastClock } from './fast-clock.js';
import type { Plane } from './plane.js';
import type { Change } from './seen.js';

const KINDS: Readonly<Record<string, Change['kind']>> = {
  'myapp.tangx.in/redis': 'Redis',
  '/pods': 'Pod',
  '/events': 'Event',
};
const SPEED = 20;
/** All is in one process. */
const LATENCY = 30;

export async function startEmbeddedPlane(): Promise<Plane> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'kubewright-properties-'));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);
  const kubeconfig = join(folder, 'admin.yaml');
  const listeners = new Set<(change: Change) => void>();
  const failures: unknown[] = [];
  const clock = fastClock(SPEED);
  const journal = ({ type, revision, key, object }: StoreEvent): void => {
    const kind = KINDS[key.storage];
    if (kind === undefined) return;
    const { namespace, name } = key;
    const state = type === 'DELETED' ? undefined : object;
    for (const listener of listeners) listener({ kind, namespace, name, revision, object: state } as Change);
  };
  const cluster = await startDevCluster({
    store: new MemoryStore({ journal }),
    clock,
    kubeconfigPath: kubeconfig,
    simulatePods: false,
    report: error => void failures.push(error),
  });
  const admin = await createClient('somebody', { kubeconfig });
  for (const definition of crds.flatMap(definitionsIn)) await serveDefinition(admin, definition);
  return {
    ...{ kubeconfig, admin, clock, latency: LATENCY },
    hear: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    caughtUp: async () => {},
    restartServer: async () => {
      await cluster.suspend();
      await cluster.resume();
    },
    stop: async () => {
      await admin.close();
      await cluster.stop();
      process.off('exit', removeFolder);
      removeFolder();
      if (failures.length > 0) throw new AggregateError(failures, 'errors inside the embedded control plane');
    },
  };
}
