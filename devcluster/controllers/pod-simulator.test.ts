import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anyType, ControllerWorld, POD } from '../../test/controller-world.js';
import { PodSimulator } from './pod-simulator.js';
import { podStatusOf } from './pod-status.js';

const NODE = anyType('v1', 'Node', { namespaced: false });
const containers = [{ name: 'one', image: 'image:1' }];

let world: ControllerWorld;
beforeEach(() => {
  world = new ControllerWorld([POD, NODE]);
  world.run(options => new PodSimulator({ ...options, version: 'v1.36.3' }));
});
afterEach(() => {
  world.stop();
  expect(world.complaints).toEqual([]);
  expect(world.clock.pending).toBe(0);
});

/** As long as nothing is written, time goes on in small steps. */
async function pass(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 10) {
    await world.clock.advance(10);
    await world.quiet();
  }
}

function status(name: string) {
  const pod = world.get(POD, name);
  return pod && podStatusOf(pod);
}

function condition(name: string, wanted: string): string | undefined {
  return status(name)?.conditions?.find(({ type }) => type === wanted)?.status;
}

describe('a Pod', () => {
  test('is bound to the one Node, then runs and is ready', async () => {
    await world.create(POD, { name: 'a' }, { spec: { containers } });
    await pass(40);
    expect(world.get(POD, 'a')?.spec).toEqual({ containers });
    await pass(20);
    expect(world.get(POD, 'a')?.spec).toMatchObject({ nodeName: 'kubewright-node' });
    expect(status('a')?.phase).toBeUndefined();
    await pass(60);
    expect(status('a')).toMatchObject({
      phase: 'Running',
      podIP: '10.244.0.1',
      podIPs: [{ ip: '10.244.0.1' }],
      startTime: '2026-01-01T00:00:00Z',
      containerStatuses: [
        {
          name: 'one',
          image: 'image:1',
          ready: true,
          restartCount: 0,
          state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
        },
      ],
    });
    for (const type of ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready']) {
      expect(condition('a', type)).toBe('True');
    }
  });

  test('has an address of its own', async () => {
    await world.create(POD, { name: 'a' }, { spec: { containers } });
    await world.create(POD, { name: 'b' }, { spec: { containers } });
    await pass(200);
    expect(new Set(['a', 'b'].map(name => status(name)?.podIP)).size).toBe(2);
  });

  test('has its init containers completed, and its sidecars running', async () => {
    const initContainers = [{ name: 'first' }, { name: 'side', restartPolicy: 'Always' }];
    await world.create(POD, { name: 'a' }, { spec: { containers, initContainers } });
    await pass(200);
    expect(status('a')?.initContainerStatuses).toMatchObject([
      { name: 'first', state: { terminated: { exitCode: 0 } } },
      { name: 'side', state: { running: {} }, ready: true },
    ]);
  });

  test('waits as long as it has scheduling gates', async () => {
    await world.create(POD, { name: 'a' }, { spec: { containers, schedulingGates: [{ name: 'test.example/gate' }] } });
    await pass(200);
    expect(status('a')?.phase).toBeUndefined();
  });

  test('is ready only while its readiness gates are open', async () => {
    const readinessGates = [{ conditionType: 'test.example/open' }];
    await world.create(POD, { name: 'a' }, { spec: { containers, readinessGates } });
    await pass(200);
    expect([condition('a', 'ContainersReady'), condition('a', 'Ready')]).toEqual(['True', 'False']);
    await open('True');
    expect(condition('a', 'Ready')).toBe('True');
    await open('False');
    expect(condition('a', 'Ready')).toBe('False');
  });

  async function open(gate: string): Promise<void> {
    const pod = world.get(POD, 'a');
    if (pod === undefined) throw new Error('there is no Pod');
    const conditions = (podStatusOf(pod).conditions ?? []).filter(({ type }) => type !== 'test.example/open');
    const changed = { ...podStatusOf(pod), conditions: [...conditions, { type: 'test.example/open', status: gate }] };
    await world.cluster.update(POD, { ...pod, status: changed }, 'status');
    await pass(20);
  }

  test('of another Node is left alone', async () => {
    await world.create(NODE, { name: 'elsewhere' });
    await world.create(POD, { name: 'a' }, { spec: { containers, nodeName: 'elsewhere' } });
    await pass(200);
    world.delete(POD, 'a');
    await pass(1000);
    expect(status('a')?.phase).toBeUndefined();
    expect(world.get(POD, 'a')?.metadata.deletionTimestamp).toBeDefined();
  });
});

describe('a deleted Pod', () => {
  beforeEach(async () => {
    await world.create(POD, { name: 'a' }, { spec: { containers } });
    await pass(200);
  });

  test('is terminating until its containers have ended, then it is gone', async () => {
    world.delete(POD, 'a');
    await pass(490);
    expect(world.get(POD, 'a')?.metadata).toMatchObject({ deletionGracePeriodSeconds: 30 });
    expect(status('a')?.phase).toBe('Running');
    await pass(20);
    expect(world.names(POD)).toEqual([]);
  });

  test('is gone at once without grace', async () => {
    world.delete(POD, 'a', { gracePeriodSeconds: 0 });
    await world.quiet();
    expect(world.names(POD)).toEqual([]);
  });

  test('has ended, and stays for its finalizers', async () => {
    await world.change(POD, 'a', { finalizers: ['test.example/held'] });
    world.delete(POD, 'a');
    await pass(600);
    expect(status('a')).toMatchObject({ phase: 'Succeeded', containerStatuses: [{ ready: false }] });
    expect(condition('a', 'Ready')).toBe('False');
    await world.change(POD, 'a', { finalizers: [] });
    expect(world.names(POD)).toEqual([]);
  });
});

test('there is one Node, which is ready', async () => {
  await world.quiet();
  expect(world.names(NODE)).toEqual(['kubewright-node']);
  expect(world.get(NODE, 'kubewright-node', '')?.status).toMatchObject({
    conditions: expect.arrayContaining([expect.objectContaining({ type: 'Ready', status: 'True' })]),
  });
});
