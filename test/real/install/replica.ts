// A replica of the installed Deployment as a process of this machine: the program of the image, with the arguments and the
// variables that stand in the Deployment, and the token of its service account. Only addresses are changed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { load } from 'js-yaml';
import type { ControlPlaneAccess } from '../../../hack/control-plane/access.js';
import { Guard } from '../../../hack/control-plane/guard.js';
import { freePorts } from '../../../hack/control-plane/ports.js';
import type { ImageTree } from '../../../hack/image/assemble.js';

/** What the Deployment says of its container. */
interface Container {
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Probe {
  readonly httpGet: { readonly path: string };
}

interface Volume {
  readonly name: string;
  readonly secret: { readonly secretName: string };
}

/** A line of the log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export class Replica {
  readonly #child: ChildProcess;
  readonly #guard = new Guard();
  readonly #output: Buffer[] = [];
  readonly #ended: Promise<unknown>;

  /** Starts a replica of the only Deployment in this namespace. */
  static async start(controlPlane: ControlPlaneAccess, namespace: string, image: ImageTree): Promise<Replica> {
    const { kubectl, server } = controlPlane;
    const read = async (...args: string[]) =>
      JSON.parse(await kubectl.output([...args, '-n', namespace, '-o', 'json']));
    const [deployment] = (await read('get', 'deployments')).items;
    const { serviceAccountName, containers, volumes = [] } = deployment.spec.template.spec;
    const token = (await kubectl.output(['create', 'token', serviceAccountName, '-n', namespace])).trim();
    const [health = 0, metrics = 0, webhooks = 0] = await freePorts(3);
    const folder = await ownFolder();
    const kubeconfig = join(folder, 'kubeconfig');
    await writeKubeconfig(kubeconfig, controlPlane, token);
    const container = containers[0] as Container;
    const { args, env, volumeMounts = [] } = container;
    const mounted = [...args];
    for (const { name, mountPath } of volumeMounts) {
      const { secret } = (volumes as Volume[]).find(volume => volume.name === name) as Volume;
      const path = join(folder, name);
      await mount(path, (await read('get', 'secret', secret.secretName)).data);
      mounted.splice(0, mounted.length, ...mounted.map(arg => arg.replace(mountPath, path)));
    }
    const moved = mounted
      .map(arg => arg.replace(/^(--health-probe-bind-address)=.*/, `$1=127.0.0.1:${health}`))
      .map(arg => arg.replace(/^(--metrics-bind-address)=.*/, `$1=127.0.0.1:${metrics}`));
    const { hostname, port } = new URL(server);
    return new Replica(
      image,
      [...moved, '--kubeconfig', kubeconfig, `--webhook-port=${webhooks}`, '--webhook-host=127.0.0.1'],
      {
        ...Object.fromEntries(env.map(each => [each.name, each.value ?? fieldOf(each.valueFrom, namespace)])),
        KUBERNETES_SERVICE_HOST: hostname,
        KUBERNETES_SERVICE_PORT: port,
        HOSTNAME: `replica-${webhooks}`,
      },
      { health, metrics, webhooks },
      container,
    );
  }

  private constructor(
    { folder, entrypoint }: ImageTree,
    args: readonly string[],
    env: Record<string, string>,
    readonly ports: { readonly health: number; readonly metrics: number; readonly webhooks: number },
    readonly container: Container,
  ) {
    const [, main = ''] = entrypoint;
    // The root of the container cannot be written to, and there is no other program in it.
    const inContainer = ['--permission', '--allow-fs-read=*'];
    this.#child = spawn(process.execPath, [...inContainer, join(folder, main), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (this.#child.pid !== undefined) this.#guard.watch([this.#child.pid]);
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#output.push(chunk));
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#output.push(chunk));
    this.#ended = once(this.#child, 'close');
  }

  /** What it has said so far, the lines that are no JSON too. */
  get log(): readonly LogLine[] {
    const lines = Buffer.concat(this.#output).toString().split('\n').slice(0, -1);
    return lines.map(line => (line.startsWith('{') ? JSON.parse(line) : { level: 'none', msg: line }));
  }

  /** What a probe of the kubelet gets: the status of the answer, or why there was none. */
  async probe(which: 'livenessProbe' | 'readinessProbe'): Promise<number | string> {
    const { path } = this.container[which].httpGet;
    return await fetch(`http://127.0.0.1:${this.ports.health}${path}`).then(({ status }) => status, String);
  }

  /** What /metrics answers to whoever has this token, or to one without any. */
  async scrape(token?: string): Promise<{ readonly status: number; readonly body: string }> {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const address = { host: '127.0.0.1', port: this.ports.metrics, path: '/metrics' };
    const request = get({ ...address, headers, rejectUnauthorized: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return { status: response.statusCode ?? 0, body: await text(response) };
  }

  /** Ends it as the kubelet does. @returns its exit status, or the signal that ended it */
  async stop(): Promise<number | string> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGTERM');
    await this.#ended;
    await this.#guard.dismiss();
    return this.#child.exitCode ?? this.#child.signalCode ?? 'nothing';
  }
}

function fieldOf(valueFrom: object | undefined, namespace: string): string {
  const path = (valueFrom as { readonly fieldRef?: { readonly fieldPath: string } } | undefined)?.fieldRef?.fieldPath;
  if (path === 'metadata.namespace') return namespace;
  throw new Error(`what is ${JSON.stringify(valueFrom)} here?`);
}

/** It goes when this process ends. */
async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kubewright-replica-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function writeKubeconfig(path: string, { adminKubeconfig }: ControlPlaneAccess, token: string): Promise<void> {
  const admin = load(await readFile(adminKubeconfig, 'utf8')) as {
    readonly users: readonly { readonly name: string }[];
  };
  const users = admin.users.map(({ name }) => ({ name, user: { token } }));
  await writeFile(path, JSON.stringify({ ...admin, users }), { mode: 0o600 });
}

/** A Secret as files, as the kubelet mounts it. */
async function mount(folder: string, data: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder);
  for (const [name, content] of Object.entries(data)) {
    await writeFile(join(folder, name), Buffer.from(content, 'base64'));
  }
}
