// The Redis operator in a namespace of a real control plane, as a user that has the generated role and nothing else.
import { readFile } from 'node:fs/promises';
import { controller, Manager } from 'kubewright';
import { RedisReconciler } from '../../../controllers/redis/redis-reconciler.js';
import type { ControlPlaneAccess } from '../../../hack/control-plane/access.js';
import { RecordedLog } from '../../recorded-log.js';

/** An operator in this process. */
export interface RunningOperator {
  readonly log: RecordedLog;
  /** Stops it gracefully; rejects with what it failed with. */
  stop(): Promise<void>;
}

/** Grants the generated ClusterRole to a user, in these namespaces only. @returns the user's kubeconfig */
export async function grantOperatorRole(
  controlPlane: ControlPlaneAccess,
  namespaces: readonly string[],
): Promise<string> {
  const user = `redis-operator-of-${namespaces.join('-and-')}`;
  await controlPlane.kubectl.apply(await readFile('config/rbac/role.yaml', 'utf8'));
  await controlPlane.kubectl.apply(
    namespaces.map(namespace => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'redis-operator', namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'manager-role' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
    })),
  );
  return await controlPlane.userKubeconfig(user);
}

/** Starts the operator in this process. */
export function startOperator(kubeconfig: string, namespaces: readonly string[]): RunningOperator {
  const log = new RecordedLog();
  const stopping = new AbortController();
  const manager = new Manager({ name: 'redis-operator', kubeconfig, namespaces, log, healthProbe: false });
  manager.add(controller(new RedisReconciler()));
  const ended = manager.run(stopping.signal);
  ended.catch(() => {});
  return {
    log,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}
