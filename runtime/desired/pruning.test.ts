import { expect, test } from 'vitest';
import { FakeCache } from '../../test/fake-cache.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { ApiError } from '../client/api-error.js';
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
      return { items: [], metadata: { resourceVersion: '1' } };
    },
  };
  const parts = { name: 'm/c', owns: [], client, cache: new FakeCache(), log: new RecordedLog() };
  const pruning = new Pruning(parts as unknown as ApplyRunParts, 'Background');
  const former = { apiVersion: 'g/v1', kind: 'Former', resource: 'formers', ...(namespaces && { namespaces }) };
  expect(await pruning.find(new Set(), [former])).toEqual({ objects: [], failed: [] });
  expect(asked).toEqual(listed);
});

test('of a kind that the server does not know any more there is nothing to prune', async () => {
  const kind = { group: 'g', version: 'v1', kind: 'Former', plural: 'formers', scope: 'Cluster' } as const;
  const log = new RecordedLog();
  const said = 'the server could not find the requested resource';
  let answer = new ApiError({ verb: 'list', kind }, 404, {
    kind: 'Status',
    reason: 'NotFound',
    message: said,
    code: 404,
  });
  const client = { list: async () => Promise.reject(answer) };
  const parts = { name: 'm/c', owns: [], client, cache: new FakeCache(), log };
  const pruning = new Pruning(parts as unknown as ApplyRunParts, 'Background');
  const former = { apiVersion: 'g/v1', kind: 'Former', resource: 'formers' };
  expect(await pruning.find(new Set(), [former])).toEqual({ objects: [], failed: [] });
  expect(log.of('info')).toMatchObject([{ fields: { kind: 'Former' } }]);
  // A server that is not there says nothing of its kinds.
  answer = new ApiError({ verb: 'list', kind }, 503, { kind: 'Status', reason: 'ServiceUnavailable', code: 503 });
  expect((await pruning.find(new Set(), [former])).failed).toMatchObject([{ key: { name: '*' }, error: answer }]);
});
