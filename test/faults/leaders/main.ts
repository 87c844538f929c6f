// Kills leaders on a real API server: node --import tsx --conditions=source test/faults/leaders/main.ts --kills 50 --releases 50
// --pauses 10. Prints a table for docs/reference/faults.md; ends with 1 when two acted at once.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createClient } from 'kubewright';
import { Lease, Namespace } from 'kubewright/kinds';
import { startControlPlane } from '../../../hack/control-plane/control-plane.js';
import type { ProcessEnd } from '../replica-processes.js';
import { timesRow } from '../times-row.js';
import { ENDS, endLeader } from './ends-of-leaders.js';
import { Replicas } from './replicas.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    releases: { type: 'string', default: '50' },
    pauses: { type: 'string', default: '10' },
    replicas: { type: 'string', default: '3' },
    lease: { type: 'string', default: '15000' },
    renew: { type: 'string', default: '10000' },
    retry: { type: 'string', default: '2000' },
  },
});
const timing = { lease: Number(values.lease), renew: Number(values.renew), retry: Number(values.retry) };
const counts: Readonly<Record<ProcessEnd, number>> = {
  kill: Number(values.kills),
  release: Number(values.releases),
  pause: Number(values.pauses),
};

const namespace = 'leaders';
const controlPlane = await startControlPlane({ crds: [] });
const admin = await createClient('observer', { kubeconfig: controlPlane.adminKubeconfig });
await admin.create(Namespace, { metadata: { name: namespace } });
const replicas = await Replicas.open({ controlPlane, admin, namespace, timing, folder: controlPlane.folder });
try {
  for (let count = 0; count < Number(values.replicas); count += 1) await replicas.start();
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${JSON.stringify(timing)}\n`);
  console.log('| End of the leader | Times | Shortest (ms) | Median | Longest |\n|---|---:|---:|---:|---:|');
  for (const end of ENDS) {
    const times: number[] = [];
    while (times.length < counts[end]) {
      times.push(await endLeader(replicas, end, timing));
      console.error(`${end} ${times.length}: ${times.at(-1)?.toFixed(0)} ms`);
    }
    if (times.length > 0) console.log(timesRow(end, times));
  }
  const { spec } = await admin.get(Lease, { namespace, name: 'acting' });
  const refusals = replicas.processes.filter(replica => replica.refusals > 0);
  console.log(
    `\n${replicas.acts} acts of ${replicas.actors.length} leaders; leaseTransitions ${spec?.leaseTransitions};`,
  );
  console.log(`${refusals.length} were refused a write after a pause`);
  for (const violation of replicas.violations) console.error(violation);
  if (replicas.violations.length > 0) process.exitCode = 1;
} finally {
  await replicas.close();
  await admin.close();
  await controlPlane.stop();
}
