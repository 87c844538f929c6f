// A real API server, for as long as it is asked.
import { connect } from '../../test/conformance/connect.js';
import type { Ask } from '../../test/mutations/api-server.js';
import { startControlPlane } from '../control-plane/control-plane.js';

export async function withApiServer(use: (ask: Ask) => Promise<void>): Promise<void> {
  const controlPlane = await startControlPlane();
  try {
    const target = await connect('real', controlPlane.adminKubeconfig, async () => {});
    await use(target.fetch);
    await target.stop();
  } finally {
    await controlPlane.stop();
  }
}
