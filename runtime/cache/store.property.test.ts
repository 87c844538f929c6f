import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Snapshot } from '../../decorators/snapshot.js';
import { arrival } from '../../test/arrivals.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Thing, thing } from '../../test/things.js';
import { keyOf, keyText } from '../meta/object-key.js';
import type { CachedObject } from './cached-object.js';
import { KeptTexts } from './kept-texts.js';
import { type Change, Store } from './store.js';

const OWNERS = ['x', 'y', 'z'];
const COLORS = ['red', 'green', 'blue'];
const NAMESPACES = ['n1', 'n2'];

const object = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    namespace: fc.constantFrom(...NAMESPACES),
    life: fc.nat(2),
    version: fc.nat(4),
    owners: fc.subarray(OWNERS),
  })
  .map(({ name, namespace, life, version, owners }) =>
    thing(name, version, {
      namespace,
      uid: `${namespace}-${name}-${life}`,
      owners,
      data: { color: COLORS[life] ?? '' },
    }),
  );

const command = fc.oneof(
  { weight: 6, arbitrary: object.map(value => ({ do: 'upsert', value }) as const) },
  { weight: 3, arbitrary: object.map(value => ({ do: 'remove', value }) as const) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('replace' as const),
      values: fc.uniqueArray(object, { maxLength: 8, selector: value => keyText(keyOf(value)) }),
      namespace: fc.option(fc.constantFrom(...NAMESPACES), { nil: undefined }),
      givenUp: fc.boolean(),
    }),
  },
);

/** What a store is: objects by key. */
type Model = Map<string, Snapshot<Thing>>;

function put(model: Model, value: Snapshot<Thing>): void {
  const text = keyText(keyOf(value));
  const present = model.get(text)?.metadata;
  const { uid, resourceVersion } = value.metadata;
  if (present?.uid !== uid || present.resourceVersion !== resourceVersion) model.set(text, value);
}

function replay(told: Map<string, CachedObject<Thing>>, changes: Iterable<Change<Thing> | undefined>): void {
  for (const change of changes) {
    if (change === undefined) continue;
    const { key } = change.type === 'update' ? change.now : change.object;
    if (change.type === 'add') expect(told.has(key), `add of ${key}, which was there`).toBe(false);
    else expect(told.has(key), `${change.type} of ${key}, which was not there`).toBe(true);
    if (change.type === 'update') expect(told.get(key)).toBe(change.old);
    if (change.type === 'delete' && change.finalStateUnknown) expect(told.get(key)).toBe(change.object);
    if (change.type === 'delete') told.delete(key);
    else told.set(key, change.type === 'add' ? change.object : change.now);
  }
}

test('a store reads as a plain map that was changed alike, and tells every change', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), fc.boolean(), (commands, readBetween) => {
      const store = new Store(new KeptTexts(Thing, 2), { color: ({ data }) => data?.color }, new RecordedLog());
      const model: Model = new Map();
      const told = new Map<string, CachedObject<Thing>>();
      for (const step of commands) {
        if (step.do === 'upsert') {
          replay(told, store.put(arrival(step.value)));
          put(model, step.value);
        } else if (step.do === 'remove') {
          replay(told, store.remove(arrival(step.value)));
          model.delete(keyText(keyOf(step.value)));
        } else {
          const { namespace, givenUp } = step;
          const values = step.values.filter(({ metadata }) => (namespace ?? metadata.namespace) === metadata.namespace);
          const replacement = store.newReplacement();
          for (const value of values) {
            replay(told, store.put(arrival(value), replacement));
            put(model, value);
          }
          if (!givenUp) {
            replay(told, store.removeUnseen(replacement, { namespace }));
            const kept = new Set(values.map(value => keyText(keyOf(value))));
            for (const [text, { metadata }] of model) {
              if ((namespace ?? metadata.namespace) === metadata.namespace && !kept.has(text)) model.delete(text);
            }
          }
        }
        if (readBetween) expectSame(store, model);
      }
      expectSame(store, model);
      expect(new Map([...told].map(([key, { object }]) => [key, object]))).toEqual(model);
    }),
    { numRuns: 500 },
  );
});

function expectSame(store: Store<Thing>, model: Model): void {
  const all = [...model.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  const same = (found: readonly CachedObject<Thing>[], expected: readonly Snapshot<Thing>[]) => {
    expect(found.map(({ object }) => object)).toEqual(expected);
  };
  expect(store.size).toBe(model.size);
  same(store.list(), all);
  for (const namespace of NAMESPACES) {
    same(
      store.list({ namespace }),
      all.filter(({ metadata }) => metadata.namespace === namespace),
    );
  }
  for (const owner of OWNERS) {
    same(
      store.ownedBy(owner),
      all.filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === owner)),
    );
  }
  for (const value of COLORS) {
    same(
      store.list({ index: { name: 'color', value } }),
      all.filter(({ data }) => data?.color === value),
    );
  }
  for (const value of all) expect(store.get(keyOf(value))?.object).toEqual(value);
}
