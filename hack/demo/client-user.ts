// Does the steps of the demo with the library's own client, where there is no kubectl.
import { readFileSync } from 'node:fs';
import { dump, load, loadAll } from 'js-yaml';
import {
  type Apply,
  type Client,
  createClient,
  findCondition,
  isConditionTrue,
  isForbidden,
  isInvalid,
  type Kind,
  type KubernetesObject,
  keyOf,
  kindInfo,
  type List,
  type Snapshot,
} from 'kubewright';
import { ClusterRole, ClusterRoleBinding, Event, Namespace, Pod, Secret, ServiceAccount } from 'kubewright/kinds';
import { Redis } from '../../api/v1/redis.js';
import { deletionsAfter, objectWhen, only } from './client-watch.js';
import {
  type ClusterUser,
  type Deletion,
  type OperatorIdentity,
  PODS_OF_SAMPLE,
  SAMPLE,
  type ServiceAccountKey,
} from './cluster-user.js';
import { definitionsIn, serveDefinition } from './custom-resource-definitions.js';
import type { Stage } from './stage.js';

const KEY = { namespace: SAMPLE.namespace, name: SAMPLE.name };
const PODS = { namespace: SAMPLE.namespace, labelSelector: PODS_OF_SAMPLE };

/** Prints each call as one would write it, and what it says of the answer in words of its own. */
export class ClientUser implements ClusterUser {
  readonly #stage: Stage;
  readonly #client: Client;
  readonly #authorizes: boolean;

  /** @param authorizes whether the server refuses users what their roles do not grant */
  constructor(stage: Stage, client: Client, authorizes: boolean) {
    this.#stage = stage;
    this.#client = client;
    this.#authorizes = authorizes;
  }

  async introduce(): Promise<void> {
    this.#stage.showCall("const client = await createClient('demo', { kubeconfig })");
    this.#stage.showCall('client.list(Namespace)');
    const { items } = await this.#client.list(Namespace, this.#limit());
    this.#stage.print(names(items));
    this.#stage.showCall(`const redis = { namespace: '${KEY.namespace}', name: '${KEY.name}' }`);
    this.#stage.showCall(`const pods = { namespace: '${KEY.namespace}', labelSelector: '${PODS_OF_SAMPLE}' }`);
  }

  async install(): Promise<ServiceAccountKey> {
    this.#stage.say('Kustomize comes with kubectl: without it the names are those in the files, without a prefix.');
    await this.#apply(Namespace, 'config/default/namespace.yaml');
    for (const definition of definitionsIn('config/crd/bases')) {
      this.#stage.showCall(`client.apply(CustomResourceDefinition, ${definition.metadata.name})`);
      const { metadata } = await serveDefinition(this.#client, definition);
      this.#stage.print(`${metadata.name} is established`);
    }
    await this.#apply(ClusterRole, 'config/rbac/role.yaml');
    await this.#apply(ClusterRoleBinding, 'config/rbac/role_binding.yaml');
    const { metadata } = await this.#apply(ServiceAccount, 'config/rbac/service_account.yaml');
    return metadata;
  }

  async showRole({ kubeconfig }: OperatorIdentity): Promise<void> {
    this.#stage.showCall("client.get(ClusterRole, { name: 'manager-role' })");
    const { rules = [] } = await this.#client.get(ClusterRole, { name: 'manager-role' }, this.#limit());
    const lines = rules.map(({ apiGroups = [], resources = [], verbs }) => {
      const group = apiGroups.join() === '' ? '' : ` of ${apiGroups.join()}`;
      return `${resources.join(', ')}${group}: ${verbs.join(', ')}`;
    });
    this.#stage.print(lines.join('\n'));
    if (!this.#authorizes) return;
    const operator = await createClient('redis-operator', { kubeconfig });
    this.#stage.showCall('operator.list(Secret)');
    await this.#refused(isForbidden, 'forbidden', () => operator.list(Secret, this.#limit()));
    await operator.close();
  }

  async applySample(): Promise<void> {
    const sample = load(readFileSync(SAMPLE.file, 'utf8')) as Apply<Redis>;
    this.#stage.showCall(`client.apply(Redis, { metadata: redis, spec: ${JSON.stringify(sample.spec)} })`);
    await this.#client.apply(Redis, { ...sample, metadata: { ...sample.metadata, ...KEY } }, this.#limit());
  }

  async redisReady(): Promise<void> {
    this.#stage.showCall('client.watch(Redis, redis), until it is Ready');
    await objectWhen(this.#client, Redis, only(KEY), this.#stage.limit(), ({ status }) =>
      isConditionTrue(status?.conditions, 'Ready'),
    );
  }

  async showRedis(): Promise<void> {
    this.#stage.showCall('client.get(Redis, redis)');
    const { metadata, spec, status } = await this.#client.get(Redis, KEY, this.#limit());
    this.#stage.print(
      `${metadata.name}: ${spec.replicas} Pods wished, ${status?.replicas ?? 0} there, ${status?.readyReplicas ?? 0} ready; ` +
        `image ${spec.image}`,
    );
  }

  async showOwners(): Promise<void> {
    const owners = (pod: Snapshot<Pod>) => pod.metadata.ownerReferences?.map(({ kind, name }) => `${kind}/${name}`);
    for (const pod of await this.#listPods()) this.#stage.print(`${pod.metadata.name} belongs to ${owners(pod)}`);
  }

  async showFinalizers(): Promise<void> {
    this.#stage.showCall('(await client.get(Redis, redis)).metadata.finalizers');
    const { metadata } = await this.#client.get(Redis, KEY, this.#limit());
    this.#stage.print(metadata.finalizers?.join('\n') ?? '');
  }

  async showPod(name: string): Promise<void> {
    this.#stage.showCall(`client.get(Pod, { namespace: '${KEY.namespace}', name: '${name}' })`);
    const { metadata } = await this.#client.get(Pod, { ...KEY, name }, this.#limit());
    this.#stage.print(`${metadata.name} is ${metadata.uid}`);
  }

  async replacePod(name: string): Promise<void> {
    const key = { ...KEY, name };
    const pod = `{ namespace: '${KEY.namespace}', name: '${name}' }`;
    const { uid } = (await this.#client.get(Pod, key, this.#limit())).metadata;
    this.#stage.showCall(`client.delete(Pod, ${pod})`);
    await this.#client.delete(Pod, key, this.#limit());
    this.#stage.showCall(`client.watch(Pod, ${pod}), until another one is Ready`);
    await objectWhen(
      this.#client,
      Pod,
      only(key),
      this.#stage.limit(),
      ({ metadata, status }) => metadata.uid !== uid && isConditionTrue(status?.conditions, 'Ready'),
    );
  }

  async scale(replicas: number): Promise<void> {
    this.#stage.showCall(`client.scale(Redis).set(redis, ${replicas})`);
    await this.#client.scale(Redis).set(KEY, replicas, this.#limit());
  }

  async redisHas(field: 'replicas' | 'readyReplicas', count: number): Promise<void> {
    this.#stage.showCall(`client.watch(Redis, redis), until status.${field} is ${count}`);
    await objectWhen(this.#client, Redis, only(KEY), this.#stage.limit(), ({ status }) => status?.[field] === count);
  }

  async podGone(name: string): Promise<void> {
    const key = { ...KEY, name };
    this.#stage.showCall(`client.watch(Pod, { namespace: '${KEY.namespace}', name: '${name}' }), until it is gone`);
    const { items, metadata } = await this.#client.list(Pod, { ...only(key), ...this.#limit() });
    const after = { ...only(key), resourceVersion: metadata.resourceVersion };
    await deletionsAfter(this.#client, Pod, after, items.length, this.#stage.limit());
  }

  async showPods(): Promise<void> {
    this.#stage.print(names(await this.#listPods()));
  }

  async changeImage(image: string): Promise<void> {
    this.#stage.showCall(`client.patch(Redis, redis, { spec: { image: '${image}' } })`);
    const { metadata } = await this.#client.patch(Redis, KEY, { spec: { image } }, this.#limit());
    this.#stage.showCall('client.watch(Redis, redis), until it is Ready as it is now');
    await objectWhen(this.#client, Redis, only(KEY), this.#stage.limit(), ({ status }) => {
      const ready = findCondition(status?.conditions, 'Ready');
      return ready?.status === 'True' && ready.observedGeneration === metadata.generation;
    });
    for (const { metadata, spec } of await this.#listPods()) {
      this.#stage.print(`${metadata.name} is ${metadata.uid}, of the image ${spec?.containers[0]?.image}`);
    }
  }

  async describeRedis(reason: string): Promise<void> {
    const selection = { namespace: KEY.namespace, fieldSelector: `involvedObject.name=${KEY.name}` };
    await objectWhen(this.#client, Event, selection, this.#stage.limit(), event => event.reason === reason);
    this.#stage.showCall(`client.list(Event, { fieldSelector: '${selection.fieldSelector}' })`);
    const { items } = await this.#client.list(Event, { ...selection, ...this.#limit() });
    this.#stage.print(
      items.map(({ type, reason, count = 1, message }) => `${type} ${reason} (${count}x): ${message}`).join('\n'),
    );
    this.#stage.showCall('(await client.get(Redis, redis)).status');
    const { status } = await this.#client.get(Redis, KEY, this.#limit());
    this.#stage.print(dump(status));
  }

  async refusedRedis(manifest: string, because: string): Promise<void> {
    const { metadata, spec } = load(manifest) as Apply<Redis>;
    this.#stage.showCall(`client.apply(Redis, ${JSON.stringify({ metadata, spec })})`);
    const redis = { metadata: { ...metadata, namespace: KEY.namespace }, ...(spec && { spec }) };
    await this.#refused(isInvalid, because, () => this.#client.apply(Redis, redis, this.#limit()));
  }

  async deleteRedis(pods: number): Promise<readonly Deletion[]> {
    const versionOf = (list: List<unknown>) => ({ resourceVersion: list.metadata.resourceVersion });
    const podsNow = versionOf(await this.#client.list(Pod, { ...PODS, ...this.#limit() }));
    const redisNow = versionOf(await this.#client.list(Redis, { ...only(KEY), ...this.#limit() }));
    const limit = this.#stage.limit();
    this.#stage.showCall('client.watch(Pod, pods); client.watch(Redis, redis)');
    const deletions = Promise.all([
      deletionsAfter(this.#client, Pod, { ...PODS, ...podsNow }, pods, limit),
      deletionsAfter(this.#client, Redis, { ...only(KEY), ...redisNow }, 1, limit),
    ]);
    deletions.catch(() => {});
    this.#stage.showCall('client.delete(Redis, redis)');
    await this.#client.delete(Redis, KEY, this.#limit());
    return (await deletions).flat();
  }

  async showNothing(): Promise<void> {
    const pods = await this.#listPods();
    this.#stage.showCall('client.list(Redis)');
    const { items } = await this.#client.list(Redis, this.#limit());
    this.#stage.print(`${pods.length} Pods, ${items.length} Redis`);
  }

  async #apply<T extends KubernetesObject>(kind: Kind<T>, file: string): Promise<Snapshot<T>> {
    this.#stage.showCall(`client.apply(${kindInfo(kind).kind}, ${file})`);
    const [manifest] = loadAll(readFileSync(file, 'utf8')) as Apply<T>[];
    if (manifest === undefined) throw new Error(`${file} is empty`);
    return await this.#client.apply(kind, manifest, { force: true, ...this.#limit() });
  }

  async #listPods(): Promise<readonly Snapshot<Pod>[]> {
    this.#stage.showCall('client.list(Pod, pods)');
    return (await this.#client.list(Pod, { ...PODS, ...this.#limit() })).items;
  }

  /** Expects the call to fail. */
  async #refused(
    isExpected: (error: unknown) => boolean,
    because: string,
    call: () => Promise<unknown>,
  ): Promise<void> {
    const error: unknown = await call().then(
      () => new Error('the call was expected to be refused, and was accepted'),
      (reason: unknown) => reason,
    );
    if (!isExpected(error) || !String(error).includes(because)) throw error;
    this.#stage.printError(String(error));
  }

  #limit(): { readonly signal: AbortSignal } {
    return { signal: this.#stage.limit() };
  }
}

function names(objects: readonly Snapshot<KubernetesObject>[]): string {
  return objects.map(object => keyOf(object).name).join('\n');
}
