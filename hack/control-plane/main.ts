// `npm run control-plane`: a control plane to try things on, until Ctrl-C.
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBinaries } from './binaries.js';
import { startControlPlane } from './control-plane.js';

const USAGE = `npm run control-plane                 starts a control plane and runs it until Ctrl-C
npm run control-plane -- --binaries   only makes sure that its programs are there, and prints their folder`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { binaries: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) {
    console.log(USAGE);
    return;
  }
  const binaries = await ensureBinaries(line => console.error(line));
  if (values.binaries === true) {
    console.log(binaries.folder);
    return;
  }
  await runUntilSignalled(await startControlPlane({ binaries }));
}

async function runUntilSignalled(controlPlane: Awaited<ReturnType<typeof startControlPlane>>): Promise<void> {
  const signalled = new Promise(resolve => {
    // It may come twice: npm passes on what a terminal has sent to the whole process group.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve);
  });
  console.log(`The control plane is ready at ${controlPlane.server}. In another terminal:

  export KUBECONFIG=${controlPlane.adminKubeconfig}
  export PATH=${dirname(controlPlane.kubectl.binary)}:$PATH
  kubectl get namespaces

Pods stay Pending, because there is no node. Ctrl-C stops everything and removes all data.`);
  await signalled;
  await controlPlane.stop();
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
