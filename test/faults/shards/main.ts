// Has shards handed over on a real API server: node --import tsx --conditions=source test/faults/shards/main.ts --kills 50
// --releases 50 --joins 50 --pauses 5. Prints a table for docs/reference/faults.md; ends with 1 when two replicas worked on one object.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createClient } from 'kubewright';
import { Namespace } from 'kubewright/kinds';
import { startControlPlane } from '../../../hack/control-plane/control-plane.js';
import { timesRow } from '../times-row.js';
import { ENDS, type End, SharedWork } from './shared-work.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    releases: { type: 'string', default: '50' },
    pauses: { type: 'string', default: '5' },
    joins: { type: 'string', default: '50' },
    replicas: { type: 'string', default: '3' },
    shards: { type: 'string', default: '16' },
    objects: { type: 'string', default: '100' },
    lease: { type: 'string', default: '15000' },
    renew: { type: 'string', default: '10000' },
    retry: { type: 'string', default: '2000' },
  },
});
const timing = { lease: Number(values.lease), renew: Number(values.renew), retry: Number(values.retry) };
const counts: Readonly<Record<End, number>> = {
  join: Number(values.joins),
  kill: Number(values.kills),
  release: Number(values.releases),
  pause: Number(values.pauses),
};
const replicas = Number(values.replicas);

const namespace = 'shards';
const controlPlane = await startControlPlane({ crds: [] });
const admin = await createClient('observer', { kubeconfig: controlPlane.adminKubeconfig });
await admin.create(Namespace, { metadata: { name: namespace } });
const [shards, objects] = [Number(values.shards), Number(values.objects)];
const { folder } = controlPlane;
const work = await SharedWork.open({ controlPlane, admin, namespace, timing, folder, shards, objects });
try {
  for (let count = 0; count < replicas; count += 1) await work.start();
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${JSON.stringify(timing)}\n`);
  console.log(
    '| What happens to a replica | Times | Held (ms): shortest | Median | Longest | Worked on: shortest | Median | Longest |',
  );
  console.log('|---|---:|---:|---:|---:|---:|---:|---:|');
  for (const end of ENDS) {
    const held: number[] = [];
    const worked: number[] = [];
    while (held.length < counts[end]) {
      const took = await work.happens(end);
      held.push(took.held);
      if (took.worked !== undefined) worked.push(took.worked);
      console.error(
        `${end} ${held.length}: held after ${took.held.toFixed(0)} ms, worked on after ${took.worked?.toFixed(0)} ms`,
      );
      // Who has joined leaves again.
      if (end === 'join') await work.leave();
    }
    if (held.length > 0) console.log(timesRow(end, held, worked));
  }
  await work.settled();
  const { observer } = work;
  console.log(`\n${observer.turns} reconciles of ${objects} objects by ${work.processes.length} replicas`);
  for (const violation of observer.violations) console.error(violation);
  if (observer.violations.length > 0) process.exitCode = 1;
} finally {
  await work.close();
  await admin.close();
  await controlPlane.stop();
}
