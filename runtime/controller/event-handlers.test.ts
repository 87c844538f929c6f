import { describe, expect, it } from 'vitest';
import { type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject, OwnerReference } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { cached } from '../../test/arrivals.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Thing, thing } from '../../test/things.js';
import type { InformerHandler } from '../cache/informer.js';
import type { ObjectKey } from '../meta/object-key.js';
import { enqueueController, enqueueMapped, enqueueObject } from './event-handlers.js';

const THING = kindInfo(Thing);
const CLUSTER_THING: KindInfo = { ...THING, scope: 'Cluster' };

describe('enqueueObject', () => {
  it.each<[string, (handler: InformerHandler<KubernetesObject>) => void]>([
    ['an added object', handler => handler.onAdd?.(cached(thing('a', 1)), false)],
    ['an object of the initial list', handler => handler.onAdd?.(cached(thing('a', 1)), true)],
    ['an updated object', handler => handler.onUpdate?.(cached(thing('a', 1)), cached(thing('a', 2)))],
    ['a deleted object', handler => handler.onDelete?.(cached(thing('a', 2)), false)],
    ['an object whose end was not seen', handler => handler.onDelete?.(cached(thing('a', 2)), true)],
  ])('gives the key of %s', (_, happen) => {
    const keys = new Set<string>();
    happen(enqueueObject(key => keys.add(key)));
    expect([...keys]).toEqual(['default/a']);
  });

  it('gives the name alone of a cluster-scoped object', () => {
    const keys: string[] = [];
    enqueueObject(key => keys.push(key)).onAdd?.(cached(clusterObject('n', [])), false);
    expect(keys).toEqual(['n']);
  });
});

describe('enqueueController', () => {
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
    const keys: string[] = [];
    enqueueController(THING, key => keys.push(key)).onAdd?.(cached(object), false);
    expect(keys).toEqual(expected);
  });

  it('gives the name alone of a cluster-scoped controller, of dependents in a namespace and in none', () => {
    const keys: string[] = [];
    const handler = enqueueController(CLUSTER_THING, key => keys.push(key));
    handler.onAdd?.(cached(dependent([{}])), false);
    handler.onAdd?.(cached(clusterObject('n', [{}])), false);
    expect(keys).toEqual(['owner', 'owner']);
  });

  it('takes a core kind for the controller of its group only', () => {
    const keys: string[] = [];
    const handler = enqueueController({ ...THING, group: '' }, key => keys.push(key));
    handler.onAdd?.(cached(dependent([{ apiVersion: 'v1' }])), false);
    handler.onAdd?.(cached(dependent([{ name: 'other' }])), false);
    expect(keys).toEqual(['default/owner']);
  });

  it.each<[string, Partial<OwnerReference>[], Partial<OwnerReference>[], string[]]>([
    ['both when the controller changes', [{ name: 'a' }], [{ name: 'b' }], ['default/a', 'default/b']],
    ['the former one when the object is orphaned', [{ name: 'a' }], [], ['default/a']],
    ['the new one when the object is adopted', [], [{ name: 'b' }], ['default/b']],
  ])('gives %s', (_, before, after, expected) => {
    const keys: string[] = [];
    enqueueController(THING, key => keys.push(key)).onUpdate?.(cached(dependent(before)), cached(dependent(after)));
    expect(keys).toEqual(expected);
  });

  it('gives the controller of a deleted object', () => {
    const keys: string[] = [];
    enqueueController(THING, key => keys.push(key)).onDelete?.(cached(dependent([{}])), true);
    expect(keys).toEqual(['default/owner']);
  });
});

describe('enqueueMapped', () => {
  it('gives every key that the function answers, for the old and the new state', async () => {
    const { handler, keys } = mapped(({ metadata }) => [
      { namespace: 'x', name: `of-${metadata.resourceVersion}` },
      { name: 'cluster' },
    ]);
    handler.onUpdate?.(cached(thing('a', 1)), cached(thing('a', 2)));
    await turn();
    expect(new Set(keys)).toEqual(new Set(['x/of-1', 'x/of-2', 'cluster']));
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
    const { handler, keys, log } = mapped(() => (fails ? map() : [{ name: 'next' }]));
    handler.onDelete?.(cached(thing('a', 1)), false);
    await turn();
    expect(log.of('error')).toMatchObject([
      { message: 'the map function of @Watches failed', fields: { object: 'default/a', error: { message: 'no map' } } },
    ]);
    fails = false;
    handler.onAdd?.(cached(thing('a', 2)), false);
    await turn();
    expect(keys).toEqual(['next']);
  });

  it('logs a function that answers no list', async () => {
    const { handler, log } = mapped(() => undefined as never);
    handler.onAdd?.(cached(thing('a', 1)), false);
    await turn();
    expect(log.of('error')).toHaveLength(1);
  });
});

function mapped(map: Parameters<typeof enqueueMapped>[0]) {
  const keys: string[] = [];
  const log = new RecordedLog();
  return { keys, log, handler: enqueueMapped(map, key => keys.push(key), log) };
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
