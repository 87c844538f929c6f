// Follows the objects of one kind on the server: lists them, watches from there, and recovers from every failure.
import { type Kind, type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { ApiError } from '../client/api-error.js';
import type { Client, WatchEvent } from '../client/client.js';
import { type Clock, sleep } from '../clock/clock.js';
import type { EncodedObject } from '../encoded/encoded-object.js';
import type { Logger } from '../log/logger.js';
import { ReflectorBackoff } from './backoff.js';
import { FailureLog } from './failure-log.js';
import { IdleDeadline } from './idle-deadline.js';
import { untilAborted } from './interruptible.js';
import { linkedController } from './linked-controller.js';
import { listPages } from './list-pages.js';
import { firstListPlan, type ListPlan, mustRelist, nextListPlan, ShortWatchError } from './recovery.js';
import type { ReflectorSink, SinkReplacement } from './reflector-sink.js';
import { cacheSnapshot } from './snapshot.js';

/** What a reflector works with. */
export interface ReflectorOptions<T extends KubernetesObject> {
  readonly kind: Kind<T>;
  readonly client: Pick<Client, 'list' | 'watch'>;
  readonly sink: ReflectorSink;
  readonly log: Logger;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Only this namespace; default: all. */
  readonly namespace?: string | undefined;
  /** Only what these select, as text; default: everything. */
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** What a reflector is doing. `stopped` both before and after its run. */
export type ReflectorState = 'stopped' | 'listing' | 'watching' | 'backing-off';

/** Objects that are taken in before other work gets a turn. */
const CHUNK = 100;
/** The server ends a watch after a time of ours, at random so that not all watches of an operator start anew at once. */
const WATCH_SECONDS = { least: 300, most: 600 };
/**
 * How long a watch may be silent. Servers send a bookmark about each minute, so that a healthy watch is never silent for
 * so long; where they do not, going on from the last version costs one request.
 */
const SILENCE_LIMIT = 90_000;
/** A watch that ends earlier counts as failed if nothing came, and the next one waits out this time in any case. */
const SHORT_WATCH = 1000;
/** No server, and no proxy before it, can send the cache to sleep for longer with its Retry-After. */
const LONGEST_ASKED_WAIT = 300_000;

/**
 * Lists, then watches from the version of the list, for as long as it runs: no failure ends it. The semantics are those
 * of client-go's reflector, with a deadline for silence in addition:
 * - A watch that ends goes on from the last version seen in an object or a bookmark; so does one that broke, or was
 *   refused because the server is busy, after a back-off.
 * - A version that the server does not have any more (410), or anything it will not get past, leads to a new list.
 * - A watch that is silent for 90 s, and a list that has no answer after 120 s, are given up.
 */
export class Reflector<T extends KubernetesObject> {
  readonly namespace: string | undefined;
  readonly #options: ReflectorOptions<T>;
  readonly #info: KindInfo;
  readonly #backoff: ReflectorBackoff;
  readonly #failures: FailureLog;
  #state: ReflectorState = 'stopped';
  #plan: ListPlan | undefined = firstListPlan(undefined);
  #resourceVersion: string | undefined;
  #fruitlessWatches = 0;
  #lastContact: number | undefined;
  #lists = 0;
  #watches = 0;

  constructor(options: ReflectorOptions<T>) {
    this.namespace = options.namespace;
    this.#options = options;
    this.#info = kindInfo(options.kind);
    this.#backoff = new ReflectorBackoff(options.clock, options.random);
    this.#failures = new FailureLog(options.log);
  }

  get state(): ReflectorState {
    return this.#state;
  }

  /** Why it is not well; undefined while it is. */
  get lastError(): unknown {
    return this.#failures.current;
  }

  /** When the server last showed a list, an event, a bookmark or the orderly end of a watch; milliseconds since the epoch. */
  get lastContact(): number | undefined {
    return this.#lastContact;
  }

  /** How many lists were completed. */
  get lists(): number {
    return this.#lists;
  }

  /** How many watches were started. */
  get watches(): number {
    return this.#watches;
  }

  /** Resolves soon after the signal aborts, leaving no request and no timer behind; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const plan = this.#plan;
      await (plan === undefined ? this.#watch(signal) : this.#list(plan, signal));
    }
    this.#state = 'stopped';
  }

  async #list(plan: ListPlan, signal: AbortSignal): Promise<void> {
    this.#state = 'listing';
    let pages = 0;
    let resourceVersion = '';
    try {
      const replacement = this.#options.sink.replace();
      for await (const page of listPages(this.#options, plan, signal)) {
        pages += 1;
        this.#heard();
        await this.#putAll(page.items, replacement, signal);
        resourceVersion = page.metadata.resourceVersion;
      }
      if (signal.aborted) return;
      if (!resourceVersion) throw new TypeError('the server sent a list without a resourceVersion');
      await replacement.finish(resourceVersion);
      this.#resourceVersion = resourceVersion;
      this.#plan = undefined;
      this.#lists += 1;
      this.#failures.recovered('list');
    } catch (error) {
      if (signal.aborted) return;
      const next = nextListPlan(plan, error, pages);
      this.#plan = next ?? plan;
      if (next === undefined) await this.#failed('list', error, signal);
      else this.#options.log.debug('listing in another way, since the server refused', { error });
    }
  }

  /** Takes in the objects, in turns with other work, unless the signal aborts. */
  async #putAll(items: readonly Snapshot<T>[], replacement: SinkReplacement, signal: AbortSignal): Promise<void> {
    for (let start = 0; start < items.length && !signal.aborted; start += CHUNK) {
      for (const item of items.slice(start, start + CHUNK)) replacement.put(encoded(cacheSnapshot(this.#info, item)));
      await new Promise(resolve => setImmediate(resolve));
    }
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    this.#state = 'watching';
    this.#watches += 1;
    const started = clock.monotonic();
    try {
      const end = await this.#follow(signal);
      if (signal.aborted) return;
      if (end === 'silent') {
        log.debug('the watch was silent for too long; watching anew', { seconds: SILENCE_LIMIT / 1000 });
        return;
      }
      const lived = clock.monotonic() - started;
      if (end === 'empty' && lived < SHORT_WATCH) throw new ShortWatchError();
      this.#heard();
      this.#fruitlessWatches = 0;
      this.#failures.recovered('watch');
      if (lived < SHORT_WATCH) await this.#pause(SHORT_WATCH - lived, signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#fruitlessWatches += 1;
      if (mustRelist(error, this.#fruitlessWatches)) {
        this.#plan = firstListPlan(this.#resourceVersion);
        this.#fruitlessWatches = 0;
      }
      await this.#failed('watch', error, signal);
    }
  }

  /** Watches once, to its end: `empty` when nothing came, `silent` when it was given up. */
  async #follow(signal: AbortSignal): Promise<'ended' | 'empty' | 'silent'> {
    const { client, kind, clock, random, labelSelector, fieldSelector } = this.#options;
    const { least, most } = WATCH_SECONDS;
    const call = linkedController(signal);
    let end = 'empty' as 'ended' | 'empty' | 'silent';
    const deadline = new IdleDeadline(clock, SILENCE_LIMIT, () => {
      end = 'silent';
      call.abort();
    });
    try {
      const events = client.watch(kind, {
        namespace: this.namespace,
        labelSelector,
        fieldSelector,
        resourceVersion: this.#resourceVersion,
        allowWatchBookmarks: true,
        timeoutSeconds: Math.floor(least + random() * (most - least)),
        signal: call.signal,
      });
      for await (const event of untilAborted(events, call.signal)) {
        deadline.touch();
        end = 'ended';
        this.#take(event);
      }
    } catch (error) {
      if (end !== 'silent') throw error;
    } finally {
      deadline.cancel();
      call.release();
    }
    return end;
  }

  #take(event: WatchEvent<T>): void {
    const { sink } = this.#options;
    if (event.type === 'BOOKMARK') {
      sink.reached(event.resourceVersion);
      this.#resourceVersion = event.resourceVersion;
    } else {
      const object = encoded(cacheSnapshot(this.#info, event.object));
      this.#resourceVersion = event.type === 'DELETED' ? sink.remove(object) : sink.upsert(object);
    }
    this.#heard();
    this.#fruitlessWatches = 0;
    this.#failures.recovered('watch');
  }

  #heard(): void {
    this.#lastContact = this.#options.clock.now();
  }

  async #failed(verb: 'list' | 'watch', error: unknown, signal: AbortSignal): Promise<void> {
    const asked = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
    const delay = Math.max(this.#backoff.next(), Math.min(asked, LONGEST_ASKED_WAIT));
    this.#failures.failed(verb, error, delay);
    await this.#pause(delay, signal);
  }

  async #pause(delay: number, signal: AbortSignal): Promise<void> {
    this.#state = 'backing-off';
    await sleep(this.#options.clock, delay, signal);
  }
}

function encoded(object: Snapshot<KubernetesObject>): EncodedObject {
  return Buffer.from(JSON.stringify(object));
}
