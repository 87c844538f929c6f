import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { RecordedLog } from '../../test/recorded-log.js';
import type { Client } from '../client/client.js';
import { FakeClock } from '../clock/fake-clock.js';
import { leaderElector } from './elect.js';
import { electionTiming } from './leader-election-options.js';

test('the durations are those of client-go, unless said', () => {
  expect(electionTiming({})).toEqual({ leaseDuration: 15_000, renewDeadline: 10_000, retryPeriod: 2000 });
  expect(electionTiming({ leaseDuration: 60_000 }).leaseDuration).toBe(60_000);
});

test.each([
  [{ leaseDuration: 10_000 }, 'leaseDuration (10000 ms) is to be longer than renewDeadline (10000 ms)'],
  [{ renewDeadline: 2400 }, 'renewDeadline (2400 ms) is to be longer than 1.2 × retryPeriod (2000 ms)'],
  [{ retryPeriod: 0 }, 'retryPeriod is to be more than 0 milliseconds, not 0'],
  [{ leaseDuration: Number.NaN }, 'leaseDuration is to be more than 0 milliseconds, not NaN'],
  [{ renewDeadline: -1 }, 'renewDeadline is to be more than 0 milliseconds, not -1'],
])('%j are refused', (options, message) => {
  expect(() => electionTiming(options)).toThrow(`leaderElection: ${message}`);
});

test('a replica is called as its host, and unlike any other', () => {
  const [one, other] = [elector({ namespace: 'op' }), elector({ namespace: 'op' })];
  expect(one.identity).toMatch(/^.+_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(one.identity.startsWith(`${hostname()}_`)).toBe(true);
  expect(one.identity).not.toBe(other.identity);
  expect(elector({ namespace: 'op', identity: 'pod-1' }).identity).toBe('pod-1');
  expect(() => elector({ namespace: 'op', identity: '' })).toThrow('the identity is empty');
});

test('the Lease is in the namespace of the Pod, and called as the operator, unless said', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'leader-election-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'namespace'), 'redis-operator-system\n');
  expect(elector({}, folder).name).toBe('leader election redis-operator-system/redis-operator');
  expect(elector({ namespace: 'other', name: 'a' }, folder).name).toBe('leader election other/a');
  await writeFile(join(folder, 'namespace'), '');
  expect(() => elector({}, folder)).toThrow('namespace is empty');
});

test('outside of a Pod a namespace has to be said', () => {
  expect(() => elector({}, '/nowhere')).toThrow(
    'leaderElection: not in a Pod (POD_NAMESPACE is not set, and /nowhere/namespace cannot be read), so say where the Leases are to be: leaderElection: { namespace } of new Manager(), or --leader-elect-resource-namespace',
  );
});

function elector(options: Parameters<typeof leaderElector>[0], serviceAccount = '/nowhere') {
  const [client, clock, log] = [{} as Client, new FakeClock(), new RecordedLog()];
  return leaderElector(options, { name: 'redis-operator', client, clock, log, serviceAccount });
}
