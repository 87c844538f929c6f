// A replica that acts as fast as it can while it leads: the program that the tests of leader election kill. Each act is a write
// that no resourceVersion protects, so nothing but the election keeps two replicas apart.
import { parseArgs } from 'node:util';
import { Manager, type ManagerContext, NotLeaderError, shutdownSignal } from 'kubewright';
import { ConfigMap } from 'kubewright/kinds';

const { values } = parseArgs({
  options: {
    kubeconfig: { type: 'string', default: '' },
    namespace: { type: 'string', default: '' },
    identity: { type: 'string', default: '' },
    lease: { type: 'string', default: '15000' },
    renew: { type: 'string', default: '10000' },
    retry: { type: 'string', default: '2000' },
  },
});
const { kubeconfig, namespace, identity } = values;

/** As many more once it is to stop: a reconcile that does not heed its signal, which only the election can hold back. */
const STUBBORN = 3;

const manager = new Manager({
  name: 'acting',
  kubeconfig,
  healthProbe: false,
  leaderElection: {
    namespace,
    identity,
    leaseDuration: Number(values.lease),
    renewDeadline: Number(values.renew),
    retryPeriod: Number(values.retry),
  },
});
manager.add({
  addTo: context => {
    context.addRunnable('others', { name: 'telling', run: async () => void process.send?.('stands by') });
    context.addRunnable('leaderElection', { name: 'acting', run: signal => act(context, signal) });
  },
});
try {
  await manager.run(shutdownSignal());
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
// What still runs when the lead is lost has its last words.
setTimeout(() => process.disconnect?.(), 200);

async function act({ leaderClient }: ManagerContext, signal: AbortSignal): Promise<void> {
  for (let count = 1, late = 0; late < STUBBORN; count += 1) {
    if (signal.aborted) late += 1;
    try {
      await leaderClient.patch(
        ConfigMap,
        { namespace, name: 'acts' },
        { data: { actor: identity, count: `${count}` } },
      );
    } catch (error) {
      if (error instanceof NotLeaderError) process.send?.('refused');
    }
  }
}
