import { describe, expect, it } from 'vitest';
import { type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject, OwnerReference } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { cached } from '../../test/arrivals.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Thing, thing } from '../../test/things.js';
import type { InformerHandler } from '../cache/informer.js';
import type { ObjectKey } from '../meta/object-key.js';
import { type CausingEvent, enqueueMapped, enqueueObject, enqueueOwner, type FollowedKind } from './event-handlers.js';
import { labelSelector, labelsChanged, type Predicate } from './predicates.js';

const THING = kindInfo(Thing);
const CLUSTER_THING: KindInfo = { ...THING, scope: 'Cluster' };
/** How keys of Things are written. */
const FORM = 'keys of Thing are { namespace, name }';

describe('enqueueObject', () => {
  it.each<[string, (handler: InformerHandler<KubernetesObject>) => void]>([
    ['an added object', handler => handler.onAdd?.(cached(thing('a', 1)), false)],
    ['an object of the initial list', handler => handler.onAdd?.(cached(thing('a', 1)), true)],
    ['an updated object', handler => handler.onUpdate?.(cached(thing('a', 1)), cached(thing('a', 2)))],
    ['a deleted object', handler => handler.onDelete?.(cached(thing('a', 2)), false)],
    ['an object whose end was not seen', handler => handler.onDelete?.(cached(thing('a', 2)), true)],
  ])('gives the key of %s', (_, happen) => {
    const { keys, followed } = recorded();
    happen(enqueueObject(followed));
    expect(keys).toEqual(['default/a']);
  });

  it('gives the name alone of a cluster-scoped object', () => {
    const { keys, followed } = recorded();
    enqueueObject(followed).onAdd?.(cached(clusterObject('n', [])), false);
    expect(keys).toEqual(['n']);
  });
});

describe('every handler', () => {
  it('says why, and puts what was there and resyncs behind what is new', () => {
    const { events, priorities, followed } = recorded();
    const handler = enqueueObject(followed);
    const [old, now] = [cached(thing('a', 1)), cached(thing('a', 2))];
    handler.onAdd?.(old, true);
    handler.onAdd?.(old, false);
    handler.onUpdate?.(old, now);
    handler.onUpdate?.(now, now);
    handler.onDelete?.(now, false);
    expect(events.map(({ type, kind, object }) => [type, kind, object])).toEqual([
      ['listed', 'Thing', old],
      ['created', 'Thing', old],
      ['updated', 'Thing', now],
      ['resynced', 'Thing', now],
      ['deleted', 'Thing', now],
    ]);
    expect(events[2]?.old).toBe(old);
    expect(priorities).toEqual([-100, 0, 0, -100, 0]);
  });

  it('lets through what its predicate lets through', () => {
    const { events, followed } = recorded({
      create: ({ name }) => name === 'a',
      update: (old, now) => old.resourceVersion === '1' && now.object.metadata.resourceVersion === '2',
      delete: ({ uid }) => uid === 'uid-a',
    });
    const handler = enqueueObject(followed);
    for (const name of ['a', 'b']) {
      handler.onAdd?.(cached(thing(name, 1)), false);
      handler.onUpdate?.(cached(thing(name, name === 'a' ? 1 : 7)), cached(thing(name, 2)));
      handler.onDelete?.(cached(thing(name, 2)), false);
    }
    expect(events.map(({ type, object }) => `${object.name} ${type}`)).toEqual(['a created', 'a updated', 'a deleted']);
  });

  describe('of objects whose end is ours', () => {
    const present = thing('a', 2);
    const dying = { ...present, metadata: { ...present.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    const heard = (when: Predicate, endsAreOurs: boolean, old = thing('a', 1)): string[] => {
      const { keys, followed } = recorded(when);
      enqueueObject({ ...followed, endsAreOurs }).onUpdate?.(cached(old), cached(dying));
      return keys;
    };

    it('hears of the beginning of their deletion, although the predicate asks for something else', () => {
      expect(heard(labelsChanged, true)).toEqual(['default/a']);
    });

    it('hears nothing where their end is not ours, of what comes after the beginning, and of objects that are kept out', () => {
      expect(heard(labelsChanged, false)).toEqual([]);
      expect(heard(labelsChanged, true, dying)).toEqual([]);
      expect(heard(labelSelector({ app: 'other' }), true)).toEqual([]);
    });
  });

  it('takes a change to count of which the predicate fails, and logs the object', () => {
    const { keys, log, followed } = recorded({
      create: () => {
        throw new TypeError('no such field');
      },
    });
    enqueueObject(followed).onAdd?.(cached(thing('a', 1)), false);
    expect(keys).toEqual(['default/a']);
    expect(log.of('error')).toMatchObject([
      { message: 'a predicate failed; the change is taken to count', fields: { kind: 'Thing', object: 'default/a' } },
    ]);
  });
});

describe('enqueueOwner', () => {
  const controlledBy = (reference: Partial<OwnerReference>): Snapshot<KubernetesObject> => dependent([reference]);

  it.each<[string, Snapshot<KubernetesObject>, string[]]>([
    ['the controller, in the namespace of the object', controlledBy({}), ['default/owner']],
    ['the controller, whatever its version', controlledBy({ apiVersion: 'example.com/v1beta2' }), ['default/owner']],
    [
      'the controller among other owners',
      dependent([{ name: 'x', controller: false }, {}, { name: 'y', kind: 'Other', controller: false }]),
      ['default/owner'],
    ],
    ['nothing for an owner that is not the controller', controlledBy({ controller: false }), []],
    ['nothing for an owner that does not say whether it is', dependent([{ controller: undefined as never }]), []],
    ['nothing for a controller of another kind', controlledBy({ kind: 'Other' }), []],
    ['nothing for a controller of another group', controlledBy({ apiVersion: 'example.org/v1' }), []],
    ['nothing for a controller of the core group', controlledBy({ apiVersion: 'v1' }), []],
    ['nothing without owners', dependent([]), []],
    ['nothing where the owners are absent', thing('a', 1), []],
  ])('gives %s', (_, object, expected) => {
    const { keys, followed } = recorded();
    enqueueOwner(THING, followed).onAdd?.(cached(object), false);
    expect(keys).toEqual(expected);
  });

  it('gives all owners of the kind where every owner counts', () => {
    const { keys, followed } = recorded();
    const owners = [
      { name: 'x', controller: false },
      {},
      { name: 'y', kind: 'Other' },
      { name: 'z', controller: undefined },
    ];
    enqueueOwner(THING, followed, true).onAdd?.(cached(dependent(owners as never)), false);
    expect(keys).toEqual(['default/x', 'default/owner', 'default/z']);
  });

  it('gives the name alone of a cluster-scoped controller, of dependents in a namespace and in none', () => {
    const { keys, followed } = recorded();
    const handler = enqueueOwner(CLUSTER_THING, followed);
    handler.onAdd?.(cached(dependent([{}])), false);
    handler.onAdd?.(cached(clusterObject('n', [{}])), false);
    expect(keys).toEqual(['owner', 'owner']);
  });

  it('takes a core kind for the controller of its group only', () => {
    const { keys, followed } = recorded();
    const handler = enqueueOwner({ ...THING, group: '' }, followed);
    handler.onAdd?.(cached(dependent([{ apiVersion: 'v1' }])), false);
    handler.onAdd?.(cached(dependent([{ name: 'other' }])), false);
    expect(keys).toEqual(['default/owner']);
  });

  it.each<[string, Partial<OwnerReference>[], Partial<OwnerReference>[], string[]]>([
    ['both when the controller changes', [{ name: 'a' }], [{ name: 'b' }], ['default/a', 'default/b']],
    ['the former one when the object is orphaned', [{ name: 'a' }], [], ['default/a']],
    ['the new one when the object is adopted', [], [{ name: 'b' }], ['default/b']],
  ])('gives %s', (_, before, after, expected) => {
    const { keys, followed } = recorded();
    enqueueOwner(THING, followed).onUpdate?.(cached(dependent(before)), cached(dependent(after)));
    expect(keys).toEqual(expected);
  });

  it('gives the controller of a deleted object', () => {
    const { keys, followed } = recorded();
    enqueueOwner(THING, followed).onDelete?.(cached(dependent([{}])), true);
    expect(keys).toEqual(['default/owner']);
  });
});

describe('enqueueMapped', () => {
  it('gives every key that the function answers, for the old and the new state', async () => {
    const { handler, keys } = mapped(({ metadata }) => [
      { namespace: 'x', name: `of-${metadata.resourceVersion}` },
      { namespace: 'y', name: 'b' },
    ]);
    handler.onUpdate?.(cached(thing('a', 1)), cached(thing('a', 2)));
    await turn();
    expect(new Set(keys)).toEqual(new Set(['x/of-1', 'x/of-2', 'y/b']));
  });

  it('waits for a function that answers later', async () => {
    const { handler, keys } = mapped(async () => {
      await turn();
      return [{ namespace: 'x', name: 'late' }];
    });
    handler.onAdd?.(cached(thing('a', 1)), false);
    expect(keys).toEqual([]);
    await turn();
    await turn();
    expect(keys).toEqual(['x/late']);
  });

  it.each<[string, () => readonly ObjectKey[] | Promise<readonly ObjectKey[]>]>([
    [
      'throws',
      () => {
        throw new Error('no map');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no map'))],
  ])('logs a function that %s, and goes on', async (_, map) => {
    let fails = true;
    const { handler, keys, log } = mapped(() => (fails ? map() : [{ namespace: 'x', name: 'next' }]));
    handler.onDelete?.(cached(thing('a', 1)), false);
    await turn();
    expect(log.of('error')).toMatchObject([
      { message: 'the map function of @Watches failed', fields: { object: 'default/a', error: { message: 'no map' } } },
    ]);
    fails = false;
    handler.onAdd?.(cached(thing('a', 2)), false);
    await turn();
    expect(keys).toEqual(['x/next']);
  });

  it.each<[string, unknown, string]>([
    ['no list', undefined, 'it answered undefined, which is no list of keys'],
    ['one key', { namespace: 'x', name: 'a' }, 'it answered {"namespace":"x","name":"a"}, which is no list of keys'],
    ['objects', [thing('a', 1)], `it answered ${JSON.stringify(thing('a', 1)).slice(0, 100)}: ${FORM}`],
    ['a key without its namespace', [{ name: 'a' }], `it answered {"name":"a"}: ${FORM}`],
    [
      'a key with an empty namespace',
      [{ namespace: '', name: 'a' }],
      `it answered {"namespace":"","name":"a"}: ${FORM}`,
    ],
    ['texts', ['x/a'], `it answered x/a: ${FORM}`],
    ['nothing', [null], `it answered null: ${FORM}`],
  ])('logs a function that answers %s, and enqueues nothing', async (_, answer, says) => {
    const { handler, keys, log } = mapped(() => answer as never);
    handler.onAdd?.(cached(thing('a', 1)), false);
    await turn();
    expect([log.of('error').map(({ fields }) => (fields.error as Error).message), keys]).toEqual([[says], []]);
  });

  it('takes a name alone for a cluster-scoped kind, and no namespace', async () => {
    const { handler, keys, log } = mapped(({ metadata }) => [{ name: metadata.name }], CLUSTER_THING);
    handler.onAdd?.(cached(thing('a', 1)), false);
    await turn();
    const wrong = mapped(() => [{ namespace: 'x', name: 'a' }], CLUSTER_THING);
    wrong.handler.onAdd?.(cached(thing('a', 1)), false);
    await turn();
    expect([keys, log.of('error'), wrong.keys, wrong.log.of('error').length]).toEqual([['a'], [], [], 1]);
  });
});

function mapped(map: Parameters<typeof enqueueMapped>[1], reconciled = THING) {
  const record = recorded();
  return { ...record, handler: enqueueMapped(reconciled, map, record.followed) };
}

/** Where handlers of Things put keys, and why. */
function recorded(when?: Predicate) {
  const keys: string[] = [];
  const events: CausingEvent[] = [];
  const priorities: number[] = [];
  const log = new RecordedLog();
  const enqueue = (key: string, event: CausingEvent, priority: number): void => {
    keys.push(key);
    events.push(event);
    priorities.push(priority);
  };
  const followed: FollowedKind = { kind: 'Thing', when, queue: { enqueue }, log };
  return { keys, events, priorities, log, followed };
}

const OWNER: OwnerReference = {
  apiVersion: 'example.com/v1',
  kind: 'Thing',
  name: 'owner',
  uid: 'u',
  controller: true,
};

function dependent(owners: readonly Partial<OwnerReference>[]): Snapshot<KubernetesObject> {
  const { metadata, ...rest } = thing('a', 1);
  const ownerReferences = owners.map(owner => ({ ...OWNER, ...owner }));
  return { ...rest, metadata: { ...metadata, ownerReferences } } as Snapshot<KubernetesObject>;
}

function clusterObject(name: string, owners: readonly Partial<OwnerReference>[]): Snapshot<KubernetesObject> {
  const { metadata, ...rest } = dependent(owners);
  const { namespace: _, ...kept } = metadata as typeof metadata & { namespace?: string };
  return { ...rest, metadata: { ...kept, name } };
}

function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
