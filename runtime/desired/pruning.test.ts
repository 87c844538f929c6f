import { expect, test } from 'vitest';
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { FakeCache } from '../../test/fake-cache.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { ApiError } from '../client/api-error.js';
import { ConfigMap } from '../kinds/core-v1.js';
import type { ApplyRunParts } from './apply-parts.js';
import { APPLIED_ANNOTATION } from './configuration.js';
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

/** A ConfigMap that `m/c` has applied for the owner `o`. */
function applied(uid: string, resourceVersion: string, metadata: object = {}): Snapshot<KubernetesObject> {
  const owner = { apiVersion: 'g/v1', kind: 'Owner', name: 'o', uid: 'o', controller: true };
  const annotations = { [APPLIED_ANNOTATION]: 'hash m/c' };
  const own = { namespace: 'default', name: 'c', uid, resourceVersion, annotations, ownerReferences: [owner] };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...own, ...metadata } } as never;
}

test.each<[what: string, there: Snapshot<KubernetesObject>, deleted: readonly string[]]>([
  ['has changed meanwhile goes all the same', applied('u', '2'), ['u at 1', 'u at 2']],
  ['has made way for another one of its name leaves that one', applied('v', '2'), ['u at 1']],
  ['is no longer ours stays', applied('u', '2', { ownerReferences: [] }), ['u at 1']],
  ['goes by itself is not asked again', applied('u', '2', { deletionTimestamp: '2026-01-01T00:00:00Z' }), ['u at 1']],
])('an object that %s', async (_, there, deleted) => {
  const asked: string[] = [];
  const { uid: present, resourceVersion: version } = there.metadata;
  const client = {
    get: async () => there,
    delete: async (
      kind: Kind<KubernetesObject>,
      __: unknown,
      { preconditions }: { preconditions: Record<string, string> },
    ) => {
      asked.push(`${preconditions.uid} at ${preconditions.resourceVersion}`);
      if (preconditions.uid === present && preconditions.resourceVersion === version) return;
      throw new ApiError({ verb: 'delete', kind: kind as never }, 409, {
        kind: 'Status',
        reason: 'Conflict',
        code: 409,
      });
    },
  };
  const owner = { apiVersion: 'g/v1', kind: 'Owner', metadata: { name: 'o', uid: 'o', namespace: 'default' } };
  const pruning = new Pruning({ name: 'm/c', owner, client } as unknown as ApplyRunParts, 'Background');
  const object = applied('u', '1');
  const unwished = { kind: ConfigMap as never, key: { namespace: 'default', name: 'c' }, object, isFormer: false };
  expect(await pruning.delete(unwished)).toBe(deleted.length === 2);
  expect(asked).toEqual(deleted);
});
