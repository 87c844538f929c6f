// One set of wished objects on its way to the server.
import { apiVersionOf, type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Apply } from '../client/shapes.js';
import { controllerOf, isControlledBy, isSameOwner } from '../meta/owner-references.js';
import type { ApplyRunOptions, ApplyRunParts } from './apply-parts.js';
import { type AppliedObject, type ApplyResult, DesiredStateError, type FailedObject, nameOf } from './apply-result.js';
import { APPLIED_ANNOTATION, applierOf, type Configuration, configurationOf } from './configuration.js';
import { type DesiredObject, idOf } from './dependent.js';
import { changedFields, FREE_REPAIRS, keptOtherwise } from './drift.js';
import { InventoryKeeper } from './inventory-keeper.js';
import { inPool, turns } from './pool.js';
import { Pruning } from './pruning.js';
import { explained, isOutrun, NotOursError, ReplacedError } from './refusals.js';

type AnyObject = Snapshot<KubernetesObject>;

type Ended = Exclude<keyof ApplyResult, 'failed'>;

/** No object ever has this version: with it, the server creates or refuses. */
const NEVER = '1';
const CONCURRENCY = 8;
/** Fields that a log line names. */
const MOST_TOLD = 10;

/** Applies the objects of one `context.apply`. */
export class ApplyRun {
  /** Milliseconds until an object that is held back may be applied again. */
  requeueAfter: number | undefined;
  readonly #parts: ApplyRunParts;
  readonly #objects: readonly DesiredObject[];
  readonly #turn: () => Promise<void> | undefined;
  readonly #wished: Configuration[] = [];
  readonly #order = new Map<string, number>();
  readonly #ended: Record<Ended, AppliedObject[]> = {
    created: [],
    changed: [],
    unchanged: [],
    pruned: [],
    terminating: [],
    heldBack: [],
    later: [],
  };
  readonly #failed: FailedObject[] = [];

  constructor(parts: ApplyRunParts, objects: readonly DesiredObject[]) {
    this.#parts = parts;
    this.#objects = objects;
    this.#turn = turns(parts.clock);
  }

  /**
   * @throws TypeError for objects that cannot be wished; nothing is applied then
   * @throws DesiredStateError when objects have failed
   */
  async apply(options: ApplyRunOptions): Promise<ApplyResult> {
    const { memory, signal } = this.#parts;
    await this.#configure();
    const inventory = new InventoryKeeper(this.#parts);
    // Before the first object: whoever finds the objects after a crash has to know where to look.
    await inventory.grow(this.#wished);
    for (const wave of this.#waves()) {
      if (!this.#isThere()) {
        this.#ended.later.push(...wave.map(({ kind, key }) => ({ kind, key, object: undefined })));
        continue;
      }
      await inPool(wave, options.concurrency ?? CONCURRENCY, wished => this.#applyOne(wished, options));
    }
    signal.throwIfAborted();
    if (options.prune && this.#isAllApplied()) await this.#prune(options, inventory);
    if (this.#failed.length > 0) signal.throwIfAborted();
    if (options.prune) memory.keepOnly(this.#wished);
    return this.#result();
  }

  async #configure(): Promise<void> {
    const { owns, owner, name } = this.#parts;
    if (!Array.isArray(this.#objects)) throw new TypeError('context.apply takes a list of objects');
    const followed = new Set(owns.map(followedAs));
    for (const object of this.#objects) {
      const wished = configurationOf(object, owner, name);
      const { id, kind } = wished;
      if (!followed.has(followedAs(kind))) {
        throw new TypeError(
          `${id} cannot be applied: say @Owns(${kind.name}, { apply: true }) on the reconciler, and run kubewright generate`,
        );
      }
      if (this.#order.has(id)) throw new TypeError(`${id} is wished twice`);
      this.#order.set(id, this.#wished.push(wished) - 1);
      await this.#turn();
    }
  }

  #waves(): readonly (readonly Configuration[])[] {
    const waves = Map.groupBy(this.#wished, ({ options }) => options.wave ?? 0);
    return [...waves].sort(([a], [b]) => a - b).map(([, wave]) => wave);
  }

  #isThere(): boolean {
    return this.#failed.length === 0 && this.#ended.terminating.length === 0 && this.#ended.heldBack.length === 0;
  }

  /**
   * Nothing goes before all that is wished was applied, as ApplySets have it. What is on its way out, or is changed back by
   * others, is there and was applied before, and kubectl would prune too: to wait for it may be to wait for ever, since what
   * is to go may be what holds it.
   */
  #isAllApplied(): boolean {
    const { later, terminating, heldBack } = this.#ended;
    if (this.#failed.length > 0) return false;
    if (later.length === 0) return true;
    const told = (list: readonly AppliedObject[]) => list.slice(0, MOST_TOLD).map(nameOf);
    this.#parts.log.info('objects of later waves wait, and so does the deletion of what is no longer wished', {
      later: told(later),
      waitsFor: told([...terminating, ...heldBack]),
    });
    return false;
  }

  async #applyOne(wished: Configuration, options: ApplyRunOptions): Promise<void> {
    const { kind, key } = wished;
    let observed: AnyObject | undefined;
    try {
      await this.#turn();
      this.#parts.signal.throwIfAborted();
      observed = this.#parts.cache.get(kind, key as never);
      const [end, object] = await this.#bring(wished, observed, options);
      this.#ended[end].push({ kind, key, object });
    } catch (error) {
      this.#failed.push({ kind, key, object: observed, error: explained(kind, key, error) });
    }
  }

  async #bring(
    wished: Configuration,
    observed: AnyObject | undefined,
    options: ApplyRunOptions,
  ): Promise<readonly [end: Ended, object: AnyObject | undefined]> {
    const { memory, shown } = this.#parts;
    const { kind, key } = wished;
    const known = shown.uidOf(kind, key);
    if (known !== undefined && known !== observed?.metadata.uid) throw new ReplacedError(kind, key);
    const held = options.holding?.wait(wished, observed) ?? 0;
    if (observed === undefined) {
      if (held > 0) return this.#hold(held, observed);
      const answer = await this.#send(wished, { resourceVersion: NEVER }, options);
      this.#remember(wished, undefined, answer);
      return ['created', answer];
    }
    const isLeaving = this.#isLeaving(observed);
    const objection = isLeaving ? undefined : this.#objection(wished, observed, options);
    // Not a moment after the look into the cache: the end of the object may be what comes next.
    if (isLeaving || objection !== undefined) this.#parts.awaitEnd(wished.id);
    if (isLeaving) return ['terminating', observed];
    if (objection !== undefined) throw objection;
    if (memory.isAsApplied(wished, observed)) return ['unchanged', observed];
    const wait = Math.max(held, memory.wait(wished, observed));
    if (wait > 0) return this.#hold(wait, observed);
    // That very object in that very version: somebody may have let go of it meanwhile, and an apply would take it back.
    const { uid, resourceVersion } = observed.metadata;
    const answer = await this.#send(wished, { uid, resourceVersion }, options);
    this.#remember(wished, observed, answer);
    return [answer.metadata.resourceVersion === observed.metadata.resourceVersion ? 'unchanged' : 'changed', answer];
  }

  #hold(wait: number, observed: AnyObject | undefined): readonly [end: Ended, object: AnyObject | undefined] {
    this.requeueAfter = Math.min(this.requeueAfter ?? wait, wait);
    return ['heldBack', observed];
  }

  #send({ kind, body, options: own }: Configuration, condition: object, options: ApplyRunOptions): Promise<AnyObject> {
    const { client, signal } = this.#parts;
    const object = { ...body, metadata: { ...body.metadata, ...condition } };
    const force = own.force ?? options.force ?? false;
    return client.apply(kind, object as unknown as Apply<KubernetesObject>, { force, signal });
  }

  /** Its deletion is under way, or will be. */
  #isLeaving(observed: AnyObject): boolean {
    if (observed.metadata.deletionTimestamp !== undefined) return true;
    // Of a former object of the owner's name: the garbage collector takes it away.
    const { owner } = this.#parts;
    const controller = controllerOf(observed);
    return controller !== undefined && controller.uid !== owner.metadata.uid && isSameOwner(controller, owner);
  }

  /** Why the object is not ours to change; undefined where it is. */
  #objection(
    { kind, key, options: own }: Configuration,
    observed: AnyObject,
    options: ApplyRunOptions,
  ): NotOursError | undefined {
    const { owner, name } = this.#parts;
    const controller = controllerOf(observed);
    if (controller === undefined) {
      if (own.adopt ?? options.adopt ?? false) return undefined;
      return new NotOursError(
        kind,
        key,
        'is there already, and nobody controls it: delete it, wish another name, or take it with adopt: true',
      );
    }
    if (!isControlledBy(observed, owner)) {
      return new NotOursError(kind, key, `is controlled by ${controller.kind} ${controller.name}: wish another name`);
    }
    const applier = applierOf(observed);
    if (applier === undefined || applier === name) return undefined;
    return new NotOursError(
      kind,
      key,
      `is applied by ${applier}: only one may wish it. If that was a former name of this controller, take the annotation ${APPLIED_ANNOTATION} off the object`,
    );
  }

  #remember(wished: Configuration, observed: AnyObject | undefined, answer: AnyObject): void {
    const { memory, events, log } = this.#parts;
    const fields = observed === undefined ? [] : changedFields(wished, observed);
    const repairs = memory.applied(wished, observed, answer);
    if (repairs === FREE_REPAIRS) {
      const message = `${nameOf(wished)}: ${fields.join(', ')} is changed back each time it was applied`;
      log.warn('somebody else changes back what is applied; it is applied less and less often', {
        object: nameOf(wished),
        fields,
      });
      events.warning('ChangedBack', `${message}; it is applied less and less often`);
    }
    const otherwise = keptOtherwise(wished, answer);
    if (otherwise.length === 0) return;
    log.warn('the server keeps other values than were applied, as a mutating webhook makes it', {
      object: nameOf(wished),
      fields: otherwise.slice(0, MOST_TOLD),
    });
  }

  async #prune(options: ApplyRunOptions, inventory: InventoryKeeper): Promise<void> {
    const pruning = new Pruning(this.#parts, options.propagationPolicy ?? 'Background');
    const wished = new Set(this.#wished.map(({ id }) => id));
    const unwished = await pruning.find(wished, inventory.kinds);
    this.#failed.push(...unwished.failed);
    await inPool(unwished.objects, options.concurrency ?? CONCURRENCY, async found => {
      const { kind, key, object } = found;
      const held = found.isFormer ? 0 : (options.holding?.waitToPrune(kind) ?? 0);
      if (held > 0) {
        this.#hold(held, object);
        this.#ended.heldBack.push({ kind, key, object });
        return;
      }
      try {
        if (await pruning.delete(found)) this.#ended.pruned.push({ kind, key, object });
      } catch (error) {
        this.#failed.push({ kind, key, object, error });
      }
    });
    if (this.#failed.length === 0) await inventory.shrink();
  }

  #result(): ApplyResult {
    const failed = this.#failed;
    const place = ({ kind, key }: AppliedObject): number => this.#order.get(idOf(kind, key)) ?? this.#order.size;
    const ordered = <O extends AppliedObject>(list: readonly O[]): O[] => list.toSorted((a, b) => place(a) - place(b));
    const ended = Object.fromEntries(Object.entries(this.#ended).map(([end, list]) => [end, ordered(list)]));
    const result = { ...ended, failed: ordered(failed) } as unknown as ApplyResult;
    if (failed.length === 0) return result;
    const [first] = failed;
    // Somebody was faster, and the cache will show it: nothing to tell people.
    if (first !== undefined && failed.every(({ error }) => isOutrun(error))) throw first.error;
    throw new DesiredStateError(result);
  }
}

/** The cache of another version, or of the metadata alone, does not show what is applied. */
function followedAs(kind: Kind<KubernetesObject>): string {
  const info = kindInfo(kind);
  return `${apiVersionOf(info)} ${info.kind}${info.metadataOnly ? ', metadata alone' : ''}`;
}
