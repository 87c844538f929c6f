// Waits for what a test expects, by a watch: it is there as soon as the server says so.
import { setTimeout as pause } from 'node:timers/promises';
import { apiVersionOf, type Kind, kindInfo } from '../decorators/kind.js';
import type { KubernetesObject } from '../decorators/object-meta.js';
import type { Snapshot } from '../decorators/snapshot.js';
import type { Client, SelectOptions } from '../runtime/client/client.js';
import { linkedController } from '../runtime/clock/linked-controller.js';
import { keyOf, keyText } from '../runtime/meta/object-key.js';

/** How long to wait. */
export interface UntilOptions {
  /**
   * Milliseconds by the machine's clock. Default: the cluster's `untilTimeout`, else 4000, so that the reason is told before
   * a test runner gives up. `Infinity` leaves it to the runner.
   */
  readonly timeout?: number;
  /** Ends the wait; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What is waited for. */
export interface Wait<T extends KubernetesObject> {
  readonly kind: Kind<T>;
  readonly select: SelectOptions;
  /** Which objects, for messages. */
  readonly what: string;
  /** Called with the objects at first, and after each change. What it throws means no, too. */
  readonly condition: (objects: readonly Snapshot<T>[]) => boolean;
}

/** Milliseconds; test runners often give up after 5000. */
export const UNTIL_TIMEOUT = 4000;
/** What the machine's timers can wait for: 24 days. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;
/** A wait that fails tells what there was; nobody reads more. Characters. */
const LONGEST_STATE = 4000;
/** How long a watch that has ended or failed waits before the next. Milliseconds. */
const PAUSE = 50;

/**
 * The objects, once the condition holds for them. Lives through outages, restarts and kinds that are not there yet.
 * @throws Error that tells the objects and the last reason why not, once the time is over
 */
export async function waitUntil<T extends KubernetesObject>(
  client: Client,
  wait: Wait<T>,
  { timeout = UNTIL_TIMEOUT, signal }: UntilOptions = {},
): Promise<readonly Snapshot<T>[]> {
  const over = linkedController(...(signal === undefined ? [] : [signal]));
  // A longer one would be over at once.
  const timer = setTimeout(() => over.abort(), Math.min(timeout, LONGEST_TIMEOUT));
  const state = new WaitState(wait);
  try {
    while (!over.signal.aborted) {
      if (await state.follow(client, over.signal)) return state.objects;
      await pause(PAUSE, undefined, { signal: over.signal }).catch(() => {});
    }
  } finally {
    clearTimeout(timer);
    over.release();
  }
  signal?.throwIfAborted();
  throw new Error(`${wait.what}: not as expected after ${timeout} ms; ${state.description}`, { cause: state.why });
}

class WaitState<T extends KubernetesObject> {
  readonly #wait: Wait<T>;
  readonly #objects = new Map<string, Snapshot<T>>();
  #why: unknown;

  constructor(wait: Wait<T>) {
    this.#wait = wait;
  }

  get objects(): readonly Snapshot<T>[] {
    return [...this.#objects.values()];
  }

  /** The last error of the condition or of the server. */
  get why(): unknown {
    return this.#why;
  }

  get description(): string {
    const reason = this.#why instanceof Error ? `${this.#why.message}\n` : '';
    if (this.#objects.size === 0) return `${reason}there was none`;
    const text = JSON.stringify(this.objects, (key, value) => (key === 'managedFields' ? undefined : value), 2);
    return `${reason}there was ${text.length > LONGEST_STATE ? `${text.slice(0, LONGEST_STATE)} ...` : text}`;
  }

  /** Lists, then watches from there. @returns whether the condition holds; false when the server did not answer, or the watch has ended */
  async follow(client: Client, signal: AbortSignal): Promise<boolean> {
    const { kind, select } = this.#wait;
    try {
      const { items, metadata } = await client.list(kind, { ...select, signal });
      this.#objects.clear();
      for (const item of items) this.#objects.set(nameOf(item), item);
      if (this.#holds()) return true;
      const { resourceVersion } = metadata;
      for await (const event of client.watch(kind, { ...select, resourceVersion, signal })) {
        if (event.type === 'BOOKMARK') continue;
        if (event.type === 'DELETED') this.#objects.delete(nameOf(event.object));
        else this.#objects.set(nameOf(event.object), event.object);
        if (this.#holds()) return true;
      }
    } catch (error) {
      if (!signal.aborted) this.#why = error;
    }
    return false;
  }

  #holds(): boolean {
    this.#why = undefined;
    try {
      return this.#wait.condition(this.objects);
    } catch (error) {
      this.#why = error;
      return false;
    }
  }
}

/** `Redis default/cache (myapp.tangx.in/v1)`. */
export function objectText(
  kind: Kind<KubernetesObject>,
  key: { readonly namespace?: string | undefined; readonly name: string },
): string {
  const info = kindInfo(kind);
  return `${info.kind} ${keyText(key)} (${apiVersionOf(info)})`;
}

function nameOf(object: { readonly metadata: object }): string {
  return keyText(keyOf(object));
}
