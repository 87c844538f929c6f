// A real control plane; its etcd is heard, past the API server.
import { createClient } from 'kubewright';
import { Node } from 'kubewright/kinds';
import { startControlPlane } from '../../hack/control-plane/control-plane.js';
import { EtcdWrites, findEtcd } from '../faults/etcd.js';
import { crds } from '../real/crds.js';
import { fastClock } from './fast-clock.js';
import { NODE } from './kubelet.js';
import type { Plane } from './plane.js';
import type { Change } from './seen.js';

const KINDS: Readonly<Record<string, Change['kind']>> = {
  '/registry/myapp.tangx.in/redis/': 'Redis',
  '/registry/pods/': 'Pod',
  '/registry/events/': 'Event',
};
/** Its own waits are the machine's: bookmarks come once a minute. */
const SPEED = 5;
const LATENCY = 400;

export async function startRealPlane(): Promise<Plane> {
  // Pods are stored as protobuf otherwise.
  const controlPlane = await startControlPlane({ crds, apiServerFlags: ['--storage-media-type=application/json'] });
  const kubeconfig = controlPlane.adminKubeconfig;
  const admin = await createClient('somebody', { kubeconfig });
  // The garbage collector of Pods ends those whose Node is not there.
  await admin.create(Node, { metadata: { name: NODE } });
  const listeners = new Set<(change: Change) => void>();
  const writes = await EtcdWrites.follow(findEtcd(controlPlane.pids).url, ({ key, revision, value }) => {
    const prefix = Object.keys(KINDS).find(each => key.startsWith(each));
    if (prefix === undefined) return;
    const [namespace = '', name = ''] = key.slice(prefix.length).split('/');
    const object = value && JSON.parse(value.toString());
    // Etcd has it beside the object, not in it.
    if (object !== undefined) object.metadata.resourceVersion = String(revision);
    for (const hear of listeners) hear({ kind: KINDS[prefix], namespace, name, revision, object } as Change);
  });
  return {
    ...{ kubeconfig, admin, clock: fastClock(SPEED), latency: LATENCY },
    hear: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    caughtUp: () => writes.caughtUp(),
    restartServer: async () => {
      await controlPlane.stopApiServer();
      await controlPlane.start();
    },
    stop: async () => {
      await writes.stop();
      await admin.close();
      await controlPlane.stop();
    },
  };
}
