// An operator that says what it wishes: one ConfigMap for each replica of a Redis.
import { type Desired, dependent, desiredState, type Observed, Owns, Reconciles, type Snapshot } from 'kubewright';
import { ConfigMap } from 'kubewright/kinds';
import { Redis } from '../../api/v1/redis.js';

export function wishes(redis: Snapshot<Redis>, observed: Observed<typeof ConfigMap>): Desired<Redis> {
  const { name } = redis.metadata;
  const { replicas, port } = redis.spec;
  const present = observed.owned(ConfigMap).length;
  return {
    objects: Array.from({ length: replicas }, (_, i) =>
      dependent(ConfigMap, { metadata: { name: `${name}-${i}` }, data: { port: String(port) } }),
    ),
    status: {
      observedGeneration: redis.metadata.generation,
      replicas: present,
      conditions: [
        {
          type: 'Ready',
          status: present === replicas ? 'True' : 'False',
          reason: 'Counted',
          message: `${present} of ${replicas}`,
        },
      ],
    },
  };
}

@Reconciles(Redis, { name: 'keeper' })
@Owns(ConfigMap, { apply: true })
export class Keeper {
  readonly reconcile = desiredState(Redis, { owns: [ConfigMap], desired: wishes }).reconcile;
}
