// What all faults happen in: a control plane of their own, the operator's program, and somebody who looks from outside.
import { type ConnectedClient, createClient } from 'kubewright';
import { type ControlPlane, startControlPlane } from '../../hack/control-plane/control-plane.js';
import { connect } from '../conformance/connect.js';
import type { Target } from '../conformance/target.js';
import { crds } from '../real/crds.js';
import { findEtcd } from './etcd.js';
import { type BuiltOperator, buildOperator } from './marked-operator.js';

export interface World {
  readonly controlPlane: ControlPlane;
  readonly etcd: ReturnType<typeof findEtcd>;
  /** Who makes the load. */
  readonly admin: ConnectedClient;
  /** Who judges: plain requests, nothing of the runtime. */
  readonly raw: Target;
  readonly program: BuiltOperator;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const controlPlane = await startControlPlane({ crds });
  const kubeconfig = controlPlane.adminKubeconfig;
  const admin = await createClient('load', { kubeconfig });
  const raw = await connect('real', kubeconfig, async () => {});
  const program = await buildOperator();
  return {
    controlPlane,
    etcd: findEtcd(controlPlane.pids),
    admin,
    raw,
    program,
    close: async () => {
      await admin.close();
      await raw.stop();
      await program.remove();
      await controlPlane.stop();
    },
  };
}
