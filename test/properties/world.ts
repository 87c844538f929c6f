// The model: what there should be in a namespace after all that was done in it. Pure.
import type { Command } from './commands.js';

/** A Redis as people wish it. */
export interface ModelRedis {
  /** `going`: it was asked to go, and nobody has waited for it. */
  readonly phase: 'live' | 'going';
  readonly replicas: number;
  readonly image: string;
  readonly port: number;
  /** Whether somebody holds it with a finalizer. */
  readonly isHeld: boolean;
}

/** All that the model knows of a namespace. */
export interface World {
  /** By name; one that is absent is not here. */
  readonly redis: ReadonlyMap<string, ModelRedis>;
  /** The names of Pods that are nobody's. */
  readonly foreign: ReadonlySet<string>;
  /** The names of Pods that somebody holds back. */
  readonly held: ReadonlySet<string>;
  /** The names of Pods of which one was made unready; the one that took its place may be ready. */
  readonly sick: ReadonlySet<string>;
  /** How many Pods have failed so far: each further one of a name is replaced later. */
  readonly failures: number;
}

/** What there should be of a Redis once nothing moves any more. */
export interface Wished {
  /** The names of its Pods, by number. */
  readonly pods: readonly string[];
  /** Names that Pods of others bear. */
  readonly taken: readonly string[];
  /** Whether all Pods can be there, ready and up to date: no name is taken, and the image can be pulled. */
  readonly isReachable: boolean;
  /** Whether it is reachable, and nobody holds one of its Pods or has made it unready. */
  readonly isSteady: boolean;
}

export const NOTHING: World = {
  redis: new Map(),
  ...{ foreign: new Set(), held: new Set(), sick: new Set(), failures: 0 },
};

export const DEFAULT_PORT = 6379;
/** An image with this tag cannot be pulled. */
export const BROKEN_IMAGE = 'redis:nosuch';
const MOST_FAILURES = 3;

export function podName(redis: string, ordinal: number): string {
  return `${redis}-${ordinal}`;
}

/** `r-1` and 0 of `r-1-0`. */
export function partsOf(pod: string): { readonly redis: string; readonly ordinal: number } {
  const at = pod.lastIndexOf('-');
  return { redis: pod.slice(0, at), ordinal: Number(pod.slice(at + 1)) };
}

export function wishedOf(world: World, name: string): Wished {
  const redis = world.redis.get(name);
  const size = redis?.phase === 'live' ? redis.replicas : 0;
  const names = Array.from({ length: size }, (_, ordinal) => podName(name, ordinal));
  const taken = names.filter(pod => world.foreign.has(pod));
  const isBroken = redis?.image === BROKEN_IMAGE && size > 0;
  const isReachable = taken.length === 0 && !isBroken;
  const isTouched = redisOf([...world.held, ...world.sick]).includes(name);
  return {
    pods: names.filter(pod => !world.foreign.has(pod)),
    taken,
    isReachable,
    isSteady: isReachable && !isTouched,
  };
}

/** Whether this is one of the Pods that some Redis wishes for. */
export function isWished(world: World, pod: string): boolean {
  return wishedOf(world, partsOf(pod).redis).pods.includes(pod);
}

/** Whether it makes sense to do this now. */
export function isPossible(world: World, command: Command): boolean {
  switch (command.do) {
    case 'create':
      return !world.redis.has(command.redis);
    case 'scale':
    case 'setImage':
    case 'setPort':
    case 'annotate':
      return isLive(world, command.redis);
    case 'delete':
      // What is held back does not go, and kubectl would wait for ever.
      if (command.cascade === 'orphan' && wishedOf(world, command.redis).taken.length > 0) return false;
      return isLive(world, command.redis) && (!isAnyHeld(world) || (!command.wait && command.cascade !== 'orphan'));
    case 'deletePod':
    case 'annotatePod':
      return isWished(world, command.pod);
    case 'holdPod':
    case 'disownPod':
      return isWished(world, command.pod) && !world.held.has(command.pod);
    case 'sickenPod':
      return isWished(world, command.pod) && !world.sick.has(command.pod);
    case 'failPod':
      return isWished(world, command.pod) && !world.held.has(command.pod) && world.failures < MOST_FAILURES;
    case 'makeForeign':
      return !world.foreign.has(command.pod) && !isWished(world, command.pod) && !world.held.has(command.pod);
    case 'deleteForeign':
      return world.foreign.has(command.pod);
    case 'releasePods':
      return isAnyHeld(world);
    case 'healPods':
      return world.sick.size > 0;
    default:
      return true;
  }
}

/** The world after it. `done`: whether it could be done, where that is a matter of who comes first; default true. */
export function following(world: World, command: Command, done = true): World {
  if (!done) return world;
  switch (command.do) {
    case 'create':
      return withRedis(world, command.redis, { isHeld: false, ...command, phase: 'live', port: DEFAULT_PORT });
    case 'scale':
      return withRedis(world, command.redis, { replicas: command.replicas });
    case 'setImage':
      return withRedis(world, command.redis, { image: command.image });
    case 'setPort':
      return withRedis(world, command.redis, { port: command.port });
    case 'delete': {
      const left = command.cascade === 'orphan' ? wishedOf(world, command.redis).pods : [];
      const isGone = command.wait || command.cascade === 'orphan';
      const redis = isGone ? without(world, command.redis) : withRedis(world, command.redis, { phase: 'going' });
      return { ...redis, foreign: new Set([...world.foreign, ...left]) };
    }
    case 'failPod':
      return { ...world, failures: world.failures + 1 };
    case 'holdPod':
      return { ...world, held: new Set([...world.held, command.pod]) };
    case 'sickenPod':
      return { ...world, sick: new Set([...world.sick, command.pod]) };
    case 'disownPod':
    case 'makeForeign':
      return { ...world, foreign: new Set([...world.foreign, command.pod]) };
    case 'deleteForeign':
      return { ...world, foreign: new Set([...world.foreign].filter(pod => pod !== command.pod)) };
    case 'releasePods':
      return { ...world, held: new Set(), redis: released(world.redis) };
    case 'healPods':
      return { ...world, sick: new Set() };
    case 'settle':
      return { ...world, redis: new Map([...world.redis].filter(([name]) => !isGone(world, name))) };
    default:
      return world;
  }
}

/** The names of the Redis that this is about. */
export function concerned(command: Command, world: World): readonly string[] {
  if ('redis' in command) return [command.redis];
  if ('pod' in command) return [partsOf(command.pod).redis];
  if (command.do === 'healPods') return redisOf(world.sick);
  if (command.do !== 'releasePods') return [];
  const held = [...world.redis].filter(([, { isHeld }]) => isHeld).map(([name]) => name);
  return [...new Set([...redisOf(world.held), ...held])];
}

function redisOf(pods: Iterable<string>): readonly string[] {
  return [...new Set([...pods].map(pod => partsOf(pod).redis))];
}

/** Whether it goes, and nobody holds it or any of its Pods. */
export function isGone(world: World, name: string): boolean {
  const redis = world.redis.get(name);
  return redis?.phase === 'going' && !redis.isHeld && !redisOf(world.held).includes(name);
}

function isAnyHeld({ held, redis }: World): boolean {
  return held.size > 0 || [...redis.values()].some(({ isHeld }) => isHeld);
}

function released(redis: World['redis']): World['redis'] {
  return new Map([...redis].map(([name, one]) => [name, { ...one, isHeld: false }]));
}

function isLive(world: World, name: string): boolean {
  return world.redis.get(name)?.phase === 'live';
}

function withRedis(world: World, name: string, change: Partial<ModelRedis>): World {
  const { phase, replicas, image, port, isHeld } = { ...(world.redis.get(name) as ModelRedis), ...change };
  return { ...world, redis: new Map([...world.redis, [name, { phase, replicas, image, port, isHeld }]]) };
}

function without(world: World, name: string): World {
  return { ...world, redis: new Map([...world.redis].filter(([other]) => other !== name)) };
}
