// Does the steps of the demo with kubectl.
import { type Kubectl, KubectlError, type KubectlOptions, type KubectlResult } from '../control-plane/kubectl.js';
import {
  type ClusterUser,
  type Deletion,
  type OperatorIdentity,
  PODS_OF_SAMPLE,
  SAMPLE,
  type ServiceAccountKey,
} from './cluster-user.js';
import { KubectlWatch } from './kubectl-watch.js';
import type { Stage } from './stage.js';

const REDIS = `redis/${SAMPLE.name}`;
const PODS = ['pods', '-l', PODS_OF_SAMPLE];
const UID = 'custom-columns=NAME:.metadata.name,UID:.metadata.uid';
const IMAGES = 'custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[0].image,UID:.metadata.uid';
const OWNERS =
  'custom-columns=NAME:.metadata.name,OWNER:.metadata.ownerReferences[*].kind,OWNER-NAME:.metadata.ownerReferences[*].name';

/** Prints each command as one would type it, and what kubectl prints. */
export class KubectlUser implements ClusterUser {
  readonly #stage: Stage;
  readonly #kubectl: Kubectl;
  readonly #authorizes: boolean;

  /** @param authorizes whether the server refuses users what their roles do not grant */
  constructor(stage: Stage, kubectl: Kubectl, authorizes: boolean) {
    this.#stage = stage;
    this.#kubectl = kubectl;
    this.#authorizes = authorizes;
  }

  async introduce(): Promise<void> {
    await this.#do('version');
  }

  async install(): Promise<ServiceAccountKey> {
    await this.#do('apply', '-k', 'config/overlays/outside');
    const definition = 'crd/redis.myapp.tangx.in';
    this.#stage.show('kubectl', 'wait', '--for=condition=Established', definition, '--timeout=60s');
    this.#stage.print(await this.#kubectl.established([definition], { signal: this.#stage.limit() }));
    return { namespace: 'redis-system', name: 'redis-controller-manager' };
  }

  async showRole({ user }: OperatorIdentity): Promise<void> {
    await this.#do('describe', 'clusterrole', 'redis-manager-role');
    if (!this.#authorizes) return;
    await this.#do('auth', 'can-i', 'delete', 'pods', '--as', user);
    await this.#refused(['auth', 'can-i', 'get', 'secrets', '--as', user], 'no');
  }

  async applySample(): Promise<void> {
    await this.#do('apply', '-f', SAMPLE.file);
  }

  async redisReady(): Promise<void> {
    await this.#wait('condition=Ready', REDIS);
  }

  async showRedis(): Promise<void> {
    await this.#do('get', 'redis');
  }

  async showOwners(): Promise<void> {
    await this.#do('get', ...PODS, '-o', OWNERS);
  }

  async showFinalizers(): Promise<void> {
    await this.#do('get', REDIS, '-o', 'jsonpath={.metadata.finalizers}');
  }

  async showPod(name: string): Promise<void> {
    await this.#do('get', 'pod', name, '-o', UID);
  }

  async replacePod(name: string): Promise<void> {
    await this.#do('delete', 'pod', name);
    // A wait for what is not there yet (--for=create) came with kubectl 1.31.
    await this.#seen('pods', '--field-selector', `metadata.name=${name}`);
    await this.#wait('condition=Ready', `pod/${name}`);
  }

  async scale(replicas: number): Promise<void> {
    await this.#do('scale', `--replicas=${replicas}`, REDIS);
  }

  async redisHas(field: 'replicas' | 'readyReplicas', count: number): Promise<void> {
    await this.#wait(`jsonpath={.status.${field}}=${count}`, REDIS);
  }

  async podGone(name: string): Promise<void> {
    await this.#wait('delete', `pod/${name}`);
  }

  async showPods(): Promise<void> {
    await this.#do('get', ...PODS);
  }

  async changeImage(image: string): Promise<void> {
    await this.#do('patch', REDIS, '--type=merge', '-p', JSON.stringify({ spec: { image } }));
    await this.#wait('condition=Ready', REDIS);
    await this.#do('get', ...PODS, '-o', IMAGES);
  }

  async describeRedis(reason: string): Promise<void> {
    const selector = `involvedObject.name=${SAMPLE.name},reason=${reason}`;
    await this.#seen('events', '--field-selector', selector);
    await this.#do('describe', REDIS);
  }

  async refusedRedis(manifest: string, because: string): Promise<void> {
    await this.#refused(['apply', '-f', '-'], because, manifest);
  }

  async deleteRedis(pods: number): Promise<readonly Deletion[]> {
    const line = 'jsonpath={.object.metadata.resourceVersion} {.type} {.object.kind}/{.object.metadata.name}{"\\n"}';
    const watches = [PODS, ['redis']].map(args => {
      const command = [...args, '--output-watch-events', '-o', line];
      this.#stage.showInBackground('kubectl', 'get', ...command, '--watch');
      return new KubectlWatch(this.#kubectl, command);
    });
    try {
      const seen = async (type: string): Promise<string[]> => {
        const limit = this.#stage.limit();
        const lines = watches.map((watch, at) => watch.until(new RegExp(` ${type} `), [pods, 1][at] ?? 0, limit));
        return (await Promise.all(lines)).flat();
      };
      await seen('ADDED');
      await this.#do('delete', REDIS, '--timeout=60s');
      return (await seen('DELETED')).map(text => {
        const [resourceVersion = '', , object = ''] = text.split(' ');
        return { resourceVersion, object };
      });
    } finally {
      for (const watch of watches) watch.stop();
    }
  }

  async showNothing(): Promise<void> {
    await this.#do('get', 'redis,pods');
  }

  /** Waits until there is one of these. */
  async #seen(...objects: readonly string[]): Promise<void> {
    const watch = new KubectlWatch(this.#kubectl, [...objects, '-o', 'name']);
    try {
      await watch.until(/./, 1, this.#stage.limit());
    } finally {
      watch.stop();
    }
  }

  async #wait(condition: string, object: string): Promise<void> {
    await this.#do('wait', `--for=${condition}`, object, '--timeout=60s');
  }

  async #do(...args: readonly string[]): Promise<void> {
    this.#stage.show('kubectl', ...args);
    const result = await this.#run(args);
    if (result.code !== 0) throw new KubectlError(args, result);
  }

  /** Expects it to fail. */
  async #refused(args: readonly string[], because: string, input?: string): Promise<void> {
    if (input === undefined) this.#stage.show('kubectl', ...args);
    else this.#stage.showWithInput(input, 'kubectl', ...args);
    const { code, stdout, stderr } = await this.#run(args, input === undefined ? {} : { input });
    if (code === 0) throw new Error(`kubectl ${args.join(' ')} was expected to be refused, and was accepted`);
    if (!`${stdout}${stderr}`.includes(because)) {
      throw new Error(`the refusal does not say ${JSON.stringify(because)}`);
    }
  }

  async #run(args: readonly string[], options: KubectlOptions = {}): Promise<KubectlResult> {
    const result = await this.#kubectl.run(args, { ...options, signal: this.#stage.limit() });
    this.#stage.throwIfStopped();
    this.#stage.print(result.stdout);
    this.#stage.printError(result.stderr);
    return result;
  }
}
