import { expect, test } from 'vitest';
import { FakeCache } from '../../test/fake-cache.js';
import { Thing, thing } from '../../test/things.js';
import type { ReconcileContext } from '../controller/reconciler.js';
import { ConfigMap } from '../kinds/core-v1.js';
import { sameObserved } from './same-observed.js';

test('what was looked at stays as it was, whatever changes', () => {
  const cache = new FakeCache();
  cache.informer(Thing);
  cache.informer(ConfigMap);
  cache.put(thing('a', 1, { owners: ['o'] }));
  const owned: ReconcileContext['owned'] = kind => cache.ownedBy(kind, { metadata: { uid: 'o' } });
  const look = ({ owned, cache }: ReturnType<typeof sameObserved>) => ({
    owned: owned(Thing as never).length,
    got: cache.get(Thing, { namespace: 'default', name: 'b' })?.metadata.name,
    all: cache.list(Thing).length,
    some: cache.list(Thing, { labelSelector: { x: 'y' } }).length,
    headers: cache.headers(Thing, { namespace: 'default' }).length,
    own: cache.ownedBy(Thing, { metadata: { uid: 'o' } }).length,
    others: cache.ownedBy(Thing, { metadata: { uid: 'p' } }).length,
    seen: cache.hasSeenOwnCreate(Thing),
    ofAnotherKind: cache.list(ConfigMap).length,
  });
  const observed = sameObserved({ owned, cache });
  const before = look(observed);
  expect(before).toEqual({
    owned: 1,
    got: undefined,
    all: 1,
    some: 0,
    headers: 1,
    own: 1,
    others: 0,
    seen: false,
    ofAnotherKind: 0,
  });
  cache.put(thing('b', 2, { owners: ['o', 'p'] }));
  cache.seesOwnCreates = true;
  expect(look(observed)).toEqual(before);
  const after = { owned: 2, got: 'b', all: 2, some: 0, headers: 2, own: 2, others: 1, seen: true, ofAnotherKind: 0 };
  expect(look(sameObserved({ owned, cache }))).toEqual(after);
  // What was not looked at before is as it is.
  expect(observed.cache.get(Thing, { namespace: 'default', name: 'a' })?.metadata.name).toBe('a');
});
