// A replica that shares objects with others: the program that the tests of sharding kill and stop. Its writes bear no
// resourceVersion, and heed no signal, so nothing but the sharding keeps two replicas apart.
import { parseArgs } from 'node:util';
import { controller, Manager, shutdownSignal } from 'kubewright';
import { TurnTaker } from '../../turn-taker.js';

const { values } = parseArgs({
  options: {
    kubeconfig: { type: 'string', default: '' },
    namespace: { type: 'string', default: '' },
    identity: { type: 'string', default: '' },
    shards: { type: 'string', default: '16' },
    lease: { type: 'string', default: '15000' },
    renew: { type: 'string', default: '10000' },
    retry: { type: 'string', default: '2000' },
  },
});
const { kubeconfig, namespace, identity } = values;

const manager = new Manager({
  name: 'sharing',
  kubeconfig,
  namespaces: [namespace],
  healthProbe: false,
  sharding: {
    namespace,
    identity,
    shards: Number(values.shards),
    leaseDuration: Number(values.lease),
    renewDeadline: Number(values.renew),
    retryPeriod: Number(values.retry),
  },
});
manager.add({
  addTo: context => {
    context.addRunnable('others', { name: 'telling', run: async () => void process.send?.('stands by') });
  },
});
manager.add(controller(new TurnTaker(identity, 100)));
try {
  await manager.run(shutdownSignal());
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
process.disconnect?.();
