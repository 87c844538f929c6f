// What can happen to a Redis, its Pods and its operator, as steps of random histories.
import fc from 'fast-check';
import { type Client, isAlreadyExists, isConflict, isInvalid, isNotFound, type Snapshot } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { Redis } from '../../../api/v1/redis.js';
import { unless } from '../unless.js';
import type { Observer } from './observer.js';

const MOST_PODS = 6;
const ofPods = ['deletePod', 'makeForeignPod', 'disownPod', 'holdPod', 'failPod'] as const;
const ofFinalizers = ['dropFinalizer', 'reverseFinalizers', 'dropFinalizers', 'addForeignFinalizer'] as const;
const ofOperator = ['restart', 'crash', 'stop', 'settle'] as const;
const others = ['writeOften', 'letPodsGo'] as const;
const replacements = ['replace', 'replaceByForce'] as const;

/** One thing that happens; `n` is a number of Pods, or the number of a Pod. */
export interface Step {
  readonly do: 'scale' | 'edit' | Named<typeof ofPods> | Named<typeof ofFinalizers> | Named<typeof ofOperator> | Rest;
  readonly n: number;
}

type Named<L extends readonly string[]> = L[number];
type Rest = Named<typeof others> | Named<typeof replacements>;

/** Random steps; most of them are what happens often. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: step('scale') },
    { weight: 2, arbitrary: step('edit') },
    { weight: 3, arbitrary: step('deletePod') },
    { weight: 4, arbitrary: step(...ofPods) },
    { weight: 3, arbitrary: step(...ofFinalizers) },
    { weight: 4, arbitrary: step(...ofOperator) },
    { weight: 2, arbitrary: step(...others) },
    { weight: 2, arbitrary: step(...replacements) },
  ),
  { minLength: 8, maxLength: 20 },
);

function step(...names: readonly [Step['do'], ...Step['do'][]]): fc.Arbitrary<Step> {
  return fc.record({ do: fc.constantFrom(...names), n: fc.integer({ min: 0, max: MOST_PODS - 1 }) });
}

/** `scale 3, deletePod 1, restart` */
export function told(history: readonly Step[]): string {
  const numbered = ['scale', 'edit', 'replace', 'replaceByForce', ...ofPods];
  return history.map(({ do: name, n }) => (numbered.includes(name) ? `${name} ${n}` : name)).join(', ');
}

/** An operator that was started. */
export interface StartedOperator {
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** The Redis `r` of a namespace and its operator, to which things happen. */
export class DisturbedRedis {
  /** How many Pods there should be in the end. */
  wished = 2;
  /** What its Pods should run in the end. */
  image = '';
  /** The uids of Pods that do not belong to the Redis, by name. */
  readonly foreign = new Map<string, string>();
  readonly #held = new Set<string>();
  readonly #key: { readonly namespace: string; readonly name: string };
  readonly #admin: Client;
  readonly #observer: Observer;
  readonly #start: () => StartedOperator;
  #operator: StartedOperator | undefined;

  constructor(namespace: string, admin: Client, observer: Observer, start: () => StartedOperator) {
    this.#key = { namespace, name: 'r' };
    this.#admin = admin;
    this.#observer = observer;
    this.#start = start;
  }

  /** The operator, started if there is none. */
  get operator(): StartedOperator {
    this.#operator ??= this.#start();
    return this.#operator;
  }

  async create(): Promise<void> {
    const made = await this.#admin.create(Redis, { metadata: this.#key, spec: { replicas: this.wished } });
    this.image = made.spec.image;
  }

  async happen({ do: name, n }: Step): Promise<void> {
    if (isIn(ofPods, name)) return await this.#toPod(name, `r-${n}`);
    if (isIn(ofFinalizers, name)) return await this.#toFinalizers(name);
    if (isIn(ofOperator, name)) return await this.#toOperator(name);
    if (name === 'letPodsGo') return await this.letPodsGo();
    if (name === 'writeOften') {
      for (let i = 0; i < 20; i += 1) await this.#annotate({ written: String(i) });
      return;
    }
    if (name === 'edit') {
      this.image = `redis:7.${n}`;
      await this.#admin.patch(Redis, this.#key, { spec: { image: this.image } });
      return;
    }
    this.wished = n;
    if (name === 'scale') await this.#admin.scale(Redis).set(this.#key, n);
    else await this.#replace(name === 'replaceByForce');
  }

  /** Takes away what holds Pods back. */
  async letPodsGo(): Promise<void> {
    for (const name of this.#held) await this.#patchPod(name, { finalizers: null });
    this.#held.clear();
  }

  async #toPod(what: Named<typeof ofPods>, name: string): Promise<void> {
    const key = { ...this.#key, name };
    if (what === 'makeForeignPod') {
      const spec = { containers: [{ name: 'main', image: 'busybox' }] };
      const made = await this.#admin.create(Pod, { metadata: key, spec }).catch(unless(isAlreadyExists));
      if (made) this.foreign.set(name, made.metadata.uid);
      return;
    }
    const pod = await this.#admin.get(Pod, key).catch(unless(isNotFound));
    if (!pod || this.foreign.has(name)) return;
    const { uid, deletionTimestamp } = pod.metadata;
    if (what === 'deletePod') await this.#admin.delete(Pod, key).catch(unless(isNotFound));
    else if (what === 'failPod') {
      await this.#admin.status(Pod).patch(key, { phase: 'Failed', reason: 'Evicted' }).catch(unless(isNotFound));
    } else if (what === 'holdPod') {
      this.#held.add(name);
      await this.#patchPod(name, { uid, finalizers: ['example.com/hold'] });
    } else if (deletionTimestamp === undefined) {
      if (await this.#patchPod(name, { uid, ownerReferences: null })) this.foreign.set(name, uid);
    }
  }

  async #toFinalizers(what: Named<typeof ofFinalizers>): Promise<void> {
    const { resourceVersion, finalizers = [] } = (await this.#admin.get(Redis, this.#key)).metadata;
    const changed = {
      dropFinalizer: finalizers.slice(1),
      reverseFinalizers: finalizers.toReversed(),
      dropFinalizers: [],
      addForeignFinalizer: [...finalizers.filter(other => other !== FOREIGN_FINALIZER), FOREIGN_FINALIZER],
    };
    const patch = { metadata: { resourceVersion, finalizers: changed[what] } };
    await this.#admin.patch(Redis, this.#key, patch).catch(unless(isConflict));
  }

  async #toOperator(what: Named<typeof ofOperator>): Promise<void> {
    if (what === 'settle') {
      void this.operator;
      await this.#observer.until('the operator has seen the Redis as it is', () => {
        const redis = this.#observer.redis(this.#key.namespace, 'r');
        return redis?.status?.observedGeneration === redis?.metadata.generation;
      });
      return;
    }
    await (what === 'crash' ? this.#operator?.kill() : this.#operator?.stop());
    this.#operator = what === 'stop' ? undefined : this.#start();
  }

  /** Another Redis of the same name; with force, while the Pods of the former one are still there. */
  async #replace(byForce: boolean): Promise<void> {
    void this.operator;
    await this.letPodsGo();
    const { uid } = (await this.#admin.get(Redis, this.#key)).metadata;
    await this.#admin.delete(Redis, this.#key);
    if (byForce) await this.#dropAll();
    else await this.dropForeignFinalizer();
    await this.#observer.until('the former Redis is gone', () => this.#current()?.metadata.uid !== uid);
    await this.create();
  }

  async #dropAll(): Promise<void> {
    await this.#admin.patch(Redis, this.#key, { metadata: { finalizers: null } }).catch(unless(isNotFound));
  }

  /** Lets go what `addForeignFinalizer` holds. */
  async dropForeignFinalizer(): Promise<void> {
    for (;;) {
      const redis = await this.#admin.get(Redis, this.#key).catch(unless(isNotFound));
      if (!redis?.metadata.finalizers?.includes(FOREIGN_FINALIZER)) return;
      const { resourceVersion, finalizers } = redis.metadata;
      const left = finalizers.filter(other => other !== FOREIGN_FINALIZER);
      const patch = { metadata: { resourceVersion, finalizers: left } };
      await this.#admin.patch(Redis, this.#key, patch).catch(unless(isConflict, isNotFound));
    }
  }

  async #annotate(annotations: Record<string, string>): Promise<void> {
    await this.#admin.patch(Redis, this.#key, { metadata: { annotations } });
  }

  /** The uid in a patch is a precondition; a Pod that is going takes no new finalizers. */
  async #patchPod(
    name: string,
    metadata: { uid?: string; finalizers?: string[] | null; ownerReferences?: null },
  ): Promise<boolean> {
    const patched = await this.#admin
      .patch(Pod, { ...this.#key, name }, { metadata })
      .catch(unless(isNotFound, isConflict, isInvalid));
    return patched !== undefined;
  }

  #current(): Snapshot<Redis> | undefined {
    return this.#observer.redis(this.#key.namespace, 'r');
  }
}

const FOREIGN_FINALIZER = 'example.com/backup';

function isIn<L extends readonly string[]>(list: L, name: string): name is L[number] {
  return list.includes(name);
}
