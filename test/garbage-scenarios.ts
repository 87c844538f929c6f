// What becomes of owners and dependents: the same table for the embedded control plane and for a real one.
import type { OwnerReference } from '../decorators/object-meta.js';

/** ConfigMaps are made in this order, then deleted; `end` is all that is left once nothing moves any more. */
export interface GarbageScenario {
  readonly title: string;
  readonly objects: readonly ScenarioObject[];
  readonly deletions: readonly { readonly name: string; readonly policy?: 'Background' | 'Foreground' | 'Orphan' }[];
  readonly end: Readonly<Record<string, ScenarioEnd>>;
}

export interface ScenarioObject {
  readonly name: string;
  readonly owners?: readonly ScenarioOwner[];
  /** Somebody's finalizer that is never removed. */
  readonly held?: boolean;
}

export interface ScenarioOwner {
  readonly name: string;
  readonly blocks?: boolean;
  /** The reference has another uid than the object of that name. */
  readonly stranger?: boolean;
  /** The reference has the uid of the object, and this name. */
  readonly called?: string;
}

/** How an object is in the end: whom it names as owners, and the finalizers for which its deletion waits. */
export interface ScenarioEnd {
  readonly owners?: readonly string[];
  readonly deleting?: readonly string[];
}

export const HELD = 'kubewright.example/held';
const FOREGROUND = 'foregroundDeletion';

export const garbageScenarios: readonly GarbageScenario[] = [
  {
    title: 'background: the whole tree goes',
    objects: [
      { name: 'a' },
      { name: 'b', owners: [{ name: 'a' }] },
      { name: 'c', owners: [{ name: 'b', blocks: true }] },
      { name: 'other' },
    ],
    deletions: [{ name: 'a', policy: 'Background' }],
    end: { other: {} },
  },
  {
    title: 'background: a held dependent waits for its finalizer alone, and its own dependents stay with it',
    objects: [
      { name: 'a' },
      { name: 'b', owners: [{ name: 'a' }], held: true },
      { name: 'c', owners: [{ name: 'b' }] },
    ],
    deletions: [{ name: 'a' }],
    end: { b: { owners: ['a'], deleting: [HELD] }, c: { owners: ['b'] } },
  },
  {
    title: 'background: one of two owners is enough',
    objects: [{ name: 'a' }, { name: 'b' }, { name: 'c', owners: [{ name: 'a', blocks: true }, { name: 'b' }] }],
    deletions: [{ name: 'a' }],
    end: { b: {}, c: { owners: ['b'] } },
  },
  {
    title: 'background: without both of two owners a dependent goes',
    objects: [{ name: 'a' }, { name: 'b' }, { name: 'c', owners: [{ name: 'a' }, { name: 'b' }] }],
    deletions: [{ name: 'a' }, { name: 'b' }],
    end: {},
  },
  {
    title: 'background: a circle goes',
    objects: [{ name: 'a' }, { name: 'b', owners: [{ name: 'a' }] }, { name: 'a', owners: [{ name: 'b' }] }],
    deletions: [{ name: 'a' }],
    end: {},
  },
  {
    title: 'absent: a dependent of another uid goes, whoever has the name',
    objects: [{ name: 'a' }, { name: 'b', owners: [{ name: 'a', stranger: true }] }],
    deletions: [],
    end: { a: {} },
  },
  {
    title: 'absent: a dependent of another name goes, whoever has the uid',
    objects: [{ name: 'a' }, { name: 'b', owners: [{ name: 'a', called: 'z' }] }],
    deletions: [],
    end: { a: {} },
  },
  {
    title: 'absent: a reference to nothing is removed when another leads somewhere',
    objects: [{ name: 'a' }, { name: 'b' }, { name: 'c', owners: [{ name: 'a', stranger: true }, { name: 'b' }] }],
    deletions: [],
    end: { a: {}, b: {}, c: { owners: ['b'] } },
  },
  {
    title: 'foreground: an owner waits for a dependent that blocks it',
    objects: [{ name: 'a' }, { name: 'b', owners: [{ name: 'a', blocks: true }], held: true }],
    deletions: [{ name: 'a', policy: 'Foreground' }],
    end: { a: { deleting: [FOREGROUND] }, b: { owners: ['a'], deleting: [HELD] } },
  },
  {
    title: 'foreground: an owner does not wait for one that does not block it',
    objects: [{ name: 'a' }, { name: 'b', owners: [{ name: 'a' }], held: true }],
    deletions: [{ name: 'a', policy: 'Foreground' }],
    end: { b: { owners: ['a'], deleting: [HELD] } },
  },
  {
    title: 'foreground: dependents with dependents wait in their turn',
    objects: [
      { name: 'a' },
      { name: 'b', owners: [{ name: 'a', blocks: true }] },
      { name: 'c', owners: [{ name: 'b', blocks: true }], held: true },
    ],
    deletions: [{ name: 'a', policy: 'Foreground' }],
    end: {
      a: { deleting: [FOREGROUND] },
      b: { owners: ['a'], deleting: [FOREGROUND] },
      c: { owners: ['b'], deleting: [HELD] },
    },
  },
  {
    title: 'foreground: a dependent with another owner is let go',
    objects: [{ name: 'a' }, { name: 'b' }, { name: 'c', owners: [{ name: 'a', blocks: true }, { name: 'b' }] }],
    deletions: [{ name: 'a', policy: 'Foreground' }],
    end: { b: {}, c: { owners: ['b'] } },
  },
  {
    title: 'foreground: a circle goes',
    objects: [
      { name: 'a' },
      { name: 'b', owners: [{ name: 'a', blocks: true }] },
      { name: 'c', owners: [{ name: 'b', blocks: true }] },
      { name: 'a', owners: [{ name: 'c', blocks: true }] },
    ],
    deletions: [{ name: 'a', policy: 'Foreground' }],
    end: {},
  },
  {
    title: 'orphan: dependents stay without the reference, and keep others',
    objects: [
      { name: 'a' },
      { name: 'b' },
      { name: 'c', owners: [{ name: 'a', blocks: true }] },
      { name: 'd', owners: [{ name: 'a' }, { name: 'b' }] },
    ],
    deletions: [{ name: 'a', policy: 'Orphan' }],
    end: { b: {}, c: {}, d: { owners: ['b'] } },
  },
  {
    title: 'orphan: a held owner waits for its own finalizer, its dependents are orphaned at once',
    objects: [
      { name: 'a', held: true },
      { name: 'b', owners: [{ name: 'a' }] },
    ],
    deletions: [{ name: 'a', policy: 'Orphan' }],
    end: { a: { deleting: [HELD] }, b: {} },
  },
  {
    title: 'orphan in the middle: what is below stays, what is above stays',
    objects: [{ name: 'a' }, { name: 'b', owners: [{ name: 'a' }] }, { name: 'c', owners: [{ name: 'b' }] }],
    deletions: [{ name: 'b', policy: 'Orphan' }],
    end: { a: {}, c: {} },
  },
];

type Policy = GarbageScenario['deletions'][number]['policy'];

/** A control plane to try a scenario on. */
export interface ScenarioCluster {
  /** Makes a ConfigMap, or changes its owners when it is there. @returns its uid */
  put(name: string, owners: readonly OwnerReference[], finalizers: readonly string[]): Promise<string>;
  delete(name: string, policy: Policy): Promise<void>;
}

/** Makes the objects and deletes what is to be deleted. */
export async function play({ objects, deletions }: GarbageScenario, cluster: ScenarioCluster): Promise<void> {
  const uids = new Map<string, string>();
  for (const { name, owners = [], held } of objects) {
    const references = owners.map(owner => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: owner.called ?? owner.name,
      uid: owner.stranger ? '00000000-0000-4000-8000-000000000000' : (uids.get(owner.name) ?? ''),
      ...(owner.blocks !== undefined && { blockOwnerDeletion: owner.blocks }),
    }));
    uids.set(name, await cluster.put(name, references, held ? [HELD] : []));
  }
  for (const { name, policy } of deletions) await cluster.delete(name, policy);
}

interface PlayedObject {
  readonly metadata: {
    readonly name: string;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly ownerReferences?: readonly { readonly name: string }[];
  };
}

/** What is left, in the form of `end`. */
export function endOf(objects: readonly PlayedObject[]): Record<string, ScenarioEnd> {
  return Object.fromEntries(
    objects.map(({ metadata: { name, deletionTimestamp, finalizers = [], ownerReferences = [] } }) => [
      name,
      {
        ...(ownerReferences.length > 0 && { owners: ownerReferences.map(owner => owner.name) }),
        ...(deletionTimestamp !== undefined && { deleting: finalizers }),
      },
    ]),
  );
}
