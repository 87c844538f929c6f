import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anyType, ControllerWorld, NAMESPACE, ownedBy } from '../../test/controller-world.js';
import type { ApiObject } from '../object/api-object.js';
import { GarbageCollector } from './garbage-collector.js';

const THING = anyType('test.example/v1', 'Thing');
const OTHER = anyType('v1', 'ConfigMap');
const PLACE = anyType('test.example/v1', 'Place', { namespaced: false });

let world: ControllerWorld;
beforeEach(() => {
  world = new ControllerWorld([THING, OTHER, PLACE]);
  world.run(options => new GarbageCollector(options));
});
afterEach(() => {
  world.stop();
  expect(world.complaints).toEqual([]);
});

const blocking = { blockOwnerDeletion: true };
const held = { finalizers: ['test.example/held'] };

describe('background deletion', () => {
  test('takes the dependents of all kinds after their owner, and theirs after them', async () => {
    const owner = await world.create(THING, { name: 'owner' });
    const child = await world.create(OTHER, { name: 'child', ownerReferences: [ownedBy(owner)] });
    await world.create(THING, { name: 'grandchild', ownerReferences: [ownedBy(child)] });
    await world.create(THING, { name: 'stranger' });
    world.delete(THING, 'owner');
    await world.quiet();
    expect([world.names(THING), world.names(OTHER)]).toEqual([['stranger'], []]);
  });

  test('leaves a dependent to its finalizers', async () => {
    const owner = await world.create(THING, { name: 'owner' });
    await world.create(THING, { name: 'child', ownerReferences: [ownedBy(owner)], ...held });
    world.delete(THING, 'owner');
    await world.quiet();
    expect(world.get(THING, 'child')?.metadata.deletionTimestamp).toBeDefined();
    await world.change(THING, 'child', { finalizers: [] });
    await world.quiet();
    expect(world.names(THING)).toEqual([]);
  });
});

describe('an object whose owner is not there', () => {
  const uid = '00000000-0000-0000-0000-000000000000';

  test('is deleted when it is made', async () => {
    await world.create(THING, {
      name: 'child',
      ownerReferences: [{ apiVersion: 'test.example/v1', kind: 'Thing', name: 'owner', uid }],
    });
    await world.quiet();
    expect(world.names(THING)).toEqual([]);
  });

  test('is deleted although another object has the name of its owner now', async () => {
    await world.create(THING, { name: 'owner' });
    await world.create(THING, {
      name: 'child',
      ownerReferences: [{ apiVersion: 'test.example/v1', kind: 'Thing', name: 'owner', uid }],
    });
    await world.quiet();
    expect(world.names(THING)).toEqual(['owner']);
  });

  test('is deleted when its owner is of its kind and uid, and of another name', async () => {
    const owner = await world.create(THING, { name: 'owner' });
    await world.create(THING, { name: 'child', ownerReferences: [{ ...ownedBy(owner), name: 'someone' }] });
    await world.quiet();
    expect(world.names(THING)).toEqual(['owner']);
  });

  test('is deleted when its owner is in another namespace', async () => {
    const owner = await world.create(THING, { name: 'owner' });
    await world.create(THING, { name: 'child', namespace: 'elsewhere', ownerReferences: [ownedBy(owner)] });
    await world.quiet();
    expect(world.names(THING)).toEqual(['owner']);
  });

  test('stays when its kind is not served, until it is', async () => {
    const NEW = anyType('later.example/v1', 'New');
    await world.create(THING, {
      name: 'child',
      ownerReferences: [{ apiVersion: 'later.example/v1', kind: 'New', name: 'owner', uid }],
    });
    await world.quiet();
    expect(world.names(THING)).toEqual(['child']);
    world.registry.replace(NEW.storage, [NEW]);
    await world.quiet();
    expect(world.names(THING)).toEqual([]);
  });

  test('stays when it is cluster-scoped and names a namespaced owner', async () => {
    const owner = await world.create(THING, { name: 'owner' });
    await world.create(PLACE, { name: 'child', ownerReferences: [ownedBy(owner)] });
    world.delete(THING, 'owner');
    await world.quiet();
    expect(world.names(PLACE)).toEqual(['child']);
  });

  test('may have a cluster-scoped owner that is there', async () => {
    const owner = await world.create(PLACE, { name: 'owner' });
    await world.create(THING, { name: 'child', ownerReferences: [ownedBy(owner)] });
    await world.quiet();
    expect(world.names(THING)).toEqual(['child']);
    world.delete(PLACE, 'owner');
    await world.quiet();
    expect(world.names(THING)).toEqual([]);
  });
});

describe('several owners', () => {
  test('keep a dependent as long as one of them is there; references to those that are gone are removed', async () => {
    const one = await world.create(THING, { name: 'one' });
    const two = await world.create(THING, { name: 'two' });
    await world.create(THING, { name: 'child', ownerReferences: [ownedBy(one), ownedBy(two)] });
    world.delete(THING, 'one');
    await world.quiet();
    expect(world.get(THING, 'child')?.metadata.ownerReferences).toEqual([ownedBy(two)]);
    world.delete(THING, 'two');
    await world.quiet();
    expect(world.names(THING)).toEqual([]);
  });

  test('do not hold one of them that is deleted in the foreground', async () => {
    const one = await world.create(THING, { name: 'one' });
    const two = await world.create(THING, { name: 'two' });
    await world.create(THING, { name: 'child', ownerReferences: [ownedBy(one, blocking), ownedBy(two)] });
    world.delete(THING, 'one', { propagationPolicy: 'Foreground' });
    await world.quiet();
    expect(world.names(THING)).toEqual(['child', 'two']);
    expect(world.get(THING, 'child')?.metadata.ownerReferences).toEqual([ownedBy(two)]);
  });
});

describe('foreground deletion', () => {
  test('waits for dependents that block it', async () => {
    const owner = await world.create(THING, { name: 'owner' });
    await world.create(THING, { name: 'child', ownerReferences: [ownedBy(owner, blocking)], ...held });
    world.delete(THING, 'owner', { propagationPolicy: 'Foreground' });
    await world.quiet();
    expect(world.get(THING, 'owner')?.metadata.finalizers).toEqual(['foregroundDeletion']);
    await world.change(THING, 'child', { finalizers: [] });
    await world.quiet();
    expect(world.names(THING)).toEqual([]);
  });

  test('does not wait for others', async () => {
    const owner = await world.create(THING, { name: 'owner' });
    await world.create(THING, { name: 'child', ownerReferences: [ownedBy(owner)], ...held });
    world.delete(THING, 'owner', { propagationPolicy: 'Foreground' });
    await world.quiet();
    expect(world.names(THING)).toEqual(['child']);
    expect(world.get(THING, 'child')?.metadata.deletionTimestamp).toBeDefined();
  });

  test('goes down the whole tree before its root', async () => {
    const owner = await world.create(THING, { name: 'owner' });
    const child = await world.create(THING, { name: 'child', ownerReferences: [ownedBy(owner, blocking)] });
    await world.create(THING, { name: 'grandchild', ownerReferences: [ownedBy(child, blocking)], ...held });
    world.delete(THING, 'owner', { propagationPolicy: 'Foreground' });
    await world.quiet();
    expect(world.get(THING, 'child')?.metadata.finalizers).toEqual(['foregroundDeletion']);
    await world.change(THING, 'grandchild', { finalizers: [] });
    await world.quiet();
    expect(world.names(THING)).toEqual([]);
  });

  test('goes on when a dependent stops blocking it', async () => {
    const owner = await world.create(THING, { name: 'owner' });
    await world.create(THING, { name: 'child', ownerReferences: [ownedBy(owner, blocking)], ...held });
    world.delete(THING, 'owner', { propagationPolicy: 'Foreground' });
    await world.quiet();
    await world.change(THING, 'child', { ownerReferences: [ownedBy(owner, { blockOwnerDeletion: false })] });
    await world.quiet();
    expect(world.names(THING)).toEqual(['child']);
  });

  test('gets through a circle', async () => {
    const one = await world.create(THING, { name: 'one' });
    const two = await world.create(THING, { name: 'two', ownerReferences: [ownedBy(one, blocking)] });
    const three = await world.create(THING, { name: 'three', ownerReferences: [ownedBy(two, blocking)] });
    await world.change(THING, 'one', { ownerReferences: [ownedBy(three, blocking)] });
    world.delete(THING, 'one', { propagationPolicy: 'Foreground' });
    await world.quiet();
    expect(world.names(THING)).toEqual([]);
  });
});

describe('orphaning', () => {
  test('removes the references, then the owner', async () => {
    const owner = await world.create(THING, { name: 'owner' });
    const other = await world.create(THING, { name: 'other' });
    await world.create(THING, { name: 'child', ownerReferences: [ownedBy(owner, blocking)] });
    await world.create(OTHER, { name: 'child', ownerReferences: [ownedBy(owner), ownedBy(other)] });
    world.delete(THING, 'owner', { propagationPolicy: 'Orphan' });
    await world.quiet();
    expect(world.names(THING)).toEqual(['child', 'other']);
    expect(world.get(THING, 'child')?.metadata.ownerReferences).toBeUndefined();
    expect(world.get(OTHER, 'child')?.metadata.ownerReferences).toEqual([ownedBy(other)]);
  });

  test('is done also for a dependent that is deleted itself, by its finalizer', async () => {
    const owner = await world.create(THING, { name: 'owner' });
    const child = await world.create(THING, {
      name: 'child',
      ownerReferences: [ownedBy(owner)],
      finalizers: ['orphan'],
    });
    await world.create(THING, { name: 'grandchild', ownerReferences: [ownedBy(child)] });
    world.delete(THING, 'owner');
    await world.quiet();
    expect(world.names(THING)).toEqual(['grandchild']);
  });
});

describe('an owner in another namespace', () => {
  const EVENT = anyType('v1', 'Event');
  const spec = (name: string) => world.cluster.list(EVENT).find(event => event.metadata.name.startsWith(`${name}.`));
  let owner: ApiObject;
  beforeEach(async () => {
    world = new ControllerWorld([THING, PLACE, EVENT, NAMESPACE]);
    for (const name of ['default', 'far']) await world.create(NAMESPACE, { name });
    owner = await world.create(THING, { name: 'owner', namespace: 'far' });
    world.run(options => new GarbageCollector(options));
  });

  test('is none, and an Event tells why', async () => {
    const child = await world.create(THING, { name: 'child', ownerReferences: [ownedBy(owner)] });
    await world.quiet();
    expect(world.get(THING, 'child')).toBeUndefined();
    const { uid } = child.metadata;
    expect(spec('child')).toMatchObject({
      metadata: { namespace: 'default' },
      involvedObject: { apiVersion: 'test.example/v1', kind: 'Thing', namespace: 'default', name: 'child', uid },
      reason: 'OwnerRefInvalidNamespace',
      message: `ownerRef [test.example/v1/Thing, namespace: default, name: owner, uid: ${owner.metadata.uid}] does not exist in namespace "default"`,
      type: 'Warning',
      count: 1,
      source: { component: 'garbage-collector-controller' },
      reportingComponent: 'garbage-collector-controller',
    });
  });

  test('of a cluster-scoped object is told in the namespace `default`, and the object stays', async () => {
    await world.create(PLACE, { name: 'place', ownerReferences: [ownedBy(owner)] });
    await world.quiet();
    expect(world.names(PLACE)).toEqual(['place']);
    const message = `ownerRef [test.example/v1/Thing, namespace: , name: owner, uid: ${owner.metadata.uid}] does not exist in namespace ""`;
    expect(spec('place')).toMatchObject({ metadata: { namespace: 'default' }, message });
  });

  test('is not told of where there is none anywhere', async () => {
    const uid = '00000000-0000-0000-0000-000000000000';
    await world.create(THING, { name: 'child', ownerReferences: [{ ...ownedBy(owner), uid }] });
    await world.quiet();
    expect([world.get(THING, 'child'), world.cluster.list(EVENT)]).toEqual([undefined, []]);
  });
});
