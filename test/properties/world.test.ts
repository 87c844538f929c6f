import { describe, expect, it } from 'vitest';
import { type Command, isShared } from './commands.js';
import { generateBatch } from './generate.js';
import { BROKEN_IMAGE, following, isPossible, NOTHING, type World, wishedOf } from './world.js';

const create = (redis: string, replicas: number): Command => ({ do: 'create', redis, replicas, image: 'redis:7' });

describe('the model', () => {
  it('wishes for the Pods of the live Redis, by number', () => {
    const world = worldAfter(create('r', 3), create('r-1', 1), { do: 'scale', redis: 'r', replicas: 2 });
    expect(wishedOf(world, 'r')).toEqual({ pods: ['r-0', 'r-1'], taken: [], isReachable: true });
    expect(wishedOf(world, 'r-1').pods).toEqual(['r-1-0']);
    expect(wishedOf(world, 'r-2').pods).toEqual([]);
  });

  it('does not wish for what somebody else has', () => {
    const world = worldAfter({ do: 'makeForeign', pod: 'r-1' }, create('r', 3));
    expect(wishedOf(world, 'r')).toEqual({ pods: ['r-0', 'r-2'], taken: ['r-1'], isReachable: false });
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

  it('is as it was after what could not be done', () => {
    const world = worldAfter(create('r', 2));
    expect(following(world, { do: 'disownPod', pod: 'r-0' }, false)).toBe(world);
  });

  it.each<[string, Command]>([
    ['scale a Redis that is not there', { do: 'scale', redis: 'r-1', replicas: 1 }],
    ['create one that is there', create('r', 1)],
    ['wait for a deletion that is held back', { do: 'delete', redis: 'r', cascade: 'background', wait: true }],
    ['wait for rest while a Pod is held back', { do: 'settle' }],
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
      ...['annotate', 'crashOperator', 'create', 'delete', 'deleteForeign', 'deletePod', 'disownPod', 'failPod'],
      ...['holdPod', 'makeForeign', 'releasePods', 'restartOperator', 'restartServer', 'scale', 'setImage', 'setPort'],
      'settle',
    ]);
  });
});

function worldAfter(...commands: readonly Command[]): World {
  return commands.reduce((world, command) => {
    expect(isPossible(world, command)).toBe(true);
    return following(world, command);
  }, NOTHING);
}
