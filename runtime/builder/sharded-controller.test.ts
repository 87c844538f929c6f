import { expect, test } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import type { ClusterObjectMeta, KubernetesObject } from '../../decorators/object-meta.js';
import { Thing } from '../../test/things.js';
import type { Client } from '../client/client.js';
import type { ControllerOptions } from '../controller/controller-options.js';
import { NotLeaderError } from '../leader-election/not-leader-error.js';
import type { ManagerContext } from '../manager/manager-context.js';
import type { Sharding } from '../sharding/sharding.js';
import type { ReconcilerDeclaration } from './reconciles.js';
import { keptWhole, keyShare, shardingOf } from './sharded-controller.js';

const sharding = {} as Sharding;

test.each<[string, ControllerOptions<never>, Partial<ManagerContext>, Sharding | undefined]>([
  ['is shared', {}, { sharding }, sharding],
  ['is not shared where the manager does not', {}, {}, undefined],
  ['runs on each replica for all objects, where it says so', { needLeaderElection: false }, { sharding }, undefined],
  [
    'runs on the leader alone, where it says so',
    { sharded: false },
    { sharding, leaderElection: {} as ManagerContext['leaderElection'] },
    undefined,
  ],
])('a controller %s', (_, options, manager, expected) => {
  expect(shardingOf(manager as ManagerContext, declaration({ options }))).toBe(expected);
});

test('a controller that is to run on the leader alone needs one', () => {
  const manager = { sharding, leaderElection: undefined } as ManagerContext;
  expect(() => shardingOf(manager, declaration({ options: { sharded: false } }))).toThrow(
    'controller thing: with sharded: false the leader alone runs it: give new Manager() the option leaderElection too',
  );
});

test('of what maps watch, of what is not shared, and of what an owner without a namespace owns, all objects are kept', () => {
  const kinds = { owns: [{ kind: Owned }], watches: [{ kind: Watched, map: () => [] }] };
  expect(keptWhole(sharding, declaration(kinds))).toEqual([Watched]);
  expect(keptWhole(undefined, declaration(kinds))).toEqual([Thing, Owned, Watched]);
  expect(keptWhole(sharding, declaration({ ...kinds, kind: Global }))).toEqual([Owned, Watched]);
});

test('what a reconcile writes goes through the client of the controller, unless the shard may be another’s', async () => {
  let isMine = true;
  const check = (): void => {
    if (!isMine) throw new NotLeaderError('lost');
  };
  const { signal } = new AbortController();
  const stay = { signal, check, mayWrite: true, leave: () => {} };
  const written: unknown[] = [];
  const client = { create: async (_kind: unknown, object: unknown) => void written.push(object) } as unknown as Client;
  const share = keyShare({ enter: (key: string) => (key === 'default/a' ? stay : undefined) } as Sharding, client);
  expect(share.enter('default/b')).toBeUndefined();
  const entered = share.enter('default/a');
  await entered?.client.create(Thing, { metadata: { namespace: 'default', name: 'x' } });
  isMine = false;
  await expect(entered?.client.create(Thing, { metadata: { namespace: 'default', name: 'y' } })).rejects.toThrow(
    'lost',
  );
  expect(written).toEqual([{ metadata: { namespace: 'default', name: 'x' } }]);
});

function declaration(parts: Partial<ReconcilerDeclaration>): ReconcilerDeclaration {
  return { kind: Thing, options: {}, owns: [], watches: [], sources: [], ...parts };
}

interface Owned extends Thing {}
const Owned = kindOf<Owned>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Owned',
  plural: 'owned',
  scope: 'Namespaced',
});

interface Watched extends Thing {}
const Watched = kindOf<Watched>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Watched',
  plural: 'watched',
  scope: 'Namespaced',
});

interface Global extends KubernetesObject {
  metadata: ClusterObjectMeta;
}
const Global = kindOf<Global>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Global',
  plural: 'globals',
  scope: 'Cluster',
});
