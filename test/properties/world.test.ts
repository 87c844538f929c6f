import { describe, expect, it } from 'vitest';
import { type Command, isShared } from './commands.js';
import { batchSeeds, generateBatch } from './generate.js';
import { BROKEN_IMAGE, following, isPossible, NOTHING, type World, wishedOf } from './world.js';

const create = (redis: string, replicas: number): Command => ({ do: 'create', redis, replicas, image: 'redis:7' });

describe('the model', () => {
  it('wishes for the Pods of the live Redis, by number', () => {
    const world = worldAfter(create('r', 3), create('r-1', 1), { do: 'scale', redis: 'r', replicas: 2 });
    expect(wishedOf(world, 'r')).toEqual({ pods: ['r-0', 'r-1'], taken: [], isReachable: true, isSteady: true });
    expect(wishedOf(world, 'r-1').pods).toEqual(['r-1-0']);
    expect(wishedOf(world, 'r-2').pods).toEqual([]);
  });

  it('does not wish for what somebody else has', () => {
    const world = worldAfter({ do: 'makeForeign', pod: 'r-1' }, create('r', 3));
    expect(wishedOf(world, 'r')).toEqual({ pods: ['r-0', 'r-2'], taken: ['r-1'], isReachable: false, isSteady: false });
    const freed = following(world, { do: 'deleteForeign', pod: 'r-1' });
    expect(wishedOf(freed, 'r')).toMatchObject({ pods: ['r-0', 'r-1', 'r-2'], isReachable: true });
  });

  it('knows that an image that cannot be pulled makes no Pod ready', () => {
    const world = worldAfter(create('r', 1), { do: 'setImage', redis: 'r', image: BROKEN_IMAGE });
    expect(wishedOf(world, 'r').isReachable).toBe(false);
    expect(wishedOf(following(world, { do: 'scale', redis: 'r', replicas: 0 }), 'r').isReachable).toBe(true);
  });

  it('leaves orphans to nobody', () => {
    const world = worldAfter(create('r', 2), { do: 'delete', redis: 'r', cascade: 'orphan', wait: true });
    expect([...world.foreign]).toEqual(['r-0', 'r-1']);
    expect(wishedOf(following(world, create('r', 3)), 'r')).toMatchObject({ pods: ['r-2'], taken: ['r-0', 'r-1'] });
  });

  it('has a Redis that goes until somebody has waited for it', () => {
    const going = worldAfter(create('r', 2), { do: 'delete', redis: 'r', cascade: 'background', wait: false });
    expect(wishedOf(going, 'r').pods).toEqual([]);
    expect(isPossible(going, create('r', 1))).toBe(false);
    expect(isPossible(following(going, { do: 'settle' }), create('r', 1))).toBe(true);
  });

  it('has a Redis that goes as long as somebody holds it, or a Pod of it', () => {
    const hold: Command = { do: 'holdPod', pod: 'r-1' };
    const remove: Command = { do: 'delete', redis: 'r', cascade: 'background', wait: false };
    for (const commands of [
      [create('r', 2), hold, remove],
      [{ ...create('r', 0), isHeld: true } as Command, remove],
    ]) {
      const held = worldAfter(...commands, { do: 'settle' });
      expect(isPossible(held, create('r', 1))).toBe(false);
      const free = following(following(held, { do: 'releasePods' }), { do: 'settle' });
      expect(isPossible(free, create('r', 1))).toBe(true);
    }
  });

  it('is not steady while somebody holds a Pod, or has made it unready', () => {
    const world = worldAfter(create('r', 2), create('r-1', 1));
    for (const command of [
      { do: 'holdPod', pod: 'r-1' },
      { do: 'sickenPod', pod: 'r-1' },
    ] as const) {
      expect(wishedOf(following(world, command), 'r')).toMatchObject({ isReachable: true, isSteady: false });
      expect(wishedOf(following(world, command), 'r-1').isSteady).toBe(true);
    }
  });

  it('is as it was after what could not be done', () => {
    const world = worldAfter(create('r', 2));
    expect(following(world, { do: 'disownPod', pod: 'r-0' }, false)).toBe(world);
  });

  it.each<[string, Command]>([
    ['scale a Redis that is not there', { do: 'scale', redis: 'r-1', replicas: 1 }],
    ['create one that is there', create('r', 1)],
    ['wait for a deletion that is held back', { do: 'delete', redis: 'r', cascade: 'background', wait: true }],
    ['wait for its deletion while a Pod is held back', { do: 'delete', redis: 'r', cascade: 'orphan', wait: true }],
    ['make a Pod of a name that is wished', { do: 'makeForeign', pod: 'r-1' }],
    ['fail a Pod that is not wished', { do: 'failPod', pod: 'r-2' }],
    ['delete a Pod of somebody else that is not there', { do: 'deleteForeign', pod: 'r-2' }],
  ])('does not let anybody %s', (_, command) => {
    const world = worldAfter(create('r', 2), { do: 'holdPod', pod: 'r-0' });
    expect(isPossible(world, command)).toBe(false);
  });
});

describe('a batch', () => {
  it('comes again with the same seed, and is another one with another', () => {
    expect(generateBatch(7, 5)).toEqual(generateBatch(7, 5));
    expect(generateBatch(7, 5)).not.toEqual(generateBatch(8, 5));
  });

  it('is had again alone by its own seed, and near seeds have no batch in common', () => {
    const [first, second, third] = [7, 8, 9].map(seed => batchSeeds(seed, 40));
    expect(first?.[0]).toBe(7);
    expect(new Set([first, second, third].flat()).size).toBe(120);
    expect(batchSeeds(7, 40)).toEqual(first);
  });

  it('has only commands that make sense, and what is shared at the same places', () => {
    const batches = Array.from({ length: 20 }, (_, seed) => generateBatch(seed, 5));
    for (const batch of batches) {
      const shared = batch.map(({ commands }) => commands.map(command => (isShared(command) ? command.do : '')));
      expect(new Set(shared.map(places => places.join())).size).toBe(1);
      for (const { commands } of batch) {
        commands.reduce((world, command) => {
          expect(isPossible(world, command), JSON.stringify(command)).toBe(true);
          return following(world, command);
        }, NOTHING);
      }
    }
    const all = new Set(batches.flat().flatMap(({ commands }) => commands.map(command => command.do)));
    expect([...all].sort()).toEqual([
      ...['annotate', 'annotatePod', 'crashOperator', 'create', 'delete', 'deleteForeign', 'deletePod', 'disownPod'],
      ...['failPod', 'healPods', 'holdPod', 'makeForeign', 'releasePods', 'restartOperator', 'restartServer', 'scale'],
      ...['setImage', 'setPort', 'settle', 'sickenPod'],
    ]);
  });
});

function worldAfter(...commands: readonly Command[]): World {
  return commands.reduce((world, command) => {
    expect(isPossible(world, command)).toBe(true);
    return following(world, command);
  }, NOTHING);
}
