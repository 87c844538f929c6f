import { beforeEach, describe, expect, test } from 'vitest';
import { leaderElectionRole } from '../../codegen/emit/leader-election.js';
import { kindInfo } from '../../decorators/kind.js';
import { ElectionWorld, type Replica } from '../../test/election-world.js';
import { ApiError } from '../client/api-error.js';
import { FakeClock } from '../clock/fake-clock.js';
import { Lease } from '../kinds/coordination-v1.js';

let clock: FakeClock;
let world: ElectionWorld;

beforeEach(() => {
  clock = new FakeClock();
  world = new ElectionWorld({ clock, random: () => 0.5, labels: { app: 'operator' } });
  world.weather = { slowest: 2, loss: 0 };
});

const spec = () => world.lease?.spec;

describe('a replica', () => {
  test('that comes first takes the Lease at once, in client-go’s words', async () => {
    const replica = world.start();
    await clock.advance(50);
    expect(replica.isLeading).toBe(true);
    expect(replica.elector.leader).toBe('replica-1');
    expect(replica.elector.metrics).toMatchObject({ name: 'operator', masterStatus: 1, slowPath: 0 });
    expect(world.lease?.metadata.labels).toEqual({ app: 'operator' });
    expect(spec()).toEqual({
      holderIdentity: 'replica-1',
      leaseDurationSeconds: 15,
      acquireTime: '2026-01-01T00:00:00.002000Z',
      renewTime: '2026-01-01T00:00:00.002000Z',
      leaseTransitions: 0,
    });
  });

  test('renews every two seconds, by one request each', async () => {
    world.start();
    await clock.advance(50);
    const requests = world.requests;
    await clock.advance(20_000);
    expect(world.requests - requests).toBeGreaterThanOrEqual(9);
    expect(world.requests - requests).toBeLessThanOrEqual(10);
    expect(spec()).toMatchObject({ acquireTime: '2026-01-01T00:00:00.002000Z', leaseTransitions: 0 });
    expect(spec()?.renewTime).not.toBe(spec()?.acquireTime);
  });

  test('that stands by takes over within milliseconds of a release', async () => {
    const [first, second] = await leaderAndStandby();
    first.stop();
    // Long before it asks by itself again.
    await clock.advance(20);
    expect(first.end).toBe('stopped');
    expect(first.elector.metrics.masterStatus).toBe(0);
    expect(second.isLeading).toBe(true);
    expect(spec()).toMatchObject({ holderIdentity: 'replica-2', leaseTransitions: 1 });
    expect(world.violations).toEqual([]);
  });

  test('that stands by takes over when the Lease of a dead leader has run out, and not before', async () => {
    const [first, second] = await leaderAndStandby();
    first.kill();
    await clock.advance(12_900);
    expect(second.isLeading).toBe(false);
    await clock.advance(2200);
    expect(second.isLeading).toBe(true);
  });

  test('ends with an error when it could not renew, before another may lead', async () => {
    const [first, second] = await leaderAndStandby();
    first.isCutOff = true;
    await clock.advance(10_100);
    expect(String(first.end)).toMatch(
      /^LeaderElectionLostError: leader election lost: the Lease op\/operator was not renewed for 10 s: /,
    );
    expect(second.isLeading).toBe(false);
    await clock.advance(5000);
    expect(second.isLeading).toBe(true);
    expect(world.violations).toEqual([]);
  });

  test('that was paused for too long acts no more when it goes on', async () => {
    const [first] = await leaderAndStandby();
    first.clock.pause();
    await clock.advance(20_000);
    const acts = world.acts;
    const terms = world.terms.length;
    first.clock.resume();
    await clock.advance(100);
    expect(String(first.end)).toContain('leader election lost');
    expect(world.acts).toBeGreaterThanOrEqual(acts);
    expect(world.terms).toHaveLength(terms);
  });

  test('whose Lease is given to another stops at once', async () => {
    const [first] = await leaderAndStandby();
    world.edit({ holderIdentity: 'stranger' });
    await clock.advance(50);
    expect(String(first.end)).toContain('leader election lost: the Lease op/operator is held by stranger');
  });

  test.each([
    ['deleted', () => world.deleteLease()],
    ['emptied', () => world.edit({ holderIdentity: '' })],
    ['stripped', () => world.edit({ leaseDurationSeconds: undefined, renewTime: undefined })],
  ])('whose Lease is %s makes it anew, and leads on', async (_what, tamper) => {
    const [first, second] = await leaderAndStandby();
    tamper();
    await clock.advance(2500);
    expect(first.isLeading).toBe(true);
    expect(first.elector.fence.isOpen).toBe(true);
    expect(spec()).toMatchObject({ holderIdentity: 'replica-1', leaseDurationSeconds: 15 });
    await clock.advance(60_000);
    expect(second.isLeading).toBe(false);
    expect(world.violations).toEqual([]);
  });

  test.each([
    ['deleted', () => world.deleteLease()],
    ['emptied', () => world.edit({ holderIdentity: '' })],
    ['given to the one that stands by', () => world.edit({ holderIdentity: 'replica-2' })],
  ])('that stands by waits for as long as a leader may act whose Lease is %s', async (_what, tamper) => {
    const [first, second] = await leaderAndStandby();
    // It does not hear of it, and acts on.
    first.isCutOff = true;
    tamper();
    const left = world.lease;
    for (let time = 0; time < 14_500; time += 500) {
      await clock.advance(500);
      world.look();
      expect([second.isLeading, world.lease]).toEqual([false, left]);
    }
    await clock.advance(1000);
    expect(second.isLeading).toBe(true);
    expect(world.violations).toEqual([]);
  });

  test('may act from the answer on, and for as long as is left since the question', async () => {
    // Two seconds to the server, and two back.
    world.weather = { slowest: 4000, loss: 0 };
    const first = world.start();
    while (!first.isLeading) await clock.advance(1);
    expect(first.elector.fence.left).toBe(6000);
    first.isCutOff = true;
    await clock.advance(6000);
    expect(first.elector.fence.isOpen).toBe(false);
  });

  test('does not lead by a Lease that was deleted while the answer was on its way', async () => {
    world.answerDelay = 3000;
    const replica = world.start();
    while (world.lease === undefined) await clock.advance(1);
    world.deleteLease();
    await clock.advance(4000);
    expect(replica.isLeading).toBe(false);
    world.answerDelay = 0;
    await clock.advance(20_000);
    expect(replica.isLeading).toBe(true);
  });

  test('keeps what else is in the Lease', async () => {
    world.start();
    await clock.advance(50);
    world.edit({ strategy: 'OldestEmulationVersion' });
    await clock.advance(5000);
    expect(spec()).toMatchObject({ holderIdentity: 'replica-1', strategy: 'OldestEmulationVersion' });
    // The watch has told of the edit: no renewal had to fail for it.
    expect(world.replicas[0]?.elector.metrics.slowPath).toBe(0);
  });

  test('counts the renewals that had to read first', async () => {
    const [first] = await leaderAndStandby();
    first.hearsNothing = true;
    world.edit({ strategy: 'OldestEmulationVersion' });
    await clock.advance(3000);
    expect(first.elector.metrics.slowPath).toBe(1);
    expect(first.isLeading).toBe(true);
  });

  test('does not release without releaseOnCancel', async () => {
    world = new ElectionWorld({ clock, random: () => 0.5, releaseOnCancel: false });
    const [first, second] = await leaderAndStandby();
    first.stop();
    await clock.advance(5000);
    expect(first.end).toBe('stopped');
    expect(spec()).toMatchObject({ holderIdentity: 'replica-1' });
    await clock.advance(12_000);
    expect(second.isLeading).toBe(true);
  });

  test('gives up what it took while it was asked to stop', async () => {
    world.weather = { slowest: 400, loss: 0 };
    const replica = world.start();
    await clock.advance(700);
    replica.stop();
    await clock.advance(3000);
    expect(replica.end).toBe('stopped');
    expect(spec()?.holderIdentity ?? '').toBe('');
  });

  test('tells people at the Lease', async () => {
    const [first] = await leaderAndStandby();
    first.stop();
    await clock.advance(500);
    expect(world.events.map(({ reason, text }) => `${reason}: ${text}`)).toEqual([
      'LeaderElection: replica-1 became leader',
      'LeaderElection: replica-1 stopped leading',
      'LeaderElection: replica-2 became leader',
    ]);
  });
});

describe('without the right', () => {
  test('a replica says at once what it needs, and gives up after two minutes', async () => {
    world.refuse = () => forbidden();
    const replica = world.start();
    await clock.advance(100);
    const [line] = replica.log.of('error');
    expect(String(line?.fields.error)).toContain(
      'leader election with the Lease op/operator is not possible: get Lease op/operator: ',
    );
    expect(String(line?.fields.error)).toContain(
      'In all, a Role in namespace op has to allow the verbs get, create, update and watch on leases of coordination.k8s.io, and create and patch on events',
    );
    await clock.advance(119_000);
    expect(replica.end).toBeUndefined();
    expect(replica.log.of('error')).toHaveLength(1);
    await clock.advance(6000);
    expect(String(replica.end)).toContain('rbac/leader_election_role.yaml');
  });

  test('a replica leads as soon as it gets the right', async () => {
    world.refuse = () => forbidden();
    const replica = world.start();
    await clock.advance(60_000);
    world.refuse = undefined;
    await clock.advance(5000);
    expect(replica.isLeading).toBe(true);
  });

  test('to watch, a replica polls', async () => {
    world.refuse = verb => (verb === 'watch' ? forbidden() : undefined);
    const [first, second] = await leaderAndStandby();
    expect(first.log.of('info')).toContainEqual(
      expect.objectContaining({
        message: 'Leases may not be watched: a release is seen later',
      }),
    );
    first.stop();
    await clock.advance(5000);
    expect(second.isLeading).toBe(true);
  });

  test('no rule is missing from the role that kubewright generate writes', async () => {
    const used = new Set<string>();
    world.refuse = (verb, resource) => void used.add(`${verb} ${resource}`);
    const [first] = await leaderAndStandby();
    first.stop();
    await clock.advance(5000);
    expect([...used].sort()).toEqual(['create events', 'create leases', 'get leases', 'update leases', 'watch leases']);
    const granted = leaderElectionRole('system').rules.flatMap(({ resources = [], verbs }) =>
      resources.flatMap(resource => verbs.map(verb => `${verb} ${resource}`)),
    );
    for (const use of used) expect(granted).toContain(use);
  });
});

async function leaderAndStandby(): Promise<readonly [Replica, Replica]> {
  const first = world.start();
  await clock.advance(100);
  const second = world.start();
  await clock.advance(6000);
  expect([first.isLeading, second.isLeading]).toEqual([true, false]);
  return [first, second];
}

function forbidden(): ApiError {
  const message =
    'leases.coordination.k8s.io "operator" is forbidden: User "jane" cannot get resource "leases" in API group "coordination.k8s.io" in the namespace "op"';
  const attempt = { verb: 'get', kind: kindInfo(Lease), key: { namespace: 'op', name: 'operator' } };
  return new ApiError(attempt, 403, { kind: 'Status', code: 403, reason: 'Forbidden', message });
}
