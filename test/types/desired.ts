// What may be wished, and by which functions; compiled, never run.
import {
  type CustomResource,
  controller,
  type DesiredObject,
  dependent,
  desiredState,
  done,
  Owns,
  type ReconcileContext,
  Reconciles,
  type Result,
  type Snapshot,
} from 'kubewright';
import { ClusterRole, ConfigMap, Pod, Service } from 'kubewright/kinds';
import { Redis } from '../../api/v1/redis.js';

declare const context: ReconcileContext;

/** Whole objects, whose namespace may be left out. */
export const taken: DesiredObject[] = [
  dependent(ConfigMap, { metadata: { name: 'a' }, data: { a: '1' } }),
  dependent(ConfigMap, { metadata: { name: 'a', namespace: 'n', labels: { a: 'b' } } }, { force: true, wave: 1 }),
  dependent(Pod, { metadata: { name: 'a' }, spec: { containers: [{ name: 'c', image: 'i' }] } }),
  dependent(ClusterRole, { metadata: { name: 'a' }, rules: [] }),
  dependent(Redis, { metadata: { name: 'a' }, spec: { replicas: 1 } }),
];
void context.apply(taken, { force: true, prune: false, propagationPolicy: 'Foreground' });

// @ts-expect-error a name is what an object is known by
dependent(ConfigMap, { metadata: {} });
// @ts-expect-error and it is the same at each reconcile
dependent(ConfigMap, { metadata: { generateName: 'a-' } });
// @ts-expect-error what the server sets
dependent(ConfigMap, { metadata: { name: 'a', resourceVersion: '1' } });
// @ts-expect-error fields that the kind does not have
dependent(ConfigMap, { metadata: { name: 'a' }, dat: {} });
// @ts-expect-error nor its metadata
dependent(ConfigMap, { metadata: { name: 'a', label: {} } });
// @ts-expect-error nor what is inside
dependent(Pod, { metadata: { name: 'a' }, spec: { containers: [{ name: 'c', imag: 'i' }] } });
// @ts-expect-error fields that the kind needs
dependent(Redis, { metadata: { name: 'a' } });
// @ts-expect-error the status is not the creator's
dependent(Redis, { metadata: { name: 'a' }, spec: {}, status: { replicas: 1 } });
// @ts-expect-error a cluster-scoped object has no namespace
dependent(ClusterRole, { metadata: { name: 'a', namespace: 'n' }, rules: [] });
// @ts-expect-error an option that there is not
dependent(ConfigMap, { metadata: { name: 'a' } }, { forced: true });
// @ts-expect-error objects come with their kind
void context.apply([{ metadata: { name: 'a' } }]);

export const part = desiredState(Redis, {
  owns: [Pod, ConfigMap],
  desired: (redis, observed) => {
    const pods: readonly Snapshot<Pod>[] = observed.owned(Pod);
    const names: readonly string[] = observed.owned(ConfigMap).map(({ metadata }) => metadata.name);
    // @ts-expect-error a kind that is not owned
    observed.owned(Service);
    // @ts-expect-error what is observed is not changed
    pods[0].spec = {};
    return {
      objects: names.map(name => dependent(ConfigMap, { metadata: { name } })),
      status: {
        replicas: redis.spec.replicas,
        observedGeneration: redis.metadata.generation,
        conditions: [{ type: 'Ready', status: 'True', reason: 'Up', message: '' }],
      },
    };
  },
});

// @ts-expect-error a status that the kind does not have
desiredState(Redis, { owns: [], desired: () => ({ objects: [], status: { replica: 1 } }) });
desiredState(Redis, {
  owns: [],
  // @ts-expect-error a condition needs a reason
  desired: () => ({ objects: [], status: { conditions: [{ type: 'Ready', status: 'True', message: '' }] } }),
});
// @ts-expect-error a kind without a status has none to write
desiredState(ConfigMap, { owns: [], desired: () => ({ objects: [], status: {} }) });
// @ts-expect-error of another kind
desiredState(Redis, { owns: [], desired: (_: Snapshot<Pod>) => ({ objects: [] }) });

/** As the method of a class. */
@Reconciles(Redis)
@Owns(ConfigMap)
export class Keeper {
  readonly reconcile = desiredState(Redis, { owns: [ConfigMap], desired: () => ({ objects: [] }) }).reconcile;
  async finalize(_: Snapshot<Redis>, { apply }: ReconcileContext): Promise<Result> {
    await apply([]);
    return done;
  }
}
controller(new Keeper());

// @ts-expect-error a reconciler of another kind
@Reconciles(Pod)
export class Mistaken {
  readonly reconcile = desiredState(Redis, { owns: [], desired: () => ({ objects: [] }) }).reconcile;
}
export type { CustomResource };
