// Tells a gesture to a control plane, and writes down what a terminal would show.
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Client, isNotFound } from 'kubewright';
import { Namespace, ServiceAccount } from 'kubewright/kinds';
import type { AnyControlPlane } from '../../../../hack/control-plane/any-control-plane.js';
import { environmentIn } from '../../../conformance/transcripts/environment.js';
import { normalisedText } from '../../../conformance/transcripts/printed-text.js';
import { type Outcome, runKubectl, type Surroundings } from '../../../conformance/transcripts/run-kubectl.js';
import { PlayedMetrics } from '../../../real/played-metrics.js';
import { unless } from '../../unless.js';
import { Kubelet } from '../kubelet.js';
import { startRedisWebhooks } from '../redis-webhooks.js';
import { grantOperatorRole, type RunningOperator, startOperator } from '../running-operator.js';
import type { Gesture, GestureStep, RepeatedStep, WatchingStep } from './gesture.js';
import { PlayedAutoscaler } from './played-autoscaler.js';

/** What gestures are told to. */
export interface Listener {
  readonly controlPlane: AnyControlPlane;
  readonly admin: Client;
  /** The program. */
  readonly kubectl: string;
  /** That of the control plane, which no other test uses then; or none. */
  readonly autoscaler: 'real' | 'played';
}

/** @returns the transcript, without what is another each time */
export async function tellGesture(listener: Listener, gesture: Gesture): Promise<string> {
  const telling = new Telling(listener, gesture);
  try {
    return await telling.tell();
  } finally {
    await telling.end();
  }
}

class Telling {
  readonly #listener: Listener;
  readonly #gesture: Gesture;
  /** As wide as the word that stands for it. */
  readonly #namespace = `ns-${randomBytes(3).toString('hex')}`;
  readonly #lines: string[] = [];
  /** What has to be ended, the last first. */
  readonly #ends: (() => Promise<unknown>)[] = [];
  #around: Surroundings | undefined;
  #operatorKubeconfig = '';
  #operator: RunningOperator | undefined;
  #load: { millicores: number } | undefined;

  constructor(listener: Listener, gesture: Gesture) {
    this.#listener = listener;
    this.#gesture = gesture;
  }

  async tell(): Promise<string> {
    await this.#prepare();
    for (const step of this.#gesture.steps) await this.#step(step);
    for (const { message, fields } of this.#operator?.log.of('error') ?? [])
      throw new Error(`the operator has logged an error: ${message}`, { cause: fields.error });
    return this.#lines.join('');
  }

  async end(): Promise<void> {
    for (const end of this.#ends.reverse()) await end();
  }

  async #prepare(): Promise<void> {
    const { controlPlane, admin } = this.#listener;
    const namespace = this.#namespace;
    const { needs, pods, files = {} } = this.#gesture;
    await admin.create(Namespace, { metadata: { name: namespace } });
    this.#ends.push(() => admin.delete(Namespace, { name: namespace }).catch(unless(isNotFound)));
    await this.#surround(files);
    const isWide = needs === 'rights in all namespaces';
    this.#operatorKubeconfig = isWide
      ? controlPlane.adminKubeconfig
      : await grantOperatorRole(controlPlane, admin, [namespace]);
    this.#operator = startOperator(this.#operatorKubeconfig, [namespace]);
    this.#ends.push(async () => this.#operator?.stop());
    if (pods === undefined) {
      const kubelet = new Kubelet(admin, namespace);
      this.#ends.push(() => kubelet.stop());
    }
    if (needs === 'webhooks') {
      const webhooks = await startRedisWebhooks(admin, namespace);
      this.#ends.push(() => webhooks.stop());
      await webhooks.configure();
    }
    if (needs === 'an autoscaler') {
      const isReal = this.#listener.autoscaler === 'real';
      const load = isReal ? await PlayedMetrics.start(admin) : new PlayedAutoscaler(admin, namespace);
      this.#load = load;
      this.#ends.push(() => load.stop());
    }
    // `kubectl run` needs it.
    const account = { namespace, name: 'default' };
    while ((await admin.get(ServiceAccount, account).catch(unless(isNotFound))) === undefined) await delay(POLL_MS);
  }

  async #surround(files: Readonly<Record<string, string>>): Promise<void> {
    const { controlPlane, kubectl } = this.#listener;
    const outer = await mkdtemp(join(await realpath(tmpdir()), 'kubewright-gesture-'));
    this.#ends.push(() => rm(outer, { recursive: true }));
    const own = await environmentIn(outer, controlPlane.adminKubeconfig, this.#namespace);
    // What one kubectl learns of the API is good for all.
    const env = { ...own, KUBECACHEDIR: join(controlPlane.folder, 'kubectl-cache') };
    const folder = join(outer, 'work');
    await mkdir(folder);
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    this.#around = { kubectl, folder, env, files, limit: LIMIT_MS };
  }

  async #step(step: GestureStep): Promise<void> {
    if (typeof step === 'string') {
      const outcome = await this.#kubectl(step.replace(UNSEEN, ''));
      return this.#show(step, UNSEEN.test(step) ? { ...outcome, stdout: '' } : outcome);
    }
    if ('run' in step) return await this.#repeat(step);
    if ('watch' in step) return await this.#watch(step);
    if ('load' in step) {
      if (this.#load === undefined) throw new Error(`${this.#gesture.title} needs an autoscaler`);
      this.#load.millicores = step.load;
      this.#lines.push(`# all Pods together use ${step.load}m of CPU\n`);
      return;
    }
    this.#lines.push(`# the operator ${step.operator}\n`);
    if (step.operator === 'stops') await this.#operator?.stop();
    else this.#operator = startOperator(this.#operatorKubeconfig, [this.#namespace]);
  }

  async #repeat({ run, until }: RepeatedStep): Promise<void> {
    const limit = performance.now() + LIMIT_MS;
    for (;;) {
      const outcome = await this.#kubectl(run);
      if (until.test(outcome.stdout)) return this.#show(run, outcome);
      if (performance.now() > limit) throw new Error(`kubectl ${run} does not print ${until}, but ${outcome.stdout}`);
      await delay(POLL_MS);
    }
  }

  async #watch({ watch, lines, meanwhile }: WatchingStep): Promise<void> {
    const { promise: watching, resolve } = Promise.withResolvers<void>();
    const ended = this.#kubectl(watch, { watching: resolve, lines, distinct: true });
    ended.catch(() => {});
    this.#lines.push(`$ kubectl ${watch} > watched &\n`);
    await Promise.race([watching, ended]);
    for (const each of meanwhile) this.#show(each, await this.#kubectl(each));
    this.#show('cat watched', await ended, '');
  }

  #kubectl(command: string, watched?: Parameters<typeof runKubectl>[2]): Promise<Outcome> {
    if (this.#around === undefined) throw new Error('it is not prepared');
    return runKubectl(this.#around, command.replaceAll(WORD, this.#namespace), watched);
  }

  #show(command: string, { code, stdout, stderr }: Outcome, program = 'kubectl '): void {
    const { folder } = this.#around as Surroundings;
    const names = new Map([[this.#namespace, WORD]]);
    const around = { names, folder, server: this.#listener.controlPlane.server };
    const printed = [stdout, stderr].map(text => normalisedText(text, around)).map(text => withEnd(text));
    const status = code === 0 ? '' : `(exit status ${code})\n`;
    this.#lines.push(`$ ${typed(command, program)}\n`, ...printed, status);
  }
}

/** `NAME=value` stands before the program. */
function typed(command: string, program: string): string {
  const [, variables = '', rest = ''] = /^((?:[A-Z_]+='[^']*' )*)(.*)$/s.exec(command) ?? [];
  return `${variables}${program}${rest}`;
}

function withEnd(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed === '' ? '' : `${trimmed}\n`;
}

const WORD = 'NAMESPACE';
/** What is printed, or not, as things go faster or slower. */
const UNSEEN = / > \/dev\/null$/;
/** Longer than any command says to wait itself. */
const LIMIT_MS = 130_000;
const POLL_MS = 100;
