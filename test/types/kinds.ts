// Kinds as values, and what the client takes for them; compiled, never run.
import {
  ClusterResource,
  CustomResource,
  type Int32,
  type Kind,
  type KubernetesObject,
  kindOf,
  type ObjectMeta,
  Resource,
} from 'kubewright';
import type { Client } from '../../runtime/client/client.js';

interface ConfigMap extends KubernetesObject {
  metadata: ObjectMeta;
  data?: Record<string, string>;
}
const ConfigMap = kindOf<ConfigMap>()({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  scope: 'Namespaced',
});

class Spec {
  size!: Int32;
  note?: string;
}
class Status {
  ready?: Int32;
}

@Resource({ group: 'example.org', version: 'v1', kind: 'Redis' })
class Redis extends CustomResource<Spec, Status> {}

@Resource({ group: 'example.org', version: 'v1', kind: 'Fleet' })
class Fleet extends ClusterResource<Spec> {}

export const names: 'configmaps' = ConfigMap.info.plural;
export const kinds: readonly Kind<KubernetesObject>[] = [ConfigMap, Redis, Fleet];

// @ts-expect-error a kind lives in namespaces or in the cluster
kindOf<ConfigMap>()({ group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', scope: 'namespaced' });
// @ts-expect-error no Kubernetes object
kindOf<{ data: string }>()({ group: '', version: 'v1', kind: 'A', plural: 'as', scope: 'Cluster' });

const metadata = { name: 'a', namespace: 'b' };

export async function reads(client: Client): Promise<void> {
  const redis = await client.get(Redis, metadata);
  const size: number = redis.spec.size;
  const { data } = await client.get(ConfigMap, metadata);
  await client.get(Fleet, { name: 'a' });
  void [size, data?.key];
  // @ts-expect-error the namespace is missing
  await client.get(Redis, { name: 'a' });
  // @ts-expect-error a cluster-scoped kind has no namespace
  await client.get(Fleet, metadata);
  // @ts-expect-error not a kind
  await client.get('Redis', metadata);
}

export async function writes(client: Client): Promise<void> {
  await client.create(Redis, { metadata, spec: { size: 1 } });
  await client.create(Redis, { metadata: { namespace: 'b', generateName: 'a-' }, spec: { size: 1 } });
  await client.patch(Redis, metadata, { spec: { size: 2, note: null } });
  await client.patch(ConfigMap, metadata, { data: { key: null } });
  await client.apply(Redis, { metadata, spec: { note: 'x' } });
  await client.status(Redis).patch(metadata, { ready: 1 });
  // @ts-expect-error the size is required
  await client.create(Redis, { metadata, spec: {} });
  // @ts-expect-error neither name nor generateName
  await client.create(Redis, { metadata: { namespace: 'b' }, spec: { size: 1 } });
  // @ts-expect-error the status is not the creator's
  await client.create(Redis, { metadata, spec: { size: 1 }, status: {} });
  // @ts-expect-error a required field cannot be removed
  await client.patch(Redis, metadata, { spec: { size: null } });
  // @ts-expect-error a misspelled field
  await client.patch(Redis, metadata, { spec: { siz: 2 } });
  // @ts-expect-error the namespace is missing
  await client.apply(Redis, { metadata: { name: 'a' }, spec: { note: 'x' } });
  // @ts-expect-error a misspelled field of the status
  await client.status(Redis).patch(metadata, { redy: 1 });
  // @ts-expect-error this kind has no status
  client.status(ConfigMap);
  // @ts-expect-error a class without a Status type has none
  client.status(Fleet);
}
