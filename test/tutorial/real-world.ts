// The tutorial on a real control plane: what `kubewright dev` does is done by hand there.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ConnectedClient, createClient } from 'kubewright';
import { generate } from 'kubewright/codegen';
import { type ControlPlane, startControlPlane } from '../../hack/control-plane/control-plane.js';
import { Guard } from '../../hack/control-plane/guard.js';
import { freePorts } from '../../hack/control-plane/ports.js';
import { pretendNode } from '../../hack/demo/pretend-node.js';
import { readManifests } from '../../manifests/read-manifests.js';
import type { DevCommand, World } from './world.js';

/** How long an API server may take to go by a definition that has changed, in milliseconds. */
const DEFINITION_MS = 3_000;

export class RealWorld implements World {
  readonly isReal = true;
  readonly #controlPlane: ControlPlane;
  readonly #client: ConnectedClient;
  readonly #stopping = new AbortController();
  readonly #node: Promise<void>;
  #folder = '';
  #command: DevCommand | undefined;
  #webhookPort = 0;
  #operator: { readonly child: ChildProcess; readonly guard: Guard } | undefined;

  /** Starts a control plane, and somebody who says of Pods that they are ready. */
  static async start(): Promise<RealWorld> {
    // The garbage collector would learn of a kind that comes later within a minute.
    const crds = [fileURLToPath(new URL('../../config/crd/bases', import.meta.url))];
    const controlPlane = await startControlPlane({ crds });
    return new RealWorld(controlPlane, await createClient('tutorial', { kubeconfig: controlPlane.adminKubeconfig }));
  }

  private constructor(controlPlane: ControlPlane, client: ConnectedClient) {
    this.#controlPlane = controlPlane;
    this.#client = client;
    this.#node = pretendNode(client, this.#stopping.signal);
    this.#node.catch(() => {});
  }

  async start(command: DevCommand, folder: string): Promise<undefined> {
    if (this.#command !== undefined) await this.#clear();
    this.#folder = folder;
    this.#command = command;
    const cache = join(folder, 'node_modules/.cache/kubewright');
    mkdirSync(cache, { recursive: true });
    copyFileSync(this.#controlPlane.adminKubeconfig, join(cache, 'kubeconfig'));
    [this.#webhookPort = 0] = await freePorts(1);
    await this.#generateAndApply();
    await this.#applyOnce(command.args);
    await this.#startOperator();
  }

  async follow(paths: readonly string[]): Promise<void> {
    if (this.#operator === undefined || !paths.some(path => path.endsWith('.ts'))) return;
    if (!(await this.#generateAndApply())) return;
    await this.#stopOperator();
    await this.#startOperator();
  }

  async interrupt(): Promise<void> {
    await this.#stopOperator();
  }

  async stop(): Promise<void> {
    await this.interrupt();
    this.#stopping.abort();
    await this.#node.catch(() => {});
    await this.#client.close();
    await this.#controlPlane.stop();
  }

  /** The objects of `kubewright dev` end with it. */
  async #clear(): Promise<void> {
    const { kubectl } = this.#controlPlane;
    const names = (await kubectl.output(['get', 'redis', '-o', 'name'])).split('\n').filter(name => name !== '');
    for (const name of names) {
      await kubectl.output(['patch', name, '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
      await kubectl.output(['delete', name, '--cascade=foreground']);
    }
    await kubectl.output(['delete', 'events', '--all']);
  }

  /** @returns whether the sources are right */
  async #generateAndApply(): Promise<boolean> {
    const { diagnostics, files } = await generate({ project: this.#folder });
    if (diagnostics.some(({ severity }) => severity === 'error')) return false;
    const { kubectl } = this.#controlPlane;
    const bases = join(this.#folder, 'config/crd/bases');
    await kubectl.output(['apply', '-f', bases]);
    await kubectl.established(['-f', bases]);
    if (files.some(({ path }) => path.endsWith('rbac/role.yaml'))) {
      await kubectl.output(['apply', '-f', join(this.#folder, 'config/rbac/role.yaml')]);
    }
    await delay(DEFINITION_MS);
    return true;
  }

  async #applyOnce(args: readonly string[]): Promise<void> {
    const paths = args.flatMap((arg, at) => (args[at - 1] === '--apply' ? [arg] : []));
    const manifests = paths.flatMap(path => readManifests(join(this.#folder, path))).map(each => each.manifest);
    for (const manifest of manifests)
      await this.#controlPlane.kubectl.apply([this.#leading(manifest as unknown as Leading)]);
  }

  /** There is no network of Pods: the Service is a name for this machine. */
  #leading(manifest: Leading): Leading {
    if (manifest.kind === 'Service') return { ...manifest, spec: { type: 'ExternalName', externalName: 'localhost' } };
    const webhooks = manifest.webhooks?.map(({ clientConfig, ...rest }) => ({
      ...rest,
      clientConfig: { service: { ...clientConfig.service, port: this.#webhookPort } },
    }));
    return { ...manifest, ...(webhooks !== undefined && { webhooks }) };
  }

  async #startOperator(): Promise<void> {
    const { env = {}, args = [] } = this.#command ?? {};
    if (args.includes('--no-operator')) return;
    const own = args.includes('--') ? args.slice(args.indexOf('--') + 1) : [];
    const tsx = import.meta.resolve('tsx');
    const child = spawn(process.execPath, ['--import', tsx, 'controllers/main.ts', ...own], {
      cwd: this.#folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        KUBECONFIG: this.#controlPlane.adminKubeconfig,
        KUBEWRIGHT_HEALTH_PROBE_BIND_ADDRESS: '127.0.0.1:0',
        KUBEWRIGHT_WEBHOOK_PORT: String(this.#webhookPort),
        ...env,
      },
    });
    const guard = new Guard();
    if (child.pid !== undefined) guard.watch([child.pid]);
    this.#operator = { child, guard };
    let log = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes('starting workers')) resolve();
      });
      child.on('exit', () => reject(new Error(`the operator has ended:\n${log}`)));
    });
  }

  async #stopOperator(): Promise<void> {
    if (this.#operator === undefined) return;
    const { child, guard } = this.#operator;
    this.#operator = undefined;
    child.removeAllListeners('exit');
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await guard.dismiss();
  }
}

interface Leading {
  readonly kind: string;
  readonly webhooks?: readonly { readonly clientConfig: { readonly service: object } }[];
  readonly [field: string]: unknown;
}
