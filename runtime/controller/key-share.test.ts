import { expect, test } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import { scriptedController } from '../../test/scripted-controller.js';
import { type Thing, thing } from '../../test/things.js';
import type { Client } from '../client/client.js';
import { NotLeaderError } from '../leader-election/not-leader-error.js';
import { causeText } from './causes.js';
import type { KeyShare, ReconcileStay } from './key-share.js';
import { requeueAfter } from './result.js';

/** A share of which the test says what is in it. */
class Share implements KeyShare {
  readonly mine = new Set<string>();
  readonly left: string[] = [];
  readonly stays = new Map<string, { readonly abort: AbortController; isOpen: boolean }>();
  readonly #listeners = new Set<(isIn: (key: string) => boolean) => void>();

  constructor(...mine: readonly string[]) {
    for (const key of mine) this.mine.add(key);
  }

  has(key: string): boolean {
    return this.mine.has(key);
  }

  enter(key: string): ReconcileStay | undefined {
    if (!this.mine.has(key)) return undefined;
    const stay = { abort: new AbortController(), isOpen: true };
    this.stays.set(key, stay);
    return {
      client: { isOf: key } as unknown as Client,
      signal: stay.abort.signal,
      check: () => {
        if (!stay.isOpen) throw new NotLeaderError('the shard is lost');
      },
      leave: () => void this.left.push(key),
    };
  }

  onGained(listener: (isIn: (key: string) => boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  gain(...keys: readonly string[]): void {
    for (const key of keys) this.mine.add(key);
    for (const tell of this.#listeners) tell(key => keys.includes(key));
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}

test('only keys of this replica are reconciled, of what was there and of what comes', async () => {
  const operator = scriptedController({
    share: new Share('default/a', 'default/c'),
    options: many,
    present: [thing('a', 1), thing('b', 2)],
  });
  await operator.put(thing('c', 3));
  await operator.put(thing('d', 4));
  expect(operator.runs.map(({ key }) => key).toSorted()).toEqual(['default/a', 'default/c']);
});

test('what an object’s owner is told of goes to whoever has the owner', async () => {
  const share = new Share('default/a');
  const operator = scriptedController({ share, options: many, owns: [{ kind: Part, matchEveryOwner: true }] });
  await operator.put(thing('a', 1));
  await operator.last.end();
  await operator.put(part('p', 'a'));
  await operator.put(part('q', 'b'));
  expect(operator.runs.map(({ key, context }) => [key, context.causes.map(causeText)])).toEqual([
    ['default/a', ['Thing default/a created']],
    ['default/a', ['Part default/p created']],
  ]);
});

test('a source is heard only of keys of this replica', async () => {
  const source = {
    name: 'calls',
    open: async function* () {
      yield [
        { namespace: 'default', name: 'a' },
        { namespace: 'default', name: 'b' },
      ];
    },
  };
  const present = [thing('a', 1), thing('b', 2)];
  const operator = scriptedController({ share: new Share('default/b'), sources: [source], present });
  await operator.clock.advance(0);
  await operator.last.end();
  expect(operator.runs.map(({ key }) => key)).toEqual(['default/b', 'default/b']);
  expect(operator.last.context.causes.map(causeText)).toEqual(['source calls']);
});

test('when keys become this replica’s, their objects are reconciled behind all that is new', async () => {
  const share = new Share('default/busy', 'default/new');
  const present = ['a', 'b', 'z'].map(name => thing(name, 1));
  const operator = scriptedController({ share, present });
  await operator.put(thing('busy', 2));
  share.gain('default/a', 'default/b');
  await operator.put(thing('new', 3));
  for (let run = 0; run < 4; run += 1) await operator.last.end();
  expect(operator.runs.map(({ key }) => key)).toEqual(['default/busy', 'default/new', 'default/a', 'default/b']);
  expect(operator.last.context.causes.map(causeText)).toEqual(['Thing default/b listed']);
});

test('what became another’s while it waited in the queue is not reconciled, nor again when its time has come', async () => {
  const share = new Share('default/a', 'default/b');
  const operator = scriptedController({ share });
  await operator.put(thing('a', 1));
  await operator.put(thing('b', 2));
  share.mine.clear();
  await operator.last.end(requeueAfter(1000));
  await operator.clock.advance(2000);
  expect(operator.runs.map(({ key }) => key)).toEqual(['default/a']);
  expect([...operator.controller.queued()]).toEqual([]);
});

test('a reconcile has the client and the signal of its stay, and it leaves when the reconcile has ended', async () => {
  const share = new Share('default/a');
  const operator = scriptedController({ share });
  await operator.put(thing('a', 1));
  const { context } = operator.last;
  expect(context.client).toEqual({ isOf: 'default/a' });
  expect([context.signal.aborted, share.left]).toEqual([false, []]);
  share.stays.get('default/a')?.abort.abort(new Error('handed over'));
  expect(context.signal.reason).toMatchObject({ message: 'handed over' });
  await operator.last.fail(context.signal.reason);
  expect(share.left).toEqual(['default/a']);
  // It was interrupted, and whoever has the key now knows of it.
  await operator.clock.advance(10_000);
  expect(operator.runs).toHaveLength(1);
  expect(operator.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

test('a reconcile leaves also where its object is not there, or it fails', async () => {
  const share = new Share('default/a', 'default/b');
  const operator = scriptedController({ share });
  await operator.put(thing('busy', 1));
  await operator.put(thing('a', 2));
  await operator.put(thing('b', 3));
  await operator.remove(thing('b', 4));
  await operator.last.fail(new Error('no'));
  expect(share.left).toEqual(['default/a', 'default/b']);
});

test('no reconcile begins where another replica may have the key; it is tried again', async () => {
  const share = new Share('default/a');
  const enter = share.enter.bind(share);
  let isLost = true;
  share.enter = key => {
    const stay = enter(key);
    const entry = share.stays.get(key);
    if (entry) entry.isOpen = !isLost;
    return stay;
  };
  const operator = scriptedController({ share });
  await operator.put(thing('a', 1));
  expect([operator.runs.length, share.left]).toEqual([0, ['default/a']]);
  isLost = false;
  await operator.clock.advance(1000);
  expect(operator.runs).toHaveLength(1);
});

test('a reconcile that goes on from before keeps its key from being reconciled twice at once here', async () => {
  const share = new Share('default/a');
  const operator = scriptedController({ share, options: many });
  await operator.put(thing('a', 1));
  share.mine.clear();
  share.gain('default/a');
  await operator.put(thing('a', 2));
  expect([operator.runs.length, operator.open]).toEqual([1, 1]);
  await operator.last.end();
  expect(operator.runs).toHaveLength(2);
});

test('nobody is told any more when the controller has ended', async () => {
  const share = new Share('default/a');
  const operator = scriptedController({ share });
  await operator.clock.advance(0);
  expect(share.listeners).toBe(1);
  await operator.stop();
  await operator.ended;
  expect(share.listeners).toBe(0);
});

const many = { maxConcurrentReconciles: 4 };

interface Part extends Thing {}

const Part = kindOf<Part>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Part',
  plural: 'parts',
  scope: 'Namespaced',
});

/** A Part of a Thing. */
function part(name: string, owner: string) {
  const made = thing(name, 10);
  const ownerReferences = [{ apiVersion: 'example.com/v1', kind: 'Thing', name: owner, uid: `uid-${owner}` }];
  return { ...made, kind: 'Part', metadata: { ...made.metadata, ownerReferences } };
}
