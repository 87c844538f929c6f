// Creates one ConfigMap after the other in a data folder, and says each name once it is created, until it is killed.
import { ConfigMap } from 'kubewright/kinds';
import { startTestCluster } from 'kubewright/testing';

const dataFolder = process.argv[2] ?? '';
const cluster = await startTestCluster({ dataFolder });
for (let count = 0; ; count++) {
  const name = `map-${count}`;
  await cluster.client.create(ConfigMap, { metadata: { namespace: 'default', name } });
  console.log(name);
}
