import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anyType, ControllerWorld, ownedBy } from '../../test/controller-world.js';
import { endOf, garbageScenarios, play, type ScenarioCluster } from '../../test/garbage-scenarios.js';
import { GarbageCollector } from './garbage-collector.js';

const CONFIG_MAP = anyType('v1', 'ConfigMap');

let world: ControllerWorld;
beforeEach(() => {
  world = worldWithCollector();
});
afterEach(() => world.stop());

function worldWithCollector(): ControllerWorld {
  const made = new ControllerWorld([CONFIG_MAP]);
  made.run(options => new GarbageCollector(options));
  return made;
}

const embedded: ScenarioCluster = {
  async put(name, ownerReferences, finalizers) {
    const present = world.get(CONFIG_MAP, name);
    const metadata = { ownerReferences: ownerReferences as ReturnType<typeof ownedBy>[], finalizers };
    if (present === undefined) return (await world.create(CONFIG_MAP, { name, ...metadata })).metadata.uid;
    await world.change(CONFIG_MAP, name, metadata);
    return present.metadata.uid;
  },
  async delete(name, propagationPolicy) {
    world.delete(CONFIG_MAP, name, { propagationPolicy });
  },
};

// test/cluster/garbage-collection.test.ts shows that a real control plane comes to the same ends.
describe('the garbage collector', () => {
  test.each(garbageScenarios)('$title', async scenario => {
    await play(scenario, embedded);
    await world.quiet();
    expect(endOf(world.cluster.list(CONFIG_MAP))).toEqual(scenario.end);
  });
});

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly blockOwnerDeletion: boolean;
}

const policy = fc.constantFrom('Background', 'Foreground', 'Orphan');
const graphs = fc.integer({ min: 2, max: 7 }).chain(size => {
  const index = fc.nat({ max: size - 1 });
  const edge = fc.record({ from: index, to: index, blockOwnerDeletion: fc.boolean() });
  return fc.record({
    size: fc.constant(size),
    edges: fc.uniqueArray(edge, { maxLength: 12, selector: ({ from, to }) => `${from} ${to}` }),
    deletions: fc.array(fc.record({ index, policy }), { minLength: 1, maxLength: 3 }),
  });
});

/** The owners of each object that is there. */
type Model = Map<string, readonly string[]>;

/** Without finalizers that hold anything, both ways to delete dependents come to the same end. */
function deleteInModel(model: Model, name: string, policy: string): void {
  if (policy === 'Orphan') {
    for (const [dependent, owners] of model) model.set(dependent, without(owners, name));
  }
  model.delete(name);
  for (let gone = true; gone; ) {
    gone = false;
    for (const [dependent, owners] of model) {
      const present = owners.filter(owner => model.has(owner));
      if (present.length === owners.length) continue;
      gone = true;
      if (present.length === 0) model.delete(dependent);
      else model.set(dependent, present);
    }
  }
}

function without(names: readonly string[], name: string): readonly string[] {
  return names.filter(each => each !== name);
}

test('any graph of owners comes to the end that a naive model says', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, async ({ size, edges, deletions }) => {
      world.stop();
      world = worldWithCollector();
      const names = Array.from({ length: size }, (_, index) => `n${index}`);
      const nodes = await Promise.all(names.map(name => world.create(CONFIG_MAP, { name })));
      const model: Model = new Map();
      for (const [index, name] of names.entries()) {
        const owners = edges.filter(edge => edge.from === index && edge.to !== index);
        await world.change(CONFIG_MAP, name, { ownerReferences: owners.flatMap(edge => reference(nodes, edge)) });
        model.set(
          name,
          owners.map(({ to }) => `n${to}`),
        );
      }
      for (const { index, policy } of deletions) {
        const name = `n${index}`;
        if (!model.has(name)) continue;
        world.delete(CONFIG_MAP, name, { propagationPolicy: policy });
        deleteInModel(model, name, policy);
        await world.quiet();
        expect(endOf(world.cluster.list(CONFIG_MAP))).toEqual(
          Object.fromEntries([...model].map(([left, owners]) => [left, owners.length > 0 ? { owners } : {}])),
        );
      }
      expect(world.complaints).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

function reference(nodes: readonly Parameters<typeof ownedBy>[0][], { to, blockOwnerDeletion }: Edge) {
  const owner = nodes[to];
  return owner === undefined ? [] : [ownedBy(owner, { blockOwnerDeletion })];
}
