// How often Events tell of what is done to a Redis at rest by one command. Pure, but for the sum of what was seen.
import type { Command } from './commands.js';
import type { Change } from './seen.js';
import { BROKEN_IMAGE, DEFAULT_PORT, partsOf, type World, wishedOf } from './world.js';

/** How often at least and at most, by reason; other reasons are not expected at all. */
export type Told = Readonly<Record<string, readonly [number, number]>>;

/** From so many alike ones on, Events are combined. */
const MOST_COUNTED = 9;

/** What Events tell of this command, where nothing else happens before and meanwhile; undefined: that is not for certain. */
export function toldOf(command: Command, world: World): Told | undefined {
  const name = 'redis' in command ? command.redis : 'pod' in command ? partsOf(command.pod).redis : '';
  const redis = world.redis.get(name);
  if (!wishedOf(world, name).isSteady || [...world.foreign].some(pod => partsOf(pod).redis === name)) return undefined;
  if (command.do === 'create') {
    return command.image === BROKEN_IMAGE ? undefined : times('ScalingUp', command.replicas > 0 ? 1 : 0);
  }
  if (redis === undefined) return undefined;
  const { replicas, image, port = DEFAULT_PORT } = redis;
  switch (command.do) {
    case 'scale':
      if (command.replicas === replicas) return {};
      return times(command.replicas > replicas ? 'ScalingUp' : 'ScalingDown', 1);
    case 'setImage':
      if (command.image === BROKEN_IMAGE) return undefined;
      return times('RollingOut', command.image === image ? 0 : replicas);
    case 'setPort':
      return times('RollingOut', command.port === port ? 0 : replicas);
    case 'annotate':
    case 'holdPod':
    case 'sickenPod':
      return {};
    case 'deletePod':
      return times('Recreated', 1);
    case 'failPod':
      return { ReplacingPods: [1, 1], Recreated: [0, 1] };
    case 'delete':
      // In the foreground, the garbage collector may be faster.
      if (command.cascade === 'background') return times('Deleting', replicas > 0 ? 1 : 0);
      return command.cascade === 'foreground' ? { Deleting: [0, 1] } : {};
    default:
      return undefined;
  }
}

function times(reason: string, count: number): Told {
  return count === 0 ? {} : { [reason]: [count, count] };
}

/** Both, one after the other; undefined where Events are combined by then. */
export function toldTogether(a: Told, b: Told): Told | undefined {
  const reasons = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const sum = reasons.map(reason => {
    const [least = 0, most = 0] = a[reason] ?? [];
    const [more = 0, mostMore = 0] = b[reason] ?? [];
    return [reason, [least + more, most + mostMore]] as const;
  });
  return sum.some(([, [, most]]) => most > MOST_COUNTED) ? undefined : Object.fromEntries(sum);
}

/** What Events have told so far. */
export class ToldEvents {
  readonly #events = new Map<string, { readonly uid: string; readonly reason: string; readonly count: number }>();

  hear({ name, object }: Change & { readonly kind: 'Event' }): void {
    if (object === undefined) return;
    const { involvedObject, reason = '', count = 1 } = object;
    this.#events.set(name, { uid: involvedObject.uid ?? '', reason, count });
  }

  haveTold(uid: string, reason: string): boolean {
    return [...this.#events.values()].some(event => event.uid === uid && event.reason === reason);
  }

  /** What is not as it should be for this object: `too few`, of which more may come, or `too many`. */
  differences(uid: string, told: Told): { readonly tooFew: readonly string[]; readonly tooMany: readonly string[] } {
    const counts = new Map<string, number>();
    for (const event of this.#events.values()) {
      if (event.uid === uid) counts.set(event.reason, (counts.get(event.reason) ?? 0) + event.count);
    }
    const reasons = [...new Set([...counts.keys(), ...Object.keys(told)])];
    const lines = reasons.map(reason => {
      const [least, most] = told[reason] ?? [0, 0];
      const count = counts.get(reason) ?? 0;
      const text = `${reason} was told ${count} times, not ${least === most ? least : `${least} to ${most}`}`;
      return { text, tooFew: count < least, tooMany: count > most };
    });
    return {
      tooFew: lines.filter(({ tooFew }) => tooFew).map(({ text }) => text),
      tooMany: lines.filter(({ tooMany }) => tooMany).map(({ text }) => text),
    };
  }
}
