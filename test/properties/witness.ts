// Hears of every write to a namespace, in order and without gaps, and holds it against the rules.
import { isDeepStrictEqual } from 'node:util';
import { type Command, isShared } from './commands.js';
import { type Told, ToldEvents, toldOf, toldTogether } from './events.js';
import { type Circumstances, foreignProblem, newPodProblem, podProblem, redisProblem, type Tracked } from './rules.js';
import {
  type Change,
  conditionText,
  hasFailed,
  isGoing,
  isReady,
  ownerOf,
  type Seen,
  type SeenPod,
  type SeenRedis,
} from './seen.js';
import type { Style } from './style.js';
import { concerned, partsOf, type World, wishedOf } from './world.js';

interface Subject extends Tracked {
  specs: Tracked['specs'];
  states: ReadonlyMap<string, SeenPod>[];
  reportedAt: number;
  isLetGo: boolean;
  isCalm: boolean;
  isUndisturbed: boolean;
  /** Undefined once it is not certain any more what Events tell. */
  told: Told | undefined;
}

/** Who looks at one namespace. */
export class Witness {
  /** What must not have been, in words; the first one is what a sequence fails for. */
  readonly violations: string[] = [];
  /** What has happened, a line for each write. */
  readonly history: string[] = [];
  readonly #style: Style;
  readonly #now: () => number;
  readonly #redis = new Map<string, SeenRedis>();
  readonly #pods = new Map<string, SeenPod>();
  readonly #subjects = new Map<string, Subject>();
  readonly #events = new ToldEvents();
  readonly #foreign = new Map<string, { readonly uid: string; readonly since: number }>();
  readonly #condemned = new Set<string>();
  readonly #released = new Set<string>();
  /** The uids of Pods that have failed. */
  readonly #failed = new Set<string>();
  #isEnding = false;
  readonly #looks = new Set<() => void>();

  /** @param now what time it is for the operator */
  constructor(style: Style, now: () => number) {
    this.#style = style;
    this.#now = now;
  }

  get seen(): Seen {
    return { redis: this.#redis, pods: this.#pods };
  }

  /** The uids of Pods of others, by name. */
  get foreign(): ReadonlyMap<string, string> {
    return new Map([...this.#foreign].map(([name, { uid }]) => [name, uid]));
  }

  /** Somebody is about to do this. */
  begin(command: Command, world: World): void {
    if (isShared(command)) {
      for (const subject of this.#subjects.values()) if (!subject.isCalm) subject.told = undefined;
      return;
    }
    for (const name of concerned(command, world)) this.#disturb(name, command, world);
  }

  #disturb(name: string, command: Command, world: World): void {
    const wished = wishedOf(world, name);
    if (command.do === 'makeForeign') return;
    if (command.do === 'deleteForeign' && !wished.taken.includes(command.pod)) return;
    const subject = this.#subjectOf(name);
    if (subject === undefined || command.do === 'annotate') return;
    const told = subject.isCalm ? toldOf(command, world) : undefined;
    subject.told = told && subject.told && toldTogether(subject.told, told);
    subject.isUndisturbed = subject.isCalm && wished.isSteady;
    subject.isCalm = false;
    if (command.do === 'releasePods') subject.isLetGo = true;
    if (command.do === 'disownPod') this.#released.add(command.pod);
    if (command.do === 'delete' && command.cascade === 'orphan') {
      for (const pod of wished.pods) this.#released.add(pod);
    }
  }

  /** The namespace is about to be deleted: everything in it goes, in any order. */
  beginEnd(): void {
    this.#isEnding = true;
    this.#foreign.clear();
    for (const subject of this.#subjects.values()) {
      subject.isCalm = false;
      subject.isUndisturbed = false;
      subject.told = undefined;
    }
  }

  /** A Redis was created: what Events tell of it, and that nothing else has been done to it. */
  created(uid: string, told: Told | undefined): void {
    const subject = this.#subjects.get(uid);
    if (subject !== undefined) subject.told = told;
  }

  /** Somebody asks this Pod to go. */
  condemn(uid: string): void {
    this.#condemned.add(uid);
  }

  /** From this version on the Pod is somebody else's. */
  isForeign({ metadata }: SeenPod): void {
    this.#foreign.set(metadata.name, { uid: metadata.uid, since: Number(metadata.resourceVersion) });
  }

  noLongerForeign(name: string): void {
    this.#foreign.delete(name);
  }

  /** Everything is as it should be, and nothing moves any more. */
  settled(): void {
    for (const [name, redis] of this.#redis) {
      const subject = this.#subjects.get(redis.metadata.uid);
      if (subject === undefined) continue;
      subject.isCalm = true;
      subject.isUndisturbed = false;
      subject.specs = subject.specs.slice(-1);
      subject.states = [new Map(this.#pods)];
      this.history.push(`-- ${name} is at rest`);
    }
    this.#released.clear();
  }

  /** What Events have not told yet, and what they have told that they should not have. */
  eventProblems(): { readonly tooFew: readonly string[]; readonly tooMany: readonly string[] } {
    const all = [...this.#subjects]
      .filter(([, { told }]) => this.#style.tells && told !== undefined)
      .map(([uid, { told }]) => this.#events.differences(uid, told as Told));
    return {
      tooFew: [...this.#untold(), ...all.flatMap(({ tooFew }) => tooFew)],
      tooMany: all.flatMap(({ tooMany }) => tooMany),
    };
  }

  /** That names are taken is told in Events, whatever else happens. */
  #untold(): readonly string[] {
    if (!this.#style.tells) return [];
    return [...this.#redis.values()]
      .filter(redis => conditionText(redis, 'Degraded') === 'True PodNameTaken')
      .filter(({ metadata }) => !this.#events.haveTold(metadata.uid, 'PodNameTaken'))
      .map(({ metadata }) => `no Event tells that names of the Pods of ${metadata.name} are taken`);
  }

  /** Calls after each write, until what it returns is called. */
  onChange(look: () => void): () => void {
    this.#looks.add(look);
    return () => this.#looks.delete(look);
  }

  hear(change: Change): void {
    const problem = this.#take(change);
    if (change.kind !== 'Event') this.history.push(`${change.revision} ${lineOf(change)}`);
    if (problem !== undefined) {
      this.violations.push(problem);
      this.history.push(`!! ${problem}`);
    }
    for (const look of [...this.#looks]) look();
  }

  #take(change: Change): string | undefined {
    if (change.kind === 'Redis') return this.#takeRedis(change.name, change.object);
    if (change.kind === 'Pod') return this.#takePod(change.name, change.object, change.revision);
    this.#events.hear(change);
    return undefined;
  }

  #takeRedis(name: string, now: SeenRedis | undefined): string | undefined {
    const before = this.#redis.get(name);
    const problem = before && redisProblem(before, now, this.#tracked(before), this.#circumstances);
    if (now === undefined) this.#redis.delete(name);
    else {
      this.#redis.set(name, now);
      this.#follow(now);
      const subject = this.#subjects.get(now.metadata.uid);
      if (subject && !isDeepStrictEqual(before?.status, now.status)) subject.reportedAt = this.#now();
    }
    return problem;
  }

  #follow({ metadata, spec }: SeenRedis): void {
    const { uid, generation = 0 } = metadata;
    const subject = this.#subjects.get(uid);
    if (subject === undefined) {
      this.#subjects.set(uid, {
        specs: [{ generation, spec }],
        states: [new Map(this.#pods)],
        reportedAt: this.#now(),
        isLetGo: false,
        isCalm: false,
        isUndisturbed: false,
        told: undefined,
      });
    } else if (subject.specs.at(-1)?.generation !== generation) {
      subject.specs = [...subject.specs, { generation, spec }];
    }
  }

  #takePod(name: string, now: SeenPod | undefined, revision: number): string | undefined {
    const before = this.#pods.get(name);
    const problem = this.#podProblem(before, now, revision);
    if (now === undefined) this.#pods.delete(name);
    else this.#pods.set(name, now);
    if (now !== undefined && hasFailed(now)) this.#failed.add(now.metadata.uid);
    for (const subject of this.#subjects.values()) subject.states.push(new Map(this.#pods));
    return problem;
  }

  #podProblem(before: SeenPod | undefined, now: SeenPod | undefined, revision: number): string | undefined {
    const pod = before ?? now;
    if (pod === undefined) return undefined;
    const foreign = this.#foreign.get(pod.metadata.name);
    if (foreign?.uid === pod.metadata.uid) {
      if (before === undefined || revision <= foreign.since) return undefined;
      return foreignProblem(before, now, this.#condemned.has(foreign.uid));
    }
    const redis = this.#redis.get(partsOf(pod.metadata.name).redis);
    const tracked = redis && this.#tracked(redis);
    if (before === undefined) return newPodProblem(pod, tracked, this.#circumstances);
    if (ownerOf(before) === undefined) return undefined;
    return podProblem(before, now, tracked, this.#circumstances);
  }

  get #circumstances(): Circumstances {
    return {
      ...{ seen: this.seen, style: this.#style, condemned: this.#condemned, released: this.#released },
      ...{ failed: this.#failed, isEnding: this.#isEnding, now: this.#now() },
    };
  }

  #subjectOf(name: string): Subject | undefined {
    const redis = this.#redis.get(name);
    return redis && this.#subjects.get(redis.metadata.uid);
  }

  #tracked({ metadata }: SeenRedis): Tracked {
    return this.#subjects.get(metadata.uid) as Tracked;
  }
}

function lineOf(change: Change): string {
  const { kind, name, object } = change;
  if (object === undefined) return `${kind} ${name} is gone`;
  if (kind === 'Redis') {
    const { metadata, spec, status } = object as SeenRedis;
    const conditions = status?.conditions?.map(({ type, status: is, reason }) => `${type}=${is} ${reason}`).join(', ');
    const { replicas, readyReplicas, updatedReplicas, observedGeneration } = status ?? {};
    const finalizers = metadata.finalizers?.map(each => each.replace('myapp.tangx.in/', '')).join(' ') ?? '';
    const wish = `${spec.replicas} of ${spec.image} at ${spec.port}`;
    const counts = `${replicas}/${readyReplicas}/${updatedReplicas}`;
    const going = isGoing(object as SeenRedis) ? ' going' : '';
    const degraded =
      status?.conditions?.find(({ type, status: is }) => type === 'Degraded' && is === 'True')?.message ?? '';
    return `Redis ${name}${going} #${metadata.generation} ${wish} [${finalizers}] #${observedGeneration} ${counts} ${conditions} ${degraded}`;
  }
  const pod = object as SeenPod;
  const words = [
    isGoing(pod) && 'going',
    isReady(pod) && 'ready',
    hasFailed(pod) && 'failed',
    ownerOf(pod) === undefined && 'of nobody',
  ].filter(word => word !== false);
  return `Pod ${name} ${pod.spec?.containers[0]?.image} ${words.join(' ')}`;
}
