import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OwnerReference } from '../../decorators/object-meta.js';
import {
  AlreadyOwnedError,
  controllerOf,
  type Dependent,
  hasControllerReference,
  hasOwnerReference,
  isControlledBy,
  type Owner,
  removeControllerReference,
  removeOwnerReference,
  setControllerReference,
  setOwnerReference,
} from './owner-references.js';

function owner(change: Partial<Omit<Owner, 'metadata'>> & { metadata?: Partial<Owner['metadata']> } = {}): Owner {
  const metadata = { name: 'a', namespace: 'default', uid: 'u-a', ...change.metadata };
  return { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', ...change, metadata };
}

function dependent(references?: OwnerReference[], namespace: string | undefined = 'default'): Dependent {
  return { metadata: { name: 'a-0', namespace, ...(references && { ownerReferences: references }) } };
}

const foreign: OwnerReference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'u-c' };
const reference: OwnerReference = {
  apiVersion: 'myapp.tangx.in/v1',
  kind: 'Redis',
  name: 'a',
  uid: 'u-a',
  controller: true,
  blockOwnerDeletion: true,
};

describe('setControllerReference', () => {
  test('adds a reference that controls and blocks, and keeps the others', () => {
    const pod = dependent([foreign]);
    expect(setControllerReference(owner(), pod)).toEqual(dependent([foreign, reference]));
    expect(pod).toEqual(dependent([foreign]));
  });

  test('replaces the reference to a former owner of the same name, in its place and across versions', () => {
    const former = { ...reference, apiVersion: 'myapp.tangx.in/v1beta1', uid: 'former' };
    expect(setControllerReference(owner(), dependent([former, foreign]))).toEqual(dependent([reference, foreign]));
  });

  test('leaves it to the caller not to block', () => {
    const pod = setControllerReference(owner(), dependent(), { blockOwnerDeletion: false });
    expect(controllerOf(pod)?.blockOwnerDeletion).toBe(false);
  });

  test('refuses when another controller manages the dependent, and says which', () => {
    const other = { ...reference, name: 'b', uid: 'u-b' };
    const attempt = () => setControllerReference(owner(), dependent([other]));
    expect(attempt).toThrow(AlreadyOwnedError);
    expect(attempt).toThrow('default/a-0 is already controlled by Redis b');
  });

  test('takes a dependent over that is owned but not controlled', () => {
    expect(setControllerReference(owner(), dependent([{ ...reference, controller: false }]))).toEqual(
      dependent([reference]),
    );
  });
});

describe('setOwnerReference', () => {
  test('adds a reference that neither controls nor blocks', () => {
    const { controller: _, blockOwnerDeletion: __, ...plain } = reference;
    expect(setOwnerReference(owner(), dependent([foreign]))).toEqual(dependent([foreign, plain]));
  });

  test('lives beside the controller reference of another owner', () => {
    const both = setOwnerReference(owner({ metadata: { name: 'b', uid: 'u-b' } }), dependent([reference]));
    expect(controllerOf(both)).toEqual(reference);
    expect(both.metadata.ownerReferences).toHaveLength(2);
  });

  test('tells groups apart', () => {
    const other = owner({ apiVersion: 'other.example/v1', metadata: { uid: 'u-o' } });
    expect(setOwnerReference(other, dependent([reference])).metadata.ownerReferences).toHaveLength(2);
  });
});

describe('namespaces of owner and dependent', () => {
  const clusterOwner: Owner = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', uid: 'u-n' } };
  const clusterDependent: Dependent = { metadata: { name: 'r' } };

  test.each([setControllerReference, setOwnerReference])('are checked by %o', set => {
    expect(() => set(owner(), dependent([], 'other'))).toThrow(
      'Redis default/a cannot own other/a-0: they are in different namespaces',
    );
    expect(() => set(owner(), clusterDependent)).toThrow('the dependent is in no namespace');
    expect(hasOwnerReference(set(clusterOwner, dependent()), clusterOwner)).toBe(true);
    expect(hasOwnerReference(set(clusterOwner, clusterDependent), clusterOwner)).toBe(true);
  });
});

test('a former owner of the same name neither controls nor owns', () => {
  const pod = dependent([reference]);
  const reborn = owner({ metadata: { uid: 'reborn' } });
  expect([isControlledBy(pod, owner()), hasOwnerReference(pod, owner())]).toEqual([true, true]);
  expect([isControlledBy(pod, reborn), hasOwnerReference(pod, reborn)]).toEqual([false, false]);
});

test('removes a controller, and nobody who is none', () => {
  const controlled = setControllerReference(owner(), dependent([foreign]));
  expect(hasControllerReference(controlled)).toBe(true);
  expect(removeControllerReference(owner(), controlled)).toEqual(dependent([foreign]));
  const owned = setOwnerReference(owner(), dependent());
  expect(hasControllerReference(owned)).toBe(false);
  expect(() => removeControllerReference(owner(), owned)).toThrow(
    'default/a-0 is not controlled by Redis a, but by nobody',
  );
  const other = owner({ metadata: { name: 'other', uid: 'u-o' } });
  expect(() => removeControllerReference(other, controlled)).toThrow('not controlled by Redis other, but by Redis a');
});

test('an object without owners is controlled by nobody', () => {
  expect(controllerOf(dependent())).toBeUndefined();
  expect(isControlledBy(dependent(), owner())).toBe(false);
});

const names = fc.uniqueArray(fc.constantFrom('b', 'c', 'd', 'e'), { maxLength: 4 });

test('setting, then removing, gives the start; each is the same when done twice', () => {
  fc.assert(
    fc.property(names, fc.boolean(), (others, control) => {
      const present = others.map(name => ({ ...foreign, name, uid: `u-${name}` }));
      const start = dependent(present.length === 0 ? undefined : present);
      const set = control ? setControllerReference : setOwnerReference;
      const once = set(owner(), start);
      expect(set(owner(), once)).toEqual(once);
      const removed = removeOwnerReference(owner(), once);
      expect(removed).toEqual(start);
      expect(removeOwnerReference(owner(), removed)).toBe(removed);
    }),
  );
});
