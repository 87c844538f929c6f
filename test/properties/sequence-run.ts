// One sequence in a namespace of its own: does what it says, and after each step asks whether all was as it must be.
import { randomBytes } from 'node:crypto';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { type Client, isAlreadyExists, isConflict, isInvalid, isNotFound } from 'kubewright';
import { Namespace, Pod } from 'kubewright/kinds';
import { Redis } from '../../api/v1/redis.js';
import { unless } from '../cluster/unless.js';
import { unrest } from './at-rest.js';
import {
  ANNOTATIONS,
  type Command,
  endingOf,
  HOLD,
  isShared,
  labelsLike,
  RELEASE,
  type Sequence,
  SICK,
  WRITTEN,
} from './commands.js';
import { toldOf } from './events.js';
import type { Operators } from './operators.js';
import type { Plane } from './plane.js';
import { hasFailed, isGoing, isReady, isSick, ownerOf, type SeenPod } from './seen.js';
import type { Style } from './style.js';
import { Witness } from './witness.js';
import { following, isPossible, NOTHING, type World, wishedOf } from './world.js';

/** What was wrong with a sequence. */
export interface Failure {
  readonly sequence: Sequence;
  /** At which command; the number of all of them where it was after the last one, one more where all was deleted. */
  readonly at: number;
  readonly problem: string;
  /** What was seen in its namespace, a line for each write. */
  readonly history: readonly string[];
}

export interface SequenceOptions {
  readonly plane: Plane;
  readonly style: Style;
  /** How long nothing may happen anywhere while something has to, in milliseconds. */
  readonly patience: number;
  /** How long nothing has happened anywhere, in milliseconds. */
  readonly idle: () => number;
  readonly operators: Operators;
}

export class SequenceRun {
  readonly namespace = `s-${randomBytes(5).toString('hex')}`;
  readonly witness: Witness;
  readonly sequence: Sequence;
  failure: Failure | undefined;
  /** How many commands were carried out. */
  steps = 0;
  readonly #options: SequenceOptions;
  readonly #client: Client;
  #world: World = NOTHING;
  /** What goes on while other things happen. */
  #background: Promise<unknown> = Promise.resolve();

  constructor(sequence: Sequence, options: SequenceOptions) {
    this.sequence = sequence;
    this.witness = new Witness(options.style, () => options.plane.clock.now());
    this.#options = options;
    this.#client = options.plane.admin;
  }

  async begin(): Promise<void> {
    await this.#client.create(Namespace, { metadata: { name: this.namespace } });
  }

  /** Does the commands from one to another, the last one not included. After a failure nothing is done any more. */
  async do(from: number, to: number): Promise<void> {
    for (const [at, command] of this.sequence.commands.slice(from, to).entries()) {
      await this.#guarded(from + at, async () => {
        if (!isPossible(this.#world, command)) return;
        this.witness.history.push(`-> ${JSON.stringify(command)}`);
        this.witness.begin(command, this.#world);
        if (isShared(command)) return await this.#background.then(() => {});
        const done = await this.#carryOut(command);
        await this.#options.plane.caughtUp();
        this.#world = following(this.#world, command, done);
        this.steps += 1;
      });
    }
  }

  /** Lets everything come to rest. */
  async finish(): Promise<void> {
    await this.#afterAll(0, async () => {
      for (const command of endingOf(this.#world)) {
        this.witness.begin(command, this.#world);
        await this.#carryOut(command);
        this.#world = following(this.#world, command);
      }
    });
  }

  /** Whether nothing has been wrong since. */
  async look(): Promise<void> {
    await this.#afterAll(0, () => this.#options.plane.caughtUp());
  }

  /** Deletes everything: nothing must be left. */
  async cleanUp(): Promise<void> {
    await this.#afterAll(1, async () => {
      if (this.sequence.endsNamespace) await this.#deleteNamespace();
      else await this.#deleteAll();
      this.#world = NOTHING;
      await this.#settle();
    });
  }

  async #deleteAll(): Promise<void> {
    for (const [redis, { phase }] of this.#world.redis) {
      const command = { do: 'delete', redis, cascade: 'background', wait: false } as const;
      this.witness.begin(command, this.#world);
      if (phase === 'live') await this.#carryOut(command);
    }
    for (const pod of this.#world.foreign) await this.#carryOut({ do: 'deleteForeign', pod });
  }

  /** In whatever order the namespace controller does it. */
  async #deleteNamespace(): Promise<void> {
    this.witness.beginEnd();
    await this.#client.delete(Namespace, { name: this.namespace });
  }

  #afterAll(more: number, work: () => Promise<void>): Promise<void> {
    return this.#guarded(this.sequence.commands.length + more, work);
  }

  async #guarded(at: number, work: () => Promise<void>): Promise<void> {
    if (this.failure !== undefined) return;
    let problem: string | undefined;
    try {
      await work();
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    problem = this.witness.violations[0] ?? problem;
    if (problem === undefined) return;
    this.failure = { sequence: this.sequence, at, problem, history: [...this.witness.history] };
  }

  /** @returns whether it could be done */
  async #carryOut(command: Exclude<Command, { do: 'restartOperator' | 'crashOperator' | 'restartServer' }>) {
    const { namespace } = this;
    switch (command.do) {
      case 'create': {
        const { redis: name, replicas, image, isHeld } = command;
        const metadata = { namespace, name, ...(isHeld && { finalizers: [HOLD] }) };
        const made = await this.#client.create(Redis, { metadata, spec: { replicas, image } });
        await this.#options.plane.caughtUp();
        this.witness.created(made.metadata.uid, toldOf(command, this.#world));
        return true;
      }
      case 'scale':
        await this.#client.scale(Redis).set({ namespace, name: command.redis }, command.replicas);
        return true;
      case 'setImage':
        await this.#client.patch(Redis, { namespace, name: command.redis }, { spec: { image: command.image } });
        return true;
      case 'setPort':
        await this.#client.patch(Redis, { namespace, name: command.redis }, { spec: { port: command.port } });
        return true;
      case 'annotate': {
        const annotations = { [WRITTEN]: String(this.steps) };
        await this.#client.patch(Redis, { namespace, name: command.redis }, { metadata: { annotations } });
        return true;
      }
      case 'delete':
        return await this.#delete(command);
      case 'settle':
        return await this.#settle();
      case 'releasePods':
        for (const name of this.#world.held) {
          await this.#client
            .patch(Pod, { namespace, name }, { metadata: { finalizers: null } })
            .catch(unless(isNotFound));
        }
        for (const [name, { isHeld }] of this.#world.redis) {
          if (isHeld) await this.#client.patchJson(Redis, { namespace, name }, RELEASE);
        }
        return true;
      case 'annotatePod':
        return this.#annotate(command.pod);
      case 'healPods':
        for (const [name, pod] of this.witness.seen.pods) {
          if (ownerOf(pod) !== undefined && isSick(pod)) await this.#toPod('healPod', name);
        }
        return true;
      case 'makeForeign': {
        const spec = { containers: [{ name: 'main', image: 'busybox' }] };
        const made = await this.#client
          .create(Pod, { metadata: { namespace, name: command.pod, labels: labelsLike(command.pod) }, spec })
          .catch(unless(isAlreadyExists));
        if (made !== undefined) this.witness.isForeign(made);
        return made !== undefined;
      }
      case 'deleteForeign':
        await this.#deletePod(command.pod, true);
        this.witness.noLongerForeign(command.pod);
        return true;
      case 'deletePod':
        return await this.#deletePod(command.pod, command.force);
      default:
        return await this.#toPod(command.do, command.pod);
    }
  }

  /** Goes on while other things happen. @returns whether there is anything to annotate */
  #annotate(name: string): boolean {
    const pod = this.witness.seen.pods.get(name);
    if (pod === undefined) return false;
    const { namespace, uid } = pod.metadata;
    const annotateOften = async (): Promise<void> => {
      for (let each = 0; each < ANNOTATIONS; each += 1) {
        const metadata = { uid, annotations: { [WRITTEN]: String(each) } };
        await this.#client
          .patch(Pod, { namespace, name }, { metadata })
          .catch(unless(isNotFound, isConflict, isInvalid));
      }
    };
    this.#background = Promise.all([this.#background, annotateOften()]);
    // It is waited for later, where it fails too.
    this.#background.catch(() => {});
    return true;
  }

  async #deletePod(name: string, force: boolean): Promise<boolean> {
    const uid = this.witness.seen.pods.get(name)?.metadata.uid;
    if (uid === undefined) return false;
    this.witness.condemn(uid);
    const options = { preconditions: { uid }, ...(force && { gracePeriodSeconds: 0 }) };
    await this.#client.delete(Pod, { namespace: this.namespace, name }, options).catch(unless(isNotFound, isConflict));
    return true;
  }

  /** A Pod that changes meanwhile is looked at again. */
  async #toPod(what: 'failPod' | 'sickenPod' | 'healPod' | 'holdPod' | 'disownPod', name: string): Promise<boolean> {
    const key = { namespace: this.namespace, name };
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const pod = await this.#client.get(Pod, key).catch(unless(isNotFound));
      if (pod === undefined || isGoing(pod) || hasFailed(pod) || ownerOf(pod) === undefined) return false;
      if (what === 'sickenPod' && !isReady(pod)) return false;
      const { uid, resourceVersion } = pod.metadata;
      const bound = { uid, resourceVersion };
      const changed = await {
        failPod: () =>
          this.#client.status(Pod).update({ ...pod, status: { ...pod.status, phase: 'Failed', reason: 'Evicted' } }),
        sickenPod: () => this.#client.status(Pod).update(withReady(pod, { status: 'False', reason: SICK })),
        healPod: () => this.#client.status(Pod).update(withReady(pod, { status: 'True' })),
        holdPod: () => this.#client.patch(Pod, key, { metadata: { ...bound, finalizers: [HOLD] } }),
        disownPod: () => this.#client.patch(Pod, key, { metadata: { ...bound, ownerReferences: null } }),
      }
        [what]()
        .catch(unless(isNotFound, isConflict, isInvalid));
      if (changed === undefined) continue;
      if (what === 'disownPod') this.witness.isForeign(changed);
      return true;
    }
    return false;
  }

  async #delete({ redis: name, cascade, wait }: Command & { readonly do: 'delete' }): Promise<boolean> {
    const isOrphaning = cascade === 'orphan';
    const { pods } = wishedOf(this.#world, name);
    // Only then it is known which Pods there will be.
    if (isOrphaning) await this.#settle();
    const before = new Map<string, SeenPod>(this.witness.seen.pods);
    const uid = this.witness.seen.redis.get(name)?.metadata.uid;
    if (isOrphaning) this.witness.begin({ do: 'delete', redis: name, cascade, wait }, this.#world);
    const propagationPolicy = ({ background: 'Background', foreground: 'Foreground', orphan: 'Orphan' } as const)[
      cascade
    ];
    await this.#client.delete(Redis, { namespace: this.namespace, name }, { propagationPolicy });
    if (!wait) return true;
    await this.#until(() =>
      this.witness.seen.redis.get(name)?.metadata.uid === uid ? [`the Redis ${name} has not gone`] : [],
    );
    for (const pod of isOrphaning ? pods : []) {
      const left = this.witness.seen.pods.get(pod);
      if (left === undefined || left.metadata.uid !== before.get(pod)?.metadata.uid || isGoing(left)) {
        throw new Error(`the Pod ${pod} was deleted though it was to be orphaned`);
      }
      this.witness.isForeign(left);
    }
    return true;
  }

  async #settle(): Promise<boolean> {
    const { witness } = this;
    await this.#background;
    const look = () => [
      ...unrest(following(this.#world, { do: 'settle' }), witness.seen, { foreign: witness.foreign, ...this.#options }),
      ...witness.eventProblems().tooFew,
    ];
    const end = performance.now() + LONGEST;
    do {
      await this.#until(look);
      if (performance.now() > end) throw new Error('the operator never comes to rest');
    } while (!(await this.#isQuiet()));
    const { tooMany } = witness.eventProblems();
    if (tooMany.length > 0) throw new Error(`Events: ${tooMany.join('; ')}`);
    witness.settled();
    return true;
  }

  /** Whether nothing is written, and the operator does nothing, for long enough: what it does may happen to change nothing yet. */
  async #isQuiet(): Promise<boolean> {
    const { latency } = this.#options.plane;
    const stop = this.witness.onChange(() => {
      isQuiet = false;
    });
    let isQuiet = true;
    const begun = performance.now();
    // Timers alone say little where the process had to wait for the machine.
    for (let turn = 0; turn < TURNS || performance.now() - begun < latency; turn += 1) {
      await (turn < TURNS ? nextTurn() : delay(latency));
    }
    stop();
    return isQuiet && this.#options.operators.idle(this.namespace) >= latency;
  }

  /** Looks after each change until nothing is left. @throws Error when nothing happens any more, or it takes too long */
  async #until(look: () => readonly string[]): Promise<void> {
    const { patience, idle } = this.#options;
    const end = performance.now() + LONGEST;
    for (;;) {
      const left = look();
      if (left.length === 0 || this.witness.violations.length > 0) return;
      if (idle() > patience) throw new Error(`it does not come to rest; still: ${left.join('; ')}`);
      if (performance.now() > end) throw new Error(`it never comes to rest; still: ${left.join('; ')}`);
      await this.#change(Math.max(patience - idle(), 1) + 1);
    }
  }

  #change(limit: number): Promise<void> {
    return new Promise(resolve => {
      const heard = (): void => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const stop = this.witness.onChange(heard);
      const timer = setTimeout(heard, limit);
    });
  }
}

/** The Pod with this condition. */
function withReady(pod: SeenPod, condition: { readonly status: 'True' | 'False'; readonly reason?: string }): SeenPod {
  const former = pod.status?.conditions?.find(({ type }) => type === 'Ready');
  const others = pod.status?.conditions?.filter(({ type }) => type !== 'Ready') ?? [];
  const { lastTransitionTime } = former ?? {};
  const ready = { type: 'Ready', ...(lastTransitionTime && { lastTransitionTime }), ...condition };
  return { ...pod, status: { ...pod.status, conditions: [...others, ready] } };
}

const MOST_ATTEMPTS = 5;
const TURNS = 20;
/** Only ends what would be for ever. */
const LONGEST = 900_000;
