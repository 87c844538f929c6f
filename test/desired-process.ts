// A process that applies for one owner, as a reconciler does, and that can die at any request.

import type { Kind } from '../decorators/kind.js';
import type { KubernetesObject } from '../decorators/object-meta.js';
import { Cache } from '../runtime/cache/cache.js';
import { recordingClient } from '../runtime/cache/own-writes/recording-client.js';
import type { Client } from '../runtime/client/client.js';
import { systemClock } from '../runtime/clock/clock.js';
import { Applier } from '../runtime/desired/applier.js';
import type { ApplySetOptions } from '../runtime/desired/apply-parts.js';
import type { ApplyResult } from '../runtime/desired/apply-result.js';
import type { DesiredObject } from '../runtime/desired/dependent.js';
import { RecordedLog } from './recorded-log.js';

/** Thrown by each call of a process that is dead. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Whether the request at which a process dies reaches the server. */
export type Death = { readonly at: number; readonly reaches: boolean };

const CALLS = new Set(['create', 'update', 'patch', 'apply', 'delete', 'list', 'get']);

/** A client that notes its requests, and dies at one of them. */
export class MortalClient {
  /** `apply ConfigMap`, in order; watches and the lists of caches are not among them. */
  readonly requests: string[] = [];
  dead = false;
  readonly client: Client;
  #death: Death | undefined;

  constructor(real: Client) {
    this.client = new Proxy(real, {
      get: (target, name: string) => {
        const method = (target as unknown as Record<string, unknown>)[name];
        if (typeof method !== 'function') return method;
        if (name === 'status') return (kind: Kind<unknown>) => this.#status(kind, method.call(target, kind));
        if (!CALLS.has(name)) return method.bind(target);
        return (kind: Kind<unknown>, ...rest: unknown[]) =>
          this.#call(name, kind, () => method.call(target, kind, ...rest));
      },
    });
  }

  #status(kind: Kind<unknown>, status: Record<string, (...rest: unknown[]) => Promise<unknown>>): unknown {
    const mortal = Object.entries(status).map(([name, method]) => [
      name,
      (...rest: unknown[]) => this.#call(`${name} status of`, kind, () => method.call(status, ...rest)),
    ]);
    return Object.fromEntries(mortal);
  }

  /** The process dies at its nth request from now on. */
  dieAt(death: Death | undefined): void {
    this.#death = death;
  }

  async #call(name: string, kind: Kind<unknown>, send: () => Promise<unknown>): Promise<unknown> {
    if (this.dead) throw new Crash('the process is dead');
    this.requests.push(`${name} ${kind.name}`);
    const death = this.#death;
    if (death === undefined) return send();
    if (death.at > 0) {
      this.#death = { ...death, at: death.at - 1 };
      return send();
    }
    this.dead = true;
    if (death.reaches) await send().catch(() => {});
    throw new Crash(`died at ${name} ${kind.name}`);
  }
}

/** What a process is. */
export interface DesiredProcessOptions<T extends KubernetesObject> {
  readonly client: Client;
  readonly namespace: string;
  readonly kind: Kind<T>;
  readonly owner: string;
  readonly owns: readonly Kind<KubernetesObject>[];
  /** Default: `operator/owner`. */
  readonly name?: string;
}

/** A cache, a client and an applier. */
export class DesiredProcess<T extends KubernetesObject> {
  readonly mortal: MortalClient;
  readonly log = new RecordedLog();
  /** `reason: message` of Events. */
  readonly events: string[] = [];
  requeueAfter: number | undefined;
  readonly cache: Cache;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  readonly #applier: Applier<T>;
  readonly #options: DesiredProcessOptions<T>;

  private constructor(options: DesiredProcessOptions<T>) {
    this.#options = options;
    const { client, namespace, kind, owns, name = 'operator/owner' } = options;
    this.cache = new Cache({ client, log: new RecordedLog(), namespaces: [namespace] });
    for (const each of [kind as Kind<KubernetesObject>, ...owns]) this.cache.informer(each);
    this.#running = this.cache.run(this.#stopping.signal);
    this.mortal = new MortalClient(client);
    const recording = recordingClient(this.mortal.client, this.cache);
    this.#applier = new Applier({ name, kind, owns, client: recording, cache: this.cache, clock: systemClock });
  }

  /** Starts one, whose cache has synced. */
  static async start<T extends KubernetesObject>(options: DesiredProcessOptions<T>): Promise<DesiredProcess<T>> {
    const started = new DesiredProcess(options);
    await started.cache.ready(AbortSignal.timeout(30_000));
    return started;
  }

  /** One reconcile of the owner, which may die at a request. */
  async reconcile(
    objects: readonly DesiredObject[],
    options: ApplySetOptions = {},
    death?: Death,
  ): Promise<ApplyResult> {
    const { kind, namespace, owner } = this.#options;
    const found = this.cache.get(kind, { namespace, name: owner } as never);
    if (found === undefined) throw new Error('the owner is not in the cache yet');
    this.mortal.requests.length = 0;
    this.mortal.dieAt(death);
    const record = (reason: string, message: string) => void this.events.push(`${reason}: ${message}`);
    const applying = this.#applier.begin(found, {
      events: { normal: record, warning: record },
      log: this.log,
      signal: new AbortController().signal,
    });
    try {
      return await applying.apply(objects, options);
    } finally {
      this.requeueAfter = applying.requeueAfter;
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }
}
