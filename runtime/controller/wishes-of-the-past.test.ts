import { describe, expect, it } from 'vitest';
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { scriptedController } from '../../test/scripted-controller.js';
import { thing } from '../../test/things.js';
import type { Client } from '../client/client.js';
import { dependent } from '../desired/dependent.js';
import { ConfigMap } from '../kinds/core-v1.js';
import type { ReconcileContext } from './reconciler.js';
import { done } from './result.js';

interface Sent {
  readonly metadata: { readonly name: string; readonly uid?: string };
  readonly data: Readonly<Record<string, string>>;
}

/** A controller that leaves the ConfigMap `c` as it is, and makes a new one where there is none. */
function leaving(whileItThinks: (operator: ReturnType<typeof scriptedController>, context: ReconcileContext) => void) {
  const applied: string[] = [];
  const client = {
    patch: async () => thing('a', 2),
    apply: async (_: unknown, { metadata, data }: Sent) => {
      applied.push(`${metadata.uid ?? 'none'}: ${data.made}`);
      const made = { ...metadata, uid: metadata.uid ?? 'made', resourceVersion: '50' };
      return { apiVersion: 'v1', kind: 'ConfigMap', metadata: made, data };
    },
  };
  const operator = scriptedController({
    client: client as unknown as Client,
    owns: [ConfigMap as unknown as Kind<KubernetesObject>],
    finalizes: false,
    reconciler: {
      reconcile: async (_, context) => {
        const [present] = context.owned(ConfigMap);
        const data = { made: present?.data?.made ?? 'new' };
        whileItThinks(operator, context);
        await context.apply([dependent(ConfigMap, { metadata: { name: 'c' }, data })]);
        return done;
      },
    },
  });
  return { operator, applied };
}

const owner = { apiVersion: 'example.com/v1', kind: 'Thing', name: 'a', uid: 'uid-a', controller: true };
function ours(uid: string): Snapshot<ConfigMap> {
  const metadata = { namespace: 'default', name: 'c', uid, resourceVersion: '40', ownerReferences: [owner] };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { made: uid } } as never;
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) action();
    isDone = true;
  };
}

describe('a wish that was made of an object as it was', () => {
  it('does not bring it back when it has gone meanwhile', async () => {
    const goes = once(() => operator.cache.remove(ours('old')));
    const { operator, applied } = leaving(() => goes());
    await operator.put(ours('old'));
    await operator.put(thing('a', 1));
    expect([applied, operator.log.of('error')]).toEqual([['none: new'], []]);
  });

  it('does not go to another one that has its name by then', async () => {
    const changes = once(() => {
      operator.cache.remove(ours('old'));
      operator.cache.put(ours('other'));
    });
    const { operator, applied } = leaving(() => changes());
    await operator.put(ours('old'));
    await operator.put(thing('a', 1));
    expect([applied, operator.log.of('error')]).toEqual([['other: other'], []]);
  });

  it('may bring it back where the reconcile has looked once more', async () => {
    const goes = once(() => operator.cache.remove(ours('old')));
    const { operator, applied } = leaving((_, context) => {
      goes();
      context.owned(ConfigMap);
    });
    await operator.put(ours('old'));
    await operator.put(thing('a', 1));
    expect(applied[0]).toBe('none: old');
  });
});
