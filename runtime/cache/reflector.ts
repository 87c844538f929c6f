// Follows the objects of one kind on the server: lists them, watches from there, and recovers from every failure.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Client } from '../client/client.js';
import { encodedSource } from '../client/encoded-client.js';
import type { EncodedEvent } from '../client/encoded-source.js';
import { type Clock, sleep } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import { ReflectorBackoff } from './backoff.js';
import { FailureLog } from './failure-log.js';
import { type ListRequest, listPieces, type ReflectorScope } from './list-pages.js';
import { ProofOfLife } from './proof-of-life.js';
import { mustRelist, ShortWatchError, VersionOrderError } from './recovery.js';
import type { ReflectorSink, SinkReplacement } from './reflector-sink.js';
import { Reselection } from './reselection.js';
import { SeenVersions } from './seen-versions.js';
import { STREAM_SILENCE_LIMIT, StreamedList } from './streamed-list.js';
import { type ListPlan, type StreamPlan, type SyncPlan, SyncPolicy, UnfinishedStreamError } from './sync-policy.js';
import { Turns } from './turns.js';
import { SilentWatchError, watchOptions, watchPieces } from './watch-pieces.js';

/** What a reflector works with. */
export interface ReflectorOptions<T extends KubernetesObject> extends Omit<ReflectorScope, 'shardSelector'> {
  /** Asked at each request; after a change `reselect` is to be called. */
  readonly shardSelector?: (() => string | undefined) | undefined;
  readonly kind: Kind<T>;
  readonly client: Pick<Client, 'list' | 'watch'>;
  readonly sink: ReflectorSink;
  readonly log: Logger;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** What a reflector is doing. `stopped` both before and after its run. */
export type ReflectorState = 'stopped' | 'listing' | 'watching' | 'backing-off';

/**
 * How long a watch may be silent. Servers send a bookmark about each minute, so that a healthy watch is never silent for
 * so long; where they do not, going on from the last version costs one request.
 */
const SILENCE_LIMIT = 90_000;
/**
 * When neither an object nor a bookmark has come for so long, everything is listed again, however healthy the watches
 * looked: a server whose etcd was restored sends nothing until it has reached the old version, and says nothing of it.
 */
const BELIEF_LIMIT = 2 * SILENCE_LIMIT;
/** A watch that ends earlier counts as failed if nothing came, and the next one waits out this time in any case. */
const SHORT_WATCH = 1000;

/**
 * Lists, then watches from the version of the list, for as long as it runs: no failure ends it. The semantics are those
 * of client-go's reflector, with deadlines for silence in addition:
 * - The list is streamed (WatchList) where the server can do that, and goes over into the watch; else it comes in pages.
 * - A watch that ends goes on from the last version seen in an object or a bookmark; so does one that broke, or was
 *   refused because the server is busy, after a back-off.
 * - A version that the server does not have any more (410), a version that comes after a newer one, or anything the server
 *   will not get past, leads to a new list.
 * - A watch that is silent for 90 s, and a list that is silent for 120 s, are given up. After three minutes without an
 *   object or a bookmark everything is listed again.
 */
export class Reflector<T extends KubernetesObject> {
  readonly namespace: string | undefined;
  readonly #options: ReflectorOptions<T>;
  readonly #policy: SyncPolicy;
  readonly #backoff: ReflectorBackoff;
  readonly #failures: FailureLog;
  readonly #turns: Turns;
  readonly #reselection = new Reselection();
  readonly #request: ListRequest;
  readonly #versions = new SeenVersions();
  readonly #reach = (resourceVersion: string) => this.#versions.advance(resourceVersion);
  #life: ProofOfLife;
  #state: ReflectorState = 'stopped';
  #plan: SyncPlan | undefined;
  #fruitlessWatches = 0;
  #lists = 0;
  #watches = 0;

  constructor(options: ReflectorOptions<T>) {
    const { kind, client, clock, namespace, labelSelector, fieldSelector, metadataOnly } = options;
    const source = encodedSource(client);
    this.namespace = namespace;
    this.#options = options;
    const scope = {
      ...{ namespace, labelSelector, fieldSelector, metadataOnly },
      get shardSelector() {
        return options.shardSelector?.();
      },
    };
    this.#request = { kind, source, scope, clock };
    this.#turns = new Turns(clock);
    this.#life = new ProofOfLife(clock);
    this.#policy = new SyncPolicy(source.streamsInitialEvents ?? true);
    this.#plan = this.#policy.plan(undefined);
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

  /**
   * Milliseconds since the server last gave proof of life: a piece of a list, an event, a bookmark or the orderly end of a
   * watch. Before the first one: since the start. 0 while it does not run. Changes of the time of day do not matter.
   */
  get age(): number {
    return this.#state === 'stopped' ? 0 : this.#life.age;
  }

  /** How many lists were completed, streamed ones among them. */
  get lists(): number {
    return this.#lists;
  }

  /** How many watches were started, streamed lists among them. */
  get watches(): number {
    return this.#watches;
  }

  /** How many lists and watches have failed. */
  get failures(): number {
    return this.#failures.count;
  }

  /** Resolves soon after the signal aborts, leaving no request and no timer behind; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    this.#life = new ProofOfLife(this.#options.clock);
    while (!signal.aborted) {
      const plan = this.#plan ?? this.#planAfterSilence();
      await this.#reselection.pass(signal, signal =>
        plan?.how === 'list' ? this.#list(plan, signal) : this.#watch(plan, signal),
      );
    }
    this.#state = 'stopped';
    this.#reselection.end();
  }

  /** The shard selector has changed. Resolves once everything that it selects is there, if there was a list before. */
  async reselect(): Promise<void> {
    this.#plan = this.#policy.plan(this.#versions.newest);
    const listed = this.#reselection.begin();
    if (this.#lists > 0 && this.#state !== 'stopped') await listed;
  }

  #planAfterSilence(): SyncPlan | undefined {
    if (this.#life.quiet < BELIEF_LIMIT) return undefined;
    this.#options.log.debug('nothing new for too long; listing anew', { seconds: BELIEF_LIMIT / 1000 });
    return this.#policy.plan(this.#versions.newest);
  }

  async #list(plan: ListPlan, signal: AbortSignal): Promise<void> {
    this.#state = 'listing';
    let pages = 0;
    try {
      const replacement = this.#options.sink.replace();
      let resourceVersion = '';
      for await (const piece of listPieces(this.#request, plan, signal)) {
        this.#life.sign();
        this.#turns.resume();
        for (const item of piece.items) {
          this.#versions.put(replacement.put(item));
          if (this.#turns.took(item)) await this.#turns.next();
          if (signal.aborted) return;
        }
        if (piece.metadata === undefined) continue;
        pages += 1;
        resourceVersion = piece.metadata.resourceVersion;
      }
      if (!signal.aborted) await this.#complete(plan, pages, replacement, resourceVersion);
    } catch (error) {
      if (!signal.aborted) await this.#syncFailed(plan, error, pages, signal);
    }
  }

  /** Watches once, to its end; a plan says that it first brings everything. */
  async #watch(plan: StreamPlan | undefined, signal: AbortSignal): Promise<void> {
    const { clock, log, sink } = this.#options;
    this.#state = plan === undefined ? 'watching' : 'listing';
    this.#watches += 1;
    const started = clock.monotonic();
    const stream = plan && new StreamedList(plan, sink.replace(), clock);
    let pieces = 0;
    try {
      for await (const events of this.#open(stream, signal)) {
        pieces += 1;
        this.#turns.resume();
        for (const event of events) {
          const rest = this.#take(event, stream);
          if (rest !== undefined) await rest;
          if (signal.aborted) return;
        }
      }
      if (signal.aborted) return;
      if (stream?.isComplete === false) throw new UnfinishedStreamError('ended');
      const lived = clock.monotonic() - started;
      if (pieces === 0 && lived < SHORT_WATCH) throw new ShortWatchError();
      this.#life.quietSince(started);
      this.#life.sign();
      this.#fruitlessWatches = 0;
      this.#failures.recovered('watch');
      if (lived < SHORT_WATCH) await this.#pause(SHORT_WATCH - lived, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (stream?.isComplete === false) {
        const end = pieces > 0 ? 'silent' : 'nothing';
        const cause = error instanceof SilentWatchError ? new UnfinishedStreamError(end) : error;
        await this.#syncFailed(stream.plan, cause, pieces, signal);
      } else if (error instanceof SilentWatchError) {
        this.#life.quietSince(started);
        log.debug('watching anew', { error });
      } else {
        await this.#watchFailed(error, signal);
      }
    }
  }

  #open(stream: StreamedList | undefined, signal: AbortSignal): AsyncIterable<readonly EncodedEvent[]> {
    const from = stream === undefined ? this.#versions.reached : stream.plan.resourceVersion;
    const options = watchOptions(from, stream !== undefined, this.#options.random);
    const limit = () => (stream?.isComplete === false ? STREAM_SILENCE_LIMIT : SILENCE_LIMIT);
    return watchPieces(this.#request, options, limit, signal);
  }

  /** What is to be waited for is the exception: a promise for each of many thousand events costs as much as to read it. */
  #take(event: EncodedEvent, stream: StreamedList | undefined): Promise<void> | undefined {
    this.#life.news();
    if (stream?.isComplete !== false) this.#takeChange(event);
    else if (event.type === 'BOOKMARK') return this.#endInitial(event, stream);
    else this.#versions.put(stream.take(event));
    return event.type !== 'BOOKMARK' && this.#turns.took(event.object) ? this.#turns.next() : undefined;
  }

  /** Only the bookmark behind the objects says of which version they are; another one says where a watch is. */
  async #endInitial(event: Extract<EncodedEvent, { type: 'BOOKMARK' }>, stream: StreamedList): Promise<void> {
    if (!event.initialEventsEnd) throw new UnfinishedStreamError('unmarked');
    await this.#complete(stream.plan, 1, stream.replacement, event.resourceVersion);
    stream.isComplete = true;
    this.#state = 'watching';
  }

  #takeChange(event: EncodedEvent): void {
    const { sink } = this.#options;
    if (event.type === 'BOOKMARK') {
      this.#versions.advance(event.resourceVersion);
      sink.reached(event.resourceVersion);
    } else {
      sink[event.type === 'DELETED' ? 'remove' : 'upsert'](event.object, this.#reach);
    }
    this.#fruitlessWatches = 0;
    this.#failures.recovered('watch');
  }

  async #complete(plan: SyncPlan, pages: number, replacement: SinkReplacement, resourceVersion: string): Promise<void> {
    await replacement.finish(resourceVersion);
    this.#life.news();
    this.#versions.listed(resourceVersion);
    if (this.#reselection.listed()) this.#plan = undefined;
    this.#lists += 1;
    this.#policy.synced(plan, pages);
    this.#failures.recovered('list');
  }

  async #syncFailed(plan: SyncPlan, error: unknown, pieces: number, signal: AbortSignal): Promise<void> {
    const next = this.#policy.afterFailure(plan, error, pieces, this.#versions.newest);
    this.#plan = next ?? this.#policy.plan(this.#versions.newest);
    if (next === undefined) await this.#failed('list', error, signal);
    else this.#options.log.debug('listing in another way, since this one failed', { error });
  }

  async #watchFailed(error: unknown, signal: AbortSignal): Promise<void> {
    this.#fruitlessWatches += 1;
    if (mustRelist(error, this.#fruitlessWatches)) {
      if (error instanceof VersionOrderError) this.#policy.forgetVersion();
      this.#plan = this.#policy.plan(this.#versions.newest);
      this.#fruitlessWatches = 0;
    }
    await this.#failed('watch', error, signal);
  }

  async #failed(verb: 'list' | 'watch', error: unknown, signal: AbortSignal): Promise<void> {
    const delay = this.#backoff.next(verb, error);
    this.#failures.failed(verb, error, delay);
    await this.#pause(delay, signal);
  }

  async #pause(delay: number, signal: AbortSignal): Promise<void> {
    this.#state = 'backing-off';
    await sleep(this.#options.clock, delay, signal);
  }
}
