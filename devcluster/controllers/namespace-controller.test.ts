import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anyType, ControllerWorld, NAMESPACE, POD } from '../../test/controller-world.js';
import { NamespaceController } from './namespace-controller.js';
import { NamespaceDefaults } from './namespace-defaults.js';

const CONFIG_MAP = anyType('v1', 'ConfigMap');
const SERVICE_ACCOUNT = anyType('v1', 'ServiceAccount');
const THING = anyType('test.example/v1', 'Thing');
const PLACE = anyType('test.example/v1', 'Place', { namespaced: false });

let world: ControllerWorld;
beforeEach(async () => {
  world = new ControllerWorld([NAMESPACE, POD, CONFIG_MAP, SERVICE_ACCOUNT, THING, PLACE]);
  await world.create(NAMESPACE, { name: 'default' });
});
afterEach(() => {
  world.stop();
  expect(world.clock.pending).toBe(0);
  expect(world.complaints).toEqual([]);
});

const held = { finalizers: ['test.example/held'] };

function conditions(): Record<string, string> {
  const { conditions = [] } = (world.get(NAMESPACE, 'default')?.status ?? {}) as {
    conditions?: readonly { type: string; status: string; reason: string; message: string }[];
  };
  return Object.fromEntries(
    conditions.map(({ type, status, reason, message }) => [type, `${status} ${reason}: ${message}`]),
  );
}

/** From the deletion of a namespace to the first look at it. */
async function moment(): Promise<void> {
  await world.quiet();
  await world.clock.advance(1000);
  await world.quiet();
}

describe('a deleted namespace', () => {
  beforeEach(() => world.run(options => new NamespaceController(options)));

  test('is left alone for a moment, in which its content can be deleted by name', async () => {
    for (const name of ['a', 'b']) await world.create(CONFIG_MAP, { name });
    world.delete(NAMESPACE, 'default');
    await world.quiet();
    world.delete(CONFIG_MAP, 'a');
    await world.quiet();
    expect(world.names(CONFIG_MAP)).toEqual(['b']);
    await world.clock.advance(1000);
    await world.quiet();
    expect([CONFIG_MAP, NAMESPACE].map(type => world.names(type))).toEqual([[], []]);
  });

  test('goes with all that is in it, and nothing else does', async () => {
    await world.create(NAMESPACE, { name: 'other' });
    await world.create(CONFIG_MAP, { name: 'a' });
    await world.create(CONFIG_MAP, { name: 'a', namespace: 'other' });
    await world.create(THING, { name: 'b' });
    await world.create(PLACE, { name: 'c' });
    world.delete(NAMESPACE, 'default');
    await moment();
    expect([CONFIG_MAP, THING, PLACE, NAMESPACE].map(type => world.names(type))).toEqual([['a'], [], ['c'], ['other']]);
  });

  test('takes nothing new, while it is terminating', async () => {
    await world.create(THING, { name: 'a', ...held });
    world.delete(NAMESPACE, 'default');
    await moment();
    await expect(world.create(THING, { name: 'b' })).rejects.toMatchObject({ code: 403, reason: 'Forbidden' });
  });

  test('waits for finalizers of its content, and says for which', async () => {
    await world.create(THING, { name: 'a', ...held });
    await world.create(CONFIG_MAP, { name: 'b', finalizers: ['test.example/held', 'test.example/more'] });
    world.delete(NAMESPACE, 'default');
    await moment();
    expect(world.get(NAMESPACE, 'default')?.status).toMatchObject({ phase: 'Terminating' });
    expect(conditions()).toEqual({
      NamespaceDeletionDiscoveryFailure: 'False ResourcesDiscovered: All resources successfully discovered',
      NamespaceDeletionGroupVersionParsingFailure:
        'False ParsedGroupVersions: All legacy kube types successfully parsed',
      NamespaceDeletionContentFailure:
        'False ContentDeleted: All content successfully deleted, may be waiting on finalization',
      NamespaceContentRemaining:
        'True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances, things.test.example has 1 resource instances',
      NamespaceFinalizersRemaining:
        'True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: test.example/held in 2 resource instances, test.example/more in 1 resource instances',
    });
    await world.change(THING, 'a', { finalizers: [] });
    await world.change(CONFIG_MAP, 'b', { finalizers: [] });
    await world.quiet();
    expect(world.names(NAMESPACE)).toEqual([]);
  });

  test('lets its Pods end before anything else goes', async () => {
    await world.create(POD, { name: 'a' }, { spec: { nodeName: 'somewhere', containers: [] } });
    await world.create(CONFIG_MAP, { name: 'b' });
    world.delete(NAMESPACE, 'default');
    await moment();
    expect(world.get(POD, 'a')?.metadata.deletionTimestamp).toBeDefined();
    expect(world.names(CONFIG_MAP)).toEqual(['b']);
    world.delete(POD, 'a', { gracePeriodSeconds: 0 });
    await world.quiet();
    expect(world.names(NAMESPACE)).toEqual([]);
  });

  test('stays for a finalizer of its own after it is empty', async () => {
    await world.change(NAMESPACE, 'default', held);
    await world.create(CONFIG_MAP, { name: 'a' });
    world.delete(NAMESPACE, 'default');
    await moment();
    expect(world.names(CONFIG_MAP)).toEqual([]);
    expect(world.get(NAMESPACE, 'default')?.spec).toEqual({ finalizers: [] });
  });
});

describe('every namespace', () => {
  beforeEach(() => world.run(options => new NamespaceDefaults({ ...options, rootCertificate: 'PEM' })));

  test('gets its service account and the root certificate', async () => {
    await world.create(NAMESPACE, { name: 'other' });
    await world.quiet();
    for (const namespace of ['default', 'other']) {
      expect(world.get(SERVICE_ACCOUNT, 'default', namespace)).toBeDefined();
      expect(world.get(CONFIG_MAP, 'kube-root-ca.crt', namespace)?.data).toEqual({ 'ca.crt': 'PEM' });
    }
  });

  test('gets them back', async () => {
    await world.quiet();
    world.delete(SERVICE_ACCOUNT, 'default');
    world.delete(CONFIG_MAP, 'kube-root-ca.crt');
    await world.quiet();
    expect(world.names(SERVICE_ACCOUNT)).toEqual(['default']);
    expect(world.names(CONFIG_MAP)).toEqual(['kube-root-ca.crt']);
  });

  test('has the present root certificate', async () => {
    await world.quiet();
    const present = world.get(CONFIG_MAP, 'kube-root-ca.crt');
    if (present !== undefined) await world.cluster.update(CONFIG_MAP, { ...present, data: { 'ca.crt': 'forged' } });
    await world.quiet();
    expect(world.get(CONFIG_MAP, 'kube-root-ca.crt')?.data).toEqual({ 'ca.crt': 'PEM' });
  });

  test('does not get them while it is deleted', async () => {
    world.run(options => new NamespaceController(options));
    await world.quiet();
    world.delete(NAMESPACE, 'default');
    await moment();
    expect([NAMESPACE, SERVICE_ACCOUNT, CONFIG_MAP].map(type => world.names(type))).toEqual([[], [], []]);
  });
});
