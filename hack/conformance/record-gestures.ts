// Records anew what people do to a Redis with kubectl, on a real control plane. Look at the diff before you commit it.
//   node --import tsx --conditions=source hack/conformance/record-gestures.ts
import { writeFileSync } from 'node:fs';
import { createClient } from 'kubewright';
import { GESTURES } from '../../test/cluster/operator/gestures/gestures.js';
import { PAGE, pageOf } from '../../test/cluster/operator/gestures/page.js';
import { tellGesture } from '../../test/cluster/operator/gestures/tell-gesture.js';
import { crds } from '../../test/real/crds.js';
import { ensureBinaries } from '../control-plane/binaries.js';
import { startControlPlane } from '../control-plane/control-plane.js';
import { kubectlVersion } from '../control-plane/find-kubectl.js';

const binaries = await ensureBinaries(line => console.error(line));
const { kubectl } = binaries.paths;
const version = await kubectlVersion(kubectl);
if (version === undefined) throw new Error(`${kubectl} does not say its version`);
const controlPlane = await startControlPlane({ binaries, crds });
const admin = await createClient('test', { kubeconfig: controlPlane.adminKubeconfig });
try {
  const transcripts = new Map<string, string>();
  for (const gesture of GESTURES) {
    console.error(gesture.title);
    transcripts.set(gesture.title, await tellGesture({ controlPlane, admin, kubectl, autoscaler: 'real' }, gesture));
  }
  writeFileSync(PAGE, pageOf(GESTURES, transcripts, version));
} finally {
  await admin.close();
  await controlPlane.stop();
}
