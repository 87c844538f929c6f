// What the compiler refuses in calls of the client, and what it must accept. Compiled, never run.
import type { Client, ClusterObjectMeta, Condition, KubernetesObject, New, Snapshot, UntypedObject } from 'kubewright';
import {
  addFinalizer,
  ClusterResource,
  CustomResource,
  createOrUpdate,
  each,
  isConditionTrue,
  kindOf,
  metadataOf,
  Resource,
  setCondition,
  setControllerReference,
  untypedKind,
} from 'kubewright';
import { ConfigMap, Node, Pod, ServiceAccount } from 'kubewright/kinds';
import { Redis } from '../../api/v1/redis.js';

class FleetSpec {
  size!: number;
  limit?: number;
  labels?: Record<string, string>;
}
@Resource({ group: 'myapp.tangx.in', version: 'v1', kind: 'Fleet', plural: 'fleets' })
class Fleet extends ClusterResource<FleetSpec> {}

declare const client: Client;
declare const redis: Snapshot<Redis>;
declare const fleet: Snapshot<Fleet>;
const key = { namespace: 'a', name: 'b' };

export async function keys(): Promise<void> {
  await client.get(Redis, key);
  await client.get(Redis, redis.metadata);
  await client.get(Fleet, { name: 'b' });
  await client.delete(Fleet, fleet.metadata);
  // @ts-expect-error a namespaced kind needs a namespace
  await client.get(Redis, { name: 'b' });
  // @ts-expect-error a cluster-scoped kind has none
  await client.get(Fleet, key);
  // @ts-expect-error the key of another scope
  await client.get(Redis, fleet.metadata);
}

export async function reads(): Promise<void> {
  const { spec, metadata } = await client.get(Redis, key);
  const port: number = spec.port;
  const uid: string = metadata.uid;
  // @ts-expect-error what is read is read-only
  spec.port = port;
  const { items } = await client.list(Redis, { namespace: 'a' });
  await client.list(Redis, { labelSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } });
  await client.list(Redis, { labelSelector: { app: 'a' } });
  // @ts-expect-error the value of a label is a text
  await client.list(Redis, { labelSelector: { app: 1 } });
  // @ts-expect-error a list is read-only
  items.push(redis);
  for await (const event of client.watch(Redis)) {
    // @ts-expect-error a bookmark has no object
    event.object;
    if (event.type === 'BOOKMARK') event.resourceVersion satisfies string;
    else event.object.metadata.name satisfies string;
  }
  void uid;
}

export async function creates(): Promise<void> {
  await client.create(Redis, { metadata: key, spec: {} });
  await client.create(Redis, { metadata: { namespace: 'a', generateName: 'b-' }, spec: { port: 6379 } });
  await client.create(Fleet, { metadata: { name: 'b' }, spec: { size: 1 } });
  // @ts-expect-error neither name nor generateName
  await client.create(Redis, { metadata: { namespace: 'a' }, spec: {} });
  // @ts-expect-error no namespace
  await client.create(Redis, { metadata: { name: 'b' }, spec: {} });
  // @ts-expect-error a required field is missing
  await client.create(Fleet, { metadata: { name: 'b' }, spec: {} });
  // @ts-expect-error an unknown field
  await client.create(Redis, { metadata: key, spec: { prt: 1 } });
  // @ts-expect-error status is not the creator's
  await client.create(Redis, { metadata: key, spec: {}, status: {} });
}

export async function updates(): Promise<void> {
  await client.update(Redis, { ...redis, spec: { ...redis.spec, replicas: 3 } });
  await client.update(Redis, addFinalizer(redis, 'myapp.tangx.in/b-0'));
  // @ts-expect-error a number is wanted
  await client.update(Redis, { ...redis, spec: { ...redis.spec, replicas: '3' } });
  // @ts-expect-error an object of another kind
  await client.update(Redis, fleet);
}

export async function patches(): Promise<void> {
  await client.patch(Redis, key, { spec: { replicas: 3 }, metadata: { labels: { a: null } } });
  await client.patch(Fleet, { name: 'b' }, { spec: { limit: null, labels: { a: null } } });
  // @ts-expect-error a required field cannot be removed
  await client.patch(Fleet, { name: 'b' }, { spec: { size: null } });
  // @ts-expect-error an unknown field
  await client.patch(Redis, key, { spec: { replica: 3 } });
  await client.patchJson(Redis, key, [{ op: 'remove', path: '/spec/replicas' }]);
  // @ts-expect-error move says from where
  await client.patchJson(Redis, key, [{ op: 'move', path: '/spec/replicas' }]);
  await client.apply(Redis, { metadata: key, spec: { replicas: 3 } }, { force: true });
  await client.apply(Redis, { metadata: key });
  // @ts-expect-error no name
  await client.apply(Redis, { metadata: { namespace: 'a' } });
  await client.patchStrategic(Pod, key, { spec: { containers: [{ name: 'a', $patch: 'delete' }], nodeName: null } });
  await client.patchStrategic(Pod, key, { '$setElementOrder/spec': ['a'], spec: { $retainKeys: ['containers'] } });
  // @ts-expect-error an unknown field
  await client.patchStrategic(Pod, key, { spec: { container: [] } });
  // @ts-expect-error an unknown field of an item
  await client.patchStrategic(Pod, key, { spec: { containers: [{ name: 'a', img: 'b' }] } });
  // @ts-expect-error custom resources take none
  await client.patchStrategic(Redis, key, { spec: { replicas: 3 } });
  // @ts-expect-error only apply can be forced
  await client.patch(Redis, key, {}, { force: true });
}

export async function subresources(): Promise<void> {
  await client.status(Redis).patch(redis.metadata, { replicas: 3 });
  await client.status(Redis).apply(key, { replicas: 3 }, { force: true });
  await client.status(Redis).update(redis);
  // @ts-expect-error an unknown field
  await client.status(Redis).patch(key, { replica: 3 });
  (await client.status(Redis).set(redis, { ...redis.status, replicas: 3 })) satisfies Snapshot<Redis>;
  await client.status(Redis).set({ metadata: { ...key, uid: 'u' } }, { replicas: 3, conditions: undefined });
  await client.status(Node).set(await client.get(Node, { name: 'b' }), { phase: 'Running' });
  // @ts-expect-error what was not read has no uid
  await client.status(Redis).set(new Redis({ metadata: key, spec: {} }), { replicas: 3 });
  // @ts-expect-error which one of this name?
  await client.status(Redis).set({ metadata: key }, { replicas: 3 });
  // @ts-expect-error a namespaced kind needs a namespace
  await client.status(Redis).set(fleet, { replicas: 3 });
  // @ts-expect-error an unknown field
  await client.status(Redis).set(redis, { replica: 3 });
  // @ts-expect-error the whole status, which the object may not have
  await client.status(Redis).set(redis, redis.status);
  // @ts-expect-error what is not there is left out
  await client.status(Redis).set(redis, { replicas: null });
  // @ts-expect-error this kind has no status
  client.status(ConfigMap);
  // @ts-expect-error this kind has no status
  client.status(Fleet);
  // @ts-expect-error metadata alone has no status
  client.status(metadataOf(Redis));
  (await client.scale(Redis).set(key, 3)).replicas satisfies number;
  // @ts-expect-error a number is wanted
  await client.scale(Redis).set(key, '3');
}

export async function below(): Promise<void> {
  const scale = await client.scale(Redis).get(key);
  await client.scale(Redis).update(key, { ...scale, replicas: 3 });
  // @ts-expect-error of which version?
  await client.scale(Redis).update(key, { replicas: 3 });

  const token = await client.subresource(ServiceAccount, 'token').create(key, { spec: { expirationSeconds: 600 } });
  token.status?.token satisfies string | undefined;
  // @ts-expect-error seconds are a number
  await client.subresource(ServiceAccount, 'token').create(key, { spec: { expirationSeconds: '600' } });
  const pod = await client.subresource(Pod, 'ephemeralcontainers').get(key);
  pod satisfies Snapshot<Pod>;
  await client.subresource(Pod, 'resize').patchStrategic(key, { spec: { containers: [{ name: 'a' }] } });
  const backup = await client.subresource(Redis, 'backup').create(key, { at: 'night' });
  backup.at satisfies unknown;
  // @ts-expect-error a namespaced kind needs a namespace
  await client.subresource(Redis, 'backup').get({ name: 'b' });
}

export async function untyped(): Promise<void> {
  const Lamp = await client.kind('example.org/v1', 'Lamp');
  const lamp = await client.get(Lamp, { namespace: 'a', name: 'b' });
  await client.get(Lamp, { name: 'b' });
  lamp.spec satisfies unknown;
  lamp.watts satisfies unknown;
  lamp.metadata.namespace satisfies string | undefined;
  lamp.metadata.uid satisfies string;
  // @ts-expect-error nobody knows what is in there
  lamp.spec.watts;
  // @ts-expect-error what is read is read-only
  lamp.spec = {};
  await client.create(Lamp, { metadata: { namespace: 'a', name: 'b' }, spec: { watts: 5 } });
  await client.create(Lamp, { metadata: { name: 'b' } });
  // @ts-expect-error neither name nor generateName
  await client.create(Lamp, { metadata: {}, spec: {} });
  await client.update(Lamp, { ...lamp, spec: { watts: 6 } });
  await client.patch(Lamp, lamp.metadata, { spec: { watts: null }, metadata: { labels: { a: null } } });
  await client.apply(Lamp, { metadata: { name: 'b' }, spec: { watts: 5 } }, { force: true });
  await client.status(Lamp).patch(lamp.metadata, { lit: true });
  await client.status(Lamp).set(lamp, { lit: true });
  await client.deleteAllOf(Lamp, { namespace: 'a' });
  await client.deleteAllOf(Lamp, {});
  const known = untypedKind({ group: 'a.b', version: 'v1', kind: 'C', plural: 'cs', scope: 'Cluster' });
  for await (const one of each(client, known, { labelSelector: 'a' })) one satisfies Snapshot<UntypedObject>;
  // @ts-expect-error pages are asked for in order
  each(client, known, { continue: 'a' });
}

export async function deletes(): Promise<void> {
  const all = await client.deleteAllOf(Pod, { namespace: 'a', labelSelector: 'a=b', gracePeriodSeconds: 0 });
  if ('items' in all) all.items[0] satisfies Snapshot<Pod> | undefined;
  await client.deleteAllOf(Fleet, {});
  // @ts-expect-error a namespaced kind needs a namespace
  await client.deleteAllOf(Pod, {});
  // @ts-expect-error a cluster-scoped kind has none
  await client.deleteAllOf(Fleet, { namespace: 'a' });
  await client.evict(Pod, key, { gracePeriodSeconds: 5, dryRun: true });
  // @ts-expect-error only Pods are evicted
  await client.evict(ConfigMap, key);
  // @ts-expect-error only Pods are evicted
  await client.evict(Redis, key);
}

export async function helpers(): Promise<void> {
  const pod: New<Pod> = { metadata: key, spec: { containers: [{ name: 'a', image: 'b' }] } };
  await client.create(Pod, setControllerReference(redis, pod));
  await client.apply(Pod, setControllerReference(fleet, { metadata: key, spec: { containers: [] } }));
  setControllerReference(redis, redis) satisfies Snapshot<Redis>;
  // @ts-expect-error an owner was read: it has a uid
  setControllerReference(pod, pod);

  const conditions = setCondition(
    redis.status?.conditions,
    { type: 'Ready', status: 'True', reason: 'A', message: '' },
    new Date(0),
  );
  await client.status(Redis).patch(key, { conditions });
  await client.status(Redis).set(redis, { conditions });
  conditions satisfies readonly Condition[];
  // @ts-expect-error not a status
  setCondition(conditions, { type: 'Ready', status: 'Yes', reason: 'A', message: '' }, new Date(0));
  const live = await client.get(Pod, key);
  isConditionTrue(live.status?.conditions, 'Ready') satisfies boolean;

  await createOrUpdate(client, Redis, key, present => ({ ...present, metadata: key, spec: { port: 6379 } }));
  // @ts-expect-error the whole object is wanted
  await createOrUpdate(client, Fleet, { name: 'b' }, () => ({ metadata: { name: 'b' }, spec: {} }));
}

interface Review extends KubernetesObject {
  metadata: Omit<ClusterObjectMeta, 'name' | 'generateName'>;
  spec: { user: string };
}
const Review = kindOf<Review>()({ group: 'a.b', version: 'v1', kind: 'Review', plural: 'reviews', scope: 'Cluster' });

export async function questions(): Promise<void> {
  await client.create(Review, { metadata: {}, spec: { user: 'u' } });
  // @ts-expect-error what it asks is wanted
  await client.create(Review, { metadata: {} });
}

export async function lostSelectors(labels: { app: string } | undefined): Promise<void> {
  // @ts-expect-error a selector that may be missing does not select everything
  await client.deleteAllOf(Pod, { namespace: 'a', labelSelector: labels });
  await client.list(Pod, { labelSelector: labels });
  await client.status(Redis).apply(key, { replicas: 3 });
  // @ts-expect-error what is not wished is left out of an apply
  await client.status(Redis).apply(key, { replicas: null });
}

@Resource({ group: 'example.org', version: 'v1', kind: 'Quota' })
class Quota extends CustomResource<undefined> {
  limit?: string;
}
@Resource({ group: 'example.org', version: 'v1', kind: 'Policy' })
class Policy extends CustomResource<FleetSpec | undefined> {}

export async function withoutSpec(): Promise<void> {
  await client.create(Quota, { metadata: key, limit: '3' });
  await client.apply(Quota, { metadata: key, limit: '3' });
  await client.create(Policy, { metadata: key });
  await client.create(Policy, { metadata: key, spec: { size: 1 } });
  // @ts-expect-error a spec is wanted
  await client.create(Fleet, { metadata: { name: 'b' } });
  (await client.get(Quota, key)).limit satisfies string | undefined;
}
