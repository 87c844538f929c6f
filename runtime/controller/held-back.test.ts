import { expect, test } from 'vitest';
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { scriptedController } from '../../test/scripted-controller.js';
import { thing } from '../../test/things.js';
import type { Client } from '../client/client.js';
import { dependent } from '../desired/dependent.js';
import { ConfigMap } from '../kinds/core-v1.js';
import { done, requeueAfter } from './result.js';

type Applied = Snapshot<KubernetesObject> & { readonly data: Record<string, string> };

test.each([
  ['done', done, 1000],
  ['requeueAfter', requeueAfter(400), 400],
  ['a later requeueAfter', requeueAfter(60_000), 1000],
])('what apply holds back is come back to, after a reconcile that answers %s', async (_, answer, delay) => {
  let version = 10;
  let applies = 0;
  let last: Applied | undefined;
  const stored = (object: object): Applied => {
    version += 1;
    const { metadata } = object as Applied;
    return { ...object, metadata: { ...metadata, uid: 'uid-c', resourceVersion: String(version) } } as Applied;
  };
  const client = {
    patch: async () => thing('a', 2),
    apply: async (_: unknown, object: object) => {
      applies += 1;
      last = stored({ apiVersion: 'v1', kind: 'ConfigMap', ...object });
      operator.cache.put(last);
      return last;
    },
  };
  const operator = scriptedController({
    client: client as unknown as Client,
    owns: [ConfigMap as unknown as Kind<KubernetesObject>],
    reconciler: {
      reconcile: async (_, context) => {
        await context.apply([dependent(ConfigMap, { metadata: { name: 'c' }, data: { a: 'ours' } })], { force: true });
        return answer;
      },
    },
  });
  const edit = () => operator.put(stored({ ...last, data: { a: 'theirs' } }));
  await operator.put(thing('a', 1));
  for (let i = 0; i < 3; i += 1) await edit();
  expect(applies).toBe(4);
  await edit();
  expect(applies).toBe(4);
  expect(operator.events).toEqual(['Warning ChangedBack default/a']);
  // Nothing happens meanwhile: the controller looks again by itself, and repairs when it is time.
  expect(operator.clock.untilNext).toBe(delay);
  await operator.clock.advance(1000);
  await operator.clock.advance(200);
  expect(applies).toBe(5);
  expect(operator.log.of('error')).toEqual([]);
});
