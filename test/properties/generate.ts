// Random sequences that come again with the same seed. Those of a batch share what happens to all of them.
import { Seeded } from '../faults/seeded.js';
import type { Cascade, Command, Sequence, SharedCommand } from './commands.js';
import { BROKEN_IMAGE, following, isPossible, NOTHING, podName, type World, wishedOf } from './world.js';

/** A Pod of `r` bears the name of the other Redis. */
const REDIS = ['r', 'r-1'];
const MOST_PODS = 5;
const IMAGES = ['redis:7', 'redis:8', BROKEN_IMAGE];
const PORTS = [6379, 7000];
const ROUNDS = 14;
/** What is done how often. */
const WEIGHTS = {
  scale: 5,
  settle: 5,
  setImage: 3,
  deletePod: 3,
  create: 3,
  makeForeign: 2,
  deleteForeign: 2,
  delete: 2,
  releasePods: 2,
  setPort: 1,
  annotate: 1,
  annotatePod: 2,
  failPod: 1,
  holdPod: 2,
  sickenPod: 1,
  healPods: 1,
  disownPod: 1,
} satisfies Partial<Record<Command['do'], number>>;
const NAMES = Object.entries(WEIGHTS).flatMap(([name, weight]) => Array.from({ length: weight }, () => name));

/** The highest seed: higher ones come again from the beginning. */
export const MOST_SEED = 2 ** 32 - 1;

/** The seeds of so many batches. That of the first is the given one, so that each batch can be had again alone; those of near seeds differ. */
export function batchSeeds(seed: number, count: number): readonly number[] {
  const random = new Seeded(seed);
  return Array.from({ length: count }, (_, at) => (at === 0 ? seed : random.whole(0, MOST_SEED)));
}

/** So many sequences, all with the same restarts at the same places. */
export function generateBatch(seed: number, size: number): readonly Sequence[] {
  const random = new Seeded(seed);
  const schedule = Array.from({ length: ROUNDS }, (_, round) => sharedAt(round, random));
  return Array.from({ length: size }, () => {
    let world = NOTHING;
    const graceful = random.next() < 0.5;
    const endsNamespace = random.next() < 0.2;
    const commands = schedule.map(shared => {
      const command = shared ?? choose(world, random);
      world = following(world, command);
      return command;
    });
    return { graceful, commands, endsNamespace };
  });
}

/** Not at the beginning, where nothing would notice it. */
function sharedAt(round: number, random: Seeded): SharedCommand | undefined {
  const chance = random.next();
  if (round < 2 || chance >= 0.2) return undefined;
  if (chance < 0.04) return { do: 'restartServer' };
  return { do: chance < 0.12 ? 'restartOperator' : 'crashOperator' };
}

function choose(world: World, random: Seeded): Command {
  for (;;) {
    const command = guess(world, random);
    if (isPossible(world, command)) return command;
  }
}

function guess(world: World, random: Seeded): Command {
  const name = world.redis.size === 0 ? 'create' : random.oneOf(NAMES);
  // Most of what happens, happens to the first one.
  const redis = random.oneOf(['r', ...REDIS]);
  const replicas = random.whole(0, MOST_PODS);
  const pod = podName(redis, random.whole(0, MOST_PODS - 1));
  switch (name) {
    case 'create':
      return { do: 'create', redis, replicas, image: random.oneOf(IMAGES.slice(0, 2)), isHeld: random.next() < 0.1 };
    case 'scale':
      return { do: name, redis, replicas };
    case 'setImage':
      return { do: name, redis, image: random.oneOf([...IMAGES, ...IMAGES.slice(0, 2)]) };
    case 'setPort':
      return { do: name, redis, port: random.oneOf(PORTS) };
    case 'annotate':
      return { do: name, redis };
    case 'delete': {
      const cascade = random.oneOf<Cascade>(['background', 'background', 'foreground', 'orphan']);
      return { do: name, redis, cascade, wait: random.next() < 0.5 || cascade === 'orphan' };
    }
    case 'annotatePod':
      // The highest one is the next that anything is done to.
      return { do: name, pod: wishedOf(world, redis).pods.at(-1) ?? pod };
    case 'deletePod':
      return { do: name, pod, force: random.next() < 0.3 };
    case 'settle':
    case 'releasePods':
    case 'healPods':
      return { do: name };
    default:
      return { do: name as 'failPod', pod };
  }
}
