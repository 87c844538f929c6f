import { describe, expect, it } from 'vitest';
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { scriptedController } from '../../test/scripted-controller.js';
import { thing } from '../../test/things.js';
import type { Client } from '../client/client.js';
import { dependent } from '../desired/dependent.js';
import { ConfigMap } from '../kinds/core-v1.js';
import type { OwnedKind } from './followed-kinds.js';
import { done } from './result.js';

/** A controller whose things wish for the ConfigMap `c`; what it has applied is noted. */
function wishing(owned: Partial<OwnedKind> = {}) {
  const applied: string[] = [];
  let runs = 0;
  const client = {
    patch: async () => thing('a', 2),
    apply: async (_: unknown, { metadata }: { metadata: { name: string } }) => {
      applied.push(metadata.name);
      return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, uid: 'ours', resourceVersion: '50' } };
    },
  };
  const operator = scriptedController({
    client: client as unknown as Client,
    owns: [{ kind: ConfigMap as unknown as Kind<KubernetesObject>, apply: true, ...owned }],
    finalizes: false,
    reconciler: {
      reconcile: async (_, context) => {
        runs += 1;
        await context.apply([dependent(ConfigMap, { metadata: { name: 'c' } })]);
        return done;
      },
    },
  });
  return { operator, applied, runs: () => runs };
}

function foreign(metadata: object = {}): Snapshot<KubernetesObject> {
  const own = { namespace: 'default', name: 'c', uid: 'foreign', resourceVersion: '40' };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...own, ...metadata } } as never;
}

const LEAVING = { deletionTimestamp: '2026-01-01T00:00:00Z', resourceVersion: '41' };

describe('a name that an object of others has', () => {
  it('is taken as soon as that is gone, whose end belongs to nobody here', async () => {
    const { operator, applied } = wishing();
    await operator.put(foreign());
    await operator.put(thing('a', 1));
    expect(operator.log.of('error')).toHaveLength(1);
    await operator.remove(foreign());
    expect(applied).toEqual(['c']);
  });

  it('is taken also where the object was seen on its way out, which is no failure', async () => {
    const { operator, applied } = wishing();
    await operator.put(foreign(LEAVING));
    await operator.put(thing('a', 1));
    expect([operator.log.of('error'), operator.clock.untilNext]).toEqual([[], undefined]);
    await operator.remove(foreign(LEAVING));
    expect(applied).toEqual(['c']);
  });

  it('is taken also where changes of the kind do not count', async () => {
    const never = { create: () => false, update: () => false, delete: () => false };
    const { operator, applied } = wishing({ when: never as never });
    await operator.put(foreign(LEAVING));
    await operator.put(thing('a', 1));
    await operator.remove(foreign(LEAVING));
    expect(applied).toEqual(['c']);
  });

  it('is looked at again where another object has it now, and not for changes of one', async () => {
    const { operator, applied, runs } = wishing();
    await operator.put(foreign(LEAVING));
    await operator.put(thing('a', 1));
    await operator.put(foreign({ ...LEAVING, resourceVersion: '42' }));
    expect(runs()).toBe(1);
    await operator.put(foreign({ ...LEAVING, uid: 'another', resourceVersion: '43' }));
    expect(runs()).toBe(2);
    await operator.remove(foreign({ ...LEAVING, uid: 'another' }));
    expect([runs(), applied]).toEqual([3, ['c']]);
  });

  it('is nothing to wait for once the reconcile goes on, or its object is gone', async () => {
    const { operator, runs } = wishing();
    await operator.put(foreign(LEAVING));
    await operator.put(thing('a', 1));
    await operator.remove(thing('a', 1));
    await operator.remove(foreign(LEAVING));
    expect(runs()).toBe(1);
    await operator.put(foreign(LEAVING));
    await operator.put(thing('a', 2));
    await operator.remove(foreign(LEAVING));
    expect(runs()).toBe(3);
    await operator.put(foreign(LEAVING));
    await operator.remove(foreign(LEAVING));
    expect(runs()).toBe(3);
  });
});
