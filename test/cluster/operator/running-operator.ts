// The Redis operator in a namespace, as a user that has the generated role and nothing else.
import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import { type Apply, type Client, controller, Manager } from 'kubewright';
import { ClusterRole, RoleBinding } from 'kubewright/kinds';
import { RedisReconciler } from '../../../controllers/redis/redis-reconciler.js';
import type { AnyControlPlane } from '../../../hack/control-plane/any-control-plane.js';
import { RecordedLog } from '../../recorded-log.js';

/** An operator in this process. */
export interface RunningOperator {
  readonly log: RecordedLog;
  /** Stops it gracefully; rejects with what it failed with. */
  stop(): Promise<void>;
}

/** Grants the generated ClusterRole to a user, in these namespaces only. @returns the user's kubeconfig */
export async function grantOperatorRole(
  controlPlane: AnyControlPlane,
  admin: Client,
  namespaces: readonly string[],
): Promise<string> {
  const user = `redis-operator-of-${namespaces.join('-and-')}`;
  const role = load(await readFile('config/rbac/role.yaml', 'utf8')) as Apply<ClusterRole>;
  await admin.apply(ClusterRole, role, { force: true });
  const apiGroup = 'rbac.authorization.k8s.io';
  for (const namespace of namespaces) {
    await admin.create(RoleBinding, {
      metadata: { name: 'redis-operator', namespace },
      roleRef: { apiGroup, kind: 'ClusterRole', name: role.metadata.name },
      subjects: [{ apiGroup, kind: 'User', name: user }],
    });
  }
  return await controlPlane.userKubeconfig(user);
}

/** Starts the operator in this process; `now` is its clock. */
export function startOperator(kubeconfig: string, namespaces: readonly string[], now?: () => Date): RunningOperator {
  const log = new RecordedLog();
  const stopping = new AbortController();
  const manager = new Manager({ name: 'redis-operator', kubeconfig, namespaces, log, healthProbe: false });
  manager.add(controller(new RedisReconciler(now)));
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
