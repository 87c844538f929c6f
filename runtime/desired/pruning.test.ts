import { expect, test } from 'vitest';
import { FakeCache } from '../../test/fake-cache.js';
import { RecordedLog } from '../../test/recorded-log.js';
import type { ApplyRunParts } from './apply-parts.js';
import { Pruning } from './pruning.js';

test.each([
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [['*'], [undefined]],
  [undefined, [undefined]],
])('a kind that was applied in %j is listed in %j', async (namespaces, listed) => {
  const asked: (string | undefined)[] = [];
  const client = {
    list: async (_: unknown, { namespace }: { namespace?: string }) => {
      asked.push(namespace);
      return { items: [] };
    },
  };
  const parts = { name: 'm/c', owns: [], client, cache: new FakeCache(), log: new RecordedLog() };
  const pruning = new Pruning(parts as unknown as ApplyRunParts, 'Background');
  const former = { apiVersion: 'g/v1', kind: 'Former', resource: 'formers', ...(namespaces && { namespaces }) };
  expect(await pruning.find(new Set(), [former])).toEqual({ objects: [], failed: [] });
  expect(asked).toEqual(listed);
});
