// Starts a cluster, uses it in every way that opens something, stops it, and says what is left. Then it has to end by itself.
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createClient } from 'kubewright';
import { ConfigMap, Pod } from 'kubewright/kinds';
import { delay, hang, silenceWatch, startTestCluster } from 'kubewright/testing';

const before = process.getActiveResourcesInfo();
const files = readdirSync(tmpdir());

const cluster = await startTestCluster({ seed: ['config/crd'] });
const client = await createClient('operator', { kubeconfig: cluster.kubeconfigPath });
const map = { namespace: 'default', name: 'a' };
// A watch that is open, one that is silent, a request that is delayed, one that hangs, a wait, and a Pod with its timers.
const watching = firstOf(client.watch(ConfigMap)).then(() =>
  firstOf(client.watch(ConfigMap, { resourceVersion: '1' })),
);
const faults = [
  cluster.faults.add(silenceWatch(), { resource: 'pods' }),
  cluster.faults.add(delay(600_000), { verb: 'list' }),
  cluster.faults.add(hang(), { verb: 'delete' }),
];
const lost = Promise.allSettled([
  firstOf(client.watch(Pod)),
  client.list(ConfigMap),
  client.delete(ConfigMap, map),
  cluster.until(ConfigMap, map, () => false, { timeout: 600_000 }),
]);
await cluster.client.create(ConfigMap, { metadata: map });
await cluster.seed({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'c', image: 'i' }] },
});
await cluster.until(Pod, { namespace: 'default', name: 'p' }, ({ spec }) => spec?.nodeName !== undefined);
await watching.catch(() => {});
while (faults.some(fault => fault.hits === 0)) await nextTurn();

await cluster.stop();
const ended = await lost;
await client.close();
await nextTurn();
const left = process.getActiveResourcesInfo();
for (const kind of before) left.splice(left.indexOf(kind), 1);
console.log(
  JSON.stringify({
    rejected: ended.filter(({ status }) => status === 'rejected').length,
    resources: left.filter(kind => kind !== 'Immediate'),
    files: readdirSync(tmpdir()).filter(file => /^kubewright-test-/.test(file) && !files.includes(file)),
  }),
);

async function firstOf<T>(events: AsyncIterable<T>): Promise<T | undefined> {
  for await (const event of events) return event;
  return undefined;
}
