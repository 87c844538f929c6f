// Shows what is asked of a namespace at rest, also where somebody holds a Pod back or has made it unready.
import type { Snapshot } from 'kubewright';
import { describe, expect, it } from 'vitest';
import type { Redis } from '../../api/v1/redis.js';
import { redisStatus } from '../../controllers/redis/redis-status.js';
import { finalizers, type PodParts, pod, redis } from '../redis-world.js';
import { unrest } from './at-rest.js';
import { type Command, HOLD, SICK } from './commands.js';
import type { Seen, SeenPod } from './seen.js';
import { STYLES, type Style } from './style.js';
import { following, NOTHING } from './world.js';

const UNREADY: PodParts = { ready: false };
const SICKENED: PodParts = {
  ...UNREADY,
  status: { containerStatuses: [], conditions: [{ type: 'Ready', status: 'False', reason: SICK }] },
};
const NEXT = { image: 'redis:8' };

describe('a Redis of two Pods is at rest', () => {
  it('with its Pods, its finalizers and the status that says so', () => {
    expect(problems(redis(), made('r-0'), made('r-1'))).toEqual([]);
    expect(problems(redis(), made('r-0'))).toContain('the Pod r-1 is not there');
    expect(problems(redis(), made('r-0'), made('r-1', { terminating: true }))).toContain('the Pod r-1 is going');
  });

  it('while a Pod is held back, which does not count', () => {
    const pods = [made('r-0'), heldBack('r-1')];
    expect(problems(redis(), ...pods)).toEqual([]);
    const counted = redisStatus(redis(), { pods: [made('r-0'), made('r-1')] }, new Date(0));
    expect(problems(redis({}, {}, counted), ...pods)).toEqual([
      'the status of the Redis r: replicas is 2, not 1',
      'the status of the Redis r: readyReplicas is 2, not 1',
      'the status of the Redis r: updatedReplicas is 2, not 1',
      'the status of the Redis r: Ready is "True PodsReady", not "False Scaling"',
      'the status of the Redis r: Progressing is "False UpToDate", not "True Scaling"',
    ]);
  });

  it('amid a rollout only where something is in its way', () => {
    const old = made('r-0');
    expect(problems(redis(NEXT), old, made('r-1', NEXT))).toEqual(['the Pod r-0 is not made of what is wished']);
    expect(problems(redis(NEXT), old, heldBack('r-1'))).toEqual([]);
    expect(problems(redis(NEXT), old, made('r-1', { ...NEXT, ...SICKENED }))).toEqual([]);
    const outdatedAndSick = made('r-1', SICKENED);
    expect(problems(redis(NEXT), old, outdatedAndSick)).toContain('the Pod r-1 is not made of what is wished');
  });

  it('while a Pod is unready because somebody has made it so, and for no other reason', () => {
    expect(problems(redis(), made('r-0'), made('r-1', SICKENED))).toEqual([]);
    expect(problems(redis(), made('r-0'), made('r-1', UNREADY))).toEqual(['the Pod r-1 is not ready']);
  });

  it('with fewer Pods wished, while one that is not is held back, and its finalizer with it', () => {
    const smaller = (...held: readonly number[]) => redis({ replicas: 1 }, { finalizers: finalizers(...held) });
    expect(problems(smaller(0, 1), made('r-0'), heldBack('r-1'))).toEqual([]);
    expect(problems(smaller(0), made('r-0'), heldBack('r-1'))).toEqual(['nothing holds the Redis r for r-1']);
    expect(problems(smaller(0, 1), made('r-0'))).toHaveLength(1);
  });

  it('as desired state, while a Pod of a former one of its name is held back', () => {
    const former = heldBack('r-1', { controller: 'uid-of-a-former' });
    const there = (...left: readonly SeenPod[]) => {
      const fresh = redis({}, {}, redisStatus(redis(), { pods: [made('r-0')] }, new Date(0)));
      return problemsAfter([], fresh, [made('r-0'), ...left], STYLES.desired);
    };
    expect(there(former)).toEqual([]);
    expect(there()).toEqual(['the Pod r-1 is not there']);
    expect(problems(redis(), made('r-0'), former)).toContain('the Pod r-1 is not there');
  });

  it('while it goes, as long as a Pod is held back', () => {
    const remove: Command = { do: 'delete', redis: 'r', cascade: 'background', wait: false };
    const going = redis({}, { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: finalizers(0, 1) });
    const told = redisStatus(going, { pods: [] }, new Date(0));
    const whileItGoes = (...pods: readonly SeenPod[]) => problemsAfter([remove], { ...going, status: told }, pods);
    expect(whileItGoes(heldBack('r-1'))).toEqual([]);
    expect(whileItGoes()).toEqual(['the Redis r is there']);
    expect(whileItGoes(made('r-0'), heldBack('r-1'))).toEqual(['the Pod r-0 is there']);
    expect(problemsAfter([remove], going, [heldBack('r-1')])).not.toEqual([]);
  });

  it('while it goes and is held itself, once the garbage collector has done its part', () => {
    const create: Command = { do: 'create', redis: 'r', replicas: 2, image: 'redis:7-alpine', isHeld: true };
    const remove: Command = { do: 'delete', redis: 'r', cascade: 'foreground', wait: false };
    const whileItGoes = (others: readonly string[], ...pods: readonly SeenPod[]) => {
      const going = redis({}, { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: [HOLD, ...others] });
      return problemsAfter([create, remove], going, pods, STYLES.desired);
    };
    const toDo = ['the garbage collector is not done with the Redis r'];
    expect(whileItGoes([])).toEqual([]);
    expect(whileItGoes(['orphan'])).toEqual(toDo);
    expect(whileItGoes(['foregroundDeletion'])).toEqual(toDo);
    expect(whileItGoes(['foregroundDeletion'], made('r-0'), heldBack('r-1'))).toEqual(toDo);
    expect(whileItGoes(['foregroundDeletion'], heldBack('r-1'))).toEqual([]);
  });
});

function made(name: string, parts: PodParts = {}): SeenPod {
  return pod(name, { ready: true, status: { containerStatuses: [] }, ...parts });
}

function heldBack(name: string, parts: PodParts = {}): SeenPod {
  const { metadata, ...rest } = made(name, { terminating: true, ...parts });
  return { ...rest, metadata: { ...metadata, finalizers: [HOLD] } };
}

/** What is wrong with it and these Pods. Where it has none, it has the status and the finalizers that it should have. */
function problems(seen: Snapshot<Redis>, ...pods: readonly SeenPod[]): readonly string[] {
  const { replicas } = seen.spec;
  const wished = pods.filter(({ metadata }) => Number(metadata.name.slice(2)) < replicas);
  const held = finalizers(...Array.from({ length: replicas }, (_, ordinal) => ordinal));
  const status = redisStatus(seen, { pods: wished }, new Date(0));
  const metadata = { finalizers: held, ...seen.metadata };
  return problemsAfter([], { ...seen, metadata, status: seen.status ?? status }, pods);
}

function problemsAfter(
  commands: readonly Command[],
  seen: Snapshot<Redis>,
  pods: readonly SeenPod[],
  style: Style = STYLES.steps,
) {
  const { replicas, image } = seen.spec;
  const create: Command = { do: 'create', redis: 'r', replicas, image };
  const world = [create, ...commands].reduce((before, command) => following(before, command), NOTHING);
  const all: Seen = {
    redis: new Map([['r', seen]]),
    pods: new Map(pods.map(each => [each.metadata.name, each])),
  };
  return unrest(world, all, { foreign: new Map(), style });
}
