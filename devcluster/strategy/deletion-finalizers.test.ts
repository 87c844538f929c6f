import { expect, test } from 'vitest';
import { deletionFinalizers } from './deletion-finalizers.js';

const META = { name: 'a', uid: '1', resourceVersion: '1', creationTimestamp: '' };

test.each([
  [['a.b/c'], {}, ['a.b/c']],
  [['a.b/c'], { propagationPolicy: 'Foreground' }, ['a.b/c', 'foregroundDeletion']],
  [['foregroundDeletion'], { propagationPolicy: 'Orphan' }, ['orphan']],
  [['foregroundDeletion'], { propagationPolicy: 'Background' }, []],
  [['foregroundDeletion'], {}, ['foregroundDeletion']],
  [['orphan'], { orphanDependents: false }, []],
  [[], { orphanDependents: true }, ['orphan']],
])('finalizers %j, deleted with %j, are then %j', (finalizers, options, expected) => {
  expect(deletionFinalizers({ ...META, finalizers }, options)).toEqual(expected);
});

test.each([
  [[], {}, ['orphan']],
  [['foregroundDeletion'], {}, ['foregroundDeletion']],
  [[], { propagationPolicy: 'Background' }, []],
  [[], { orphanDependents: false }, []],
])('of a kind that orphans, finalizers %j, deleted with %j, are then %j', (finalizers, options, expected) => {
  expect(deletionFinalizers({ ...META, finalizers }, options, true)).toEqual(expected);
});
