// What people do to Redis and their Pods, at random: they create, scale, edit and delete.
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, type Client, isAlreadyExists, isConflict, isNotFound } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { Redis } from '../../api/v1/redis.js';
import { unless } from '../cluster/unless.js';
import type { Seeded } from './seeded.js';

const MOST_PODS = 5;
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const STEPS = [
  ...['create', 'create', 'create', 'scale', 'scale', 'scale', 'scale', 'scale', 'edit', 'annotate', 'delete'],
  ...['deletePod', 'deletePod', 'deletePod', 'deletePod', 'deletePod', 'holdPod', 'deleteHeld', 'releasePods'],
] as const;

/** One after the other. It is not part of what is tested: what fails because the server is away, is done again. */
export class Load {
  /** What should be there by what was done so far. */
  readonly wishes = new Map<string, number>();
  /** Tells of each step. */
  readonly #note: (what: string) => void;
  readonly #client: Client;
  readonly #namespace: string;
  readonly #random: Seeded;
  readonly #held = new Set<string>();
  #steps = 0;
  #holds = 0;

  constructor(client: Client, namespace: string, random: Seeded, note: (what: string) => void) {
    this.#client = client;
    this.#namespace = namespace;
    this.#random = random;
    this.#note = note;
  }

  get steps(): number {
    return this.#steps;
  }

  /** How many Pods were held back. */
  get holds(): number {
    return this.#holds;
  }

  /** Goes on until this has happened. */
  async until(end: Promise<void>): Promise<void> {
    let ended = false;
    const noted = end.finally(() => {
      ended = true;
    });
    noted.catch(() => {});
    while (!ended) {
      await this.step();
      await delay(this.#random.oneOf(PAUSES_MS));
    }
    await noted;
  }

  async step(): Promise<void> {
    this.#steps += 1;
    const there = [...this.wishes.keys()];
    // Where all are gone, some may still be held back: without a release none of the names would ever be free again.
    const what = this.#random.oneOf(there.length === 0 ? (['create', 'create', 'releasePods'] as const) : STEPS);
    const size = this.#random.whole(0, MOST_PODS);
    if (what === 'create') return await this.#create(this.#random.oneOf(NAMES), size);
    if (what === 'releasePods') return await this.releasePods();
    const name = this.#random.oneOf(there);
    if (what === 'scale') await this.#scale(name, size);
    else if (what === 'edit') await this.edit(name);
    else if (what === 'annotate') await this.annotate(name);
    else if (what === 'delete') await this.#delete(name);
    else {
      const pod = `${name}-${this.#random.whole(0, Math.max(0, (this.wishes.get(name) ?? 0) - 1))}`;
      await this.#toPod(what === 'deletePod' ? what : 'holdPod', pod);
      // A Pod of it takes its time to go.
      if (what === 'deleteHeld') await this.#delete(name);
    }
  }

  /** Lets Pods go that were held back. */
  async releasePods(): Promise<void> {
    for (const name of this.#held) {
      this.#note(`release ${name}`);
      await this.#surely(() =>
        this.#client.patch(Pod, this.#key(name), { metadata: { finalizers: null } }).catch(unless(isNotFound)),
      );
    }
    this.#held.clear();
  }

  async deleteAll(): Promise<void> {
    for (const name of [...this.wishes.keys()]) await this.#delete(name);
  }

  async edit(name: string): Promise<void> {
    const image = `redis:${this.#random.whole(1, 1000)}`;
    this.#note(`edit ${name}`);
    await this.#surely(() => this.#client.patch(Redis, this.#key(name), { spec: { image } }));
  }

  async annotate(name: string): Promise<void> {
    const annotations = { written: String(this.#random.next()) };
    this.#note(`annotate ${name}`);
    await this.#surely(() => this.#client.patch(Redis, this.#key(name), { metadata: { annotations } }));
  }

  async #create(name: string, replicas: number): Promise<void> {
    if (this.wishes.has(name)) return await this.#scale(name, replicas);
    this.#note(`create ${name} ${replicas}`);
    const key = this.#key(name);
    await this.#surely(async () => {
      const made = await this.#client
        .create(Redis, { metadata: key, spec: { replicas } })
        .catch(unless(isAlreadyExists));
      // It is there already: by this very call, whose answer was lost; or the former one of the name still goes.
      const there = made ?? (await this.#client.get(Redis, key).catch(unless(isNotFound)));
      if (there !== undefined && there.metadata.deletionTimestamp === undefined) this.wishes.set(name, replicas);
    });
  }

  async #scale(name: string, size: number): Promise<void> {
    this.#note(`scale ${name} ${size}`);
    await this.#surely(() => this.#client.scale(Redis).set(this.#key(name), size));
    this.wishes.set(name, size);
  }

  async #delete(name: string): Promise<void> {
    const propagationPolicy = this.#random.oneOf(['Background', 'Background', 'Foreground'] as const);
    this.#note(`delete ${name} ${propagationPolicy}`);
    await this.#surely(() =>
      this.#client.delete(Redis, this.#key(name), { propagationPolicy }).catch(unless(isNotFound)),
    );
    this.wishes.delete(name);
  }

  async #toPod(what: 'deletePod' | 'holdPod', name: string): Promise<void> {
    this.#note(`${what} ${name}`);
    const key = this.#key(name);
    if (what === 'deletePod') {
      await this.#surely(() => this.#client.delete(Pod, key).catch(unless(isNotFound)));
      return;
    }
    const patch = { metadata: { finalizers: ['example.com/hold'] } };
    // A Pod that is not there yet is waited for a little: else most holds would come to nothing. One that is going takes no new finalizers.
    for (let tries = 0; tries < HOLD_TRIES; tries += 1) {
      const held = await this.#surely(() => this.#client.patch(Pod, key, patch).catch(unless(isRefused)));
      if (held !== undefined) {
        this.#held.add(name);
        this.#holds += 1;
        return;
      }
      await delay(RETRY_MS);
    }
  }

  #key(name: string): { readonly namespace: string; readonly name: string } {
    return { namespace: this.#namespace, name };
  }

  /** Until the server has answered: each call may be made twice without harm. */
  async #surely<T>(call: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (isRefused(error) && !isConflict(error)) throw error;
        await delay(RETRY_MS);
      }
    }
  }
}

/** Steps come in bursts, and at times the operator is ahead of them. */
const PAUSES_MS = [0, 10, 50, 300];
const RETRY_MS = 100;
const HOLD_TRIES = 10;

/** The server has understood and does not want it; asking again would not help. */
function isRefused(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}
