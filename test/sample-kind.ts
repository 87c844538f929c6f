// A kind with a status, for tests of the client: like the Redis of the reference operator, without its decorators.
import type { Defaulted } from '../decorators/defaulted.js';
import { kindOf } from '../decorators/kind.js';
import type { KubernetesObject, ObjectMeta } from '../decorators/object-meta.js';

export interface Redis extends KubernetesObject {
  metadata: ObjectMeta;
  spec: { replicas?: Defaulted<number>; image?: string };
  status?: { replicas?: number };
}

export const Redis = kindOf<Redis>()({
  group: 'myapp.tangx.in',
  version: 'v1',
  kind: 'Redis',
  plural: 'redis',
  scope: 'Namespaced',
});
