import { afterEach, beforeEach, expect, test } from 'vitest';
import { anyType, ControllerWorld } from '../../test/controller-world.js';
import { CLEANUP_FINALIZER } from '../registry/definitions.js';
import { CustomResourceCleanup } from './custom-resource-cleanup.js';

// The rules of built-in kinds would refuse a finalizer without a slash.
const DEFINITION = {
  ...anyType('apiextensions.k8s.io/v1', 'CustomResourceDefinition', { namespaced: false }),
  custom: true,
};
const THING = anyType('test.example/v1', 'Thing');

let world: ControllerWorld;
beforeEach(async () => {
  world = new ControllerWorld([DEFINITION, THING]);
  world.run(options => new CustomResourceCleanup(options));
  const spec = { group: 'test.example', names: { plural: 'things' } };
  await world.create(DEFINITION, { name: 'things.test.example', finalizers: [CLEANUP_FINALIZER] }, { spec });
});
afterEach(() => {
  world.stop();
  expect(world.complaints).toEqual([]);
});

test('a deleted definition takes its objects in all namespaces along', async () => {
  await world.create(THING, { name: 'a' });
  await world.create(THING, { name: 'a', namespace: 'other' });
  world.delete(DEFINITION, 'things.test.example');
  await world.quiet();
  expect([world.names(THING), world.names(DEFINITION)]).toEqual([[], []]);
});

test('a definition waits, and says so, while an object of it is held by a finalizer', async () => {
  await world.create(THING, { name: 'a', finalizers: ['test.example/held'] });
  world.delete(DEFINITION, 'things.test.example');
  await world.quiet();
  expect(world.get(THING, 'a')?.metadata.deletionTimestamp).toBeDefined();
  expect(world.get(DEFINITION, 'things.test.example')?.status).toMatchObject({
    conditions: [{ type: 'Terminating', status: 'True', reason: 'InstanceDeletionInProgress' }],
  });
  await world.change(THING, 'a', { finalizers: [] });
  await world.quiet();
  expect([world.names(THING), world.names(DEFINITION)]).toEqual([[], []]);
});

test('a definition without objects, or of a kind that was never served, goes at once', async () => {
  world.registry.replace(THING.storage, []);
  world.delete(DEFINITION, 'things.test.example');
  await world.quiet();
  expect(world.names(DEFINITION)).toEqual([]);
});
