import { getEventListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { kindInfo, kindOf } from '../../decorators/kind.js';
import type { KubernetesObject, ObjectMeta } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { scriptedController } from '../../test/scripted-controller.js';
import { Thing, thing } from '../../test/things.js';
import { ApiError } from '../client/api-error.js';
import type { LogFields } from '../log/logger.js';
import type { ControllerOptions } from './controller-options.js';
import type { ExternalSource } from './external-source.js';
import type { ReconcileContext } from './reconciler.js';
import { done, requeueAfter, TerminalError } from './result.js';

describe('one object', () => {
  it('is never reconciled twice at once, although many workers wait', async () => {
    const operator = many();
    for (let version = 1; version < 10; version += 1) await operator.put(thing('a', version));
    expect(operator.runs).toHaveLength(1);
    await operator.last.end();
    expect([operator.runs.length, operator.open]).toEqual([2, 1]);
  });

  it('is reconciled once more for all changes that come during a reconcile, in its newest state', async () => {
    const operator = many();
    await operator.put(thing('a', 1));
    await operator.put(thing('a', 2));
    await operator.put(thing('a', 3));
    await operator.last.end();
    expect(versions(operator.runs)).toEqual(['1', '3']);
    await operator.last.end();
    expect(operator.runs).toHaveLength(2);
  });

  it('is reconciled once for all changes that come while it is queued', async () => {
    const operator = scriptedController();
    await operator.put(thing('busy', 1));
    await operator.put(thing('a', 1));
    await operator.put(thing('a', 2));
    await operator.last.end();
    expect(operator.runs.map(({ key }) => key)).toEqual(['default/busy', 'default/a']);
    await operator.last.end();
    expect(operator.runs).toHaveLength(2);
  });

  it('is reconciled once for all changes that come at once, although a worker waits for it', async () => {
    const operator = scriptedController();
    await operator.clock.advance(0);
    operator.cache.put(thing('a', 1));
    operator.cache.put(thing('a', 2));
    await operator.put(thing('a', 3));
    await operator.last.end();
    expect(
      operator.runs.map(({ object, context }) => [object.metadata.resourceVersion, context.causes.length]),
    ).toEqual([['3', 2]]);
    await operator.put(thing('a', 4));
    expect(versions(operator.runs)).toEqual(['3', '4']);
  });

  it('that is there before the controller is reconciled', async () => {
    const operator = scriptedController();
    operator.cache.put(thing('a', 1));
    await operator.clock.advance(0);
    expect(operator.last).toMatchObject({ method: 'reconcile', key: 'default/a' });
  });
});

describe('workers', () => {
  it.each([1, 2, 5])('reconcile %d objects at once, and never more', async workers => {
    const operator = scriptedController({ options: { maxConcurrentReconciles: workers } });
    for (let i = 0; i < 8; i += 1) await operator.put(thing(`t-${i}`, 1));
    for (let begun = workers; begun < 8; begun += 1) {
      expect([operator.open, operator.runs.length]).toEqual([workers, begun]);
      await operator.runs[begun - workers]?.end();
    }
    expect(operator.open).toBe(workers);
  });

  it.each([1, 3])('let others run in between, although their reconciles wait for nothing (%d)', async workers => {
    let runs = 0;
    const reconcile = async () => {
      runs += 1;
      return requeueAfter(0);
    };
    const operator = scriptedController({ reconciler: { reconcile }, options: { maxConcurrentReconciles: workers } });
    for (const name of ['a', 'b', 'c', 'd']) operator.cache.put(thing(name, 1));
    // Were there no turn for others, these would never come.
    await operator.clock.advance(0);
    expect(runs).toBeGreaterThan(0);
    await operator.stop();
    await operator.ended;
  });

  it('are one unless said otherwise', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.put(thing('b', 1));
    expect(operator.open).toBe(1);
  });

  it.each<[ControllerOptions, string]>([
    [{ maxConcurrentReconciles: 0 }, 'maxConcurrentReconciles is a whole number from 1, not 0'],
    [{ maxConcurrentReconciles: -1 }, 'maxConcurrentReconciles is a whole number from 1, not -1'],
    [{ maxConcurrentReconciles: 1.5 }, 'maxConcurrentReconciles is a whole number from 1, not 1.5'],
    [{ maxConcurrentReconciles: Number.NaN }, 'maxConcurrentReconciles is a whole number from 1, not NaN'],
    [
      { maxConcurrentReconciles: Number.POSITIVE_INFINITY },
      'maxConcurrentReconciles is a whole number from 1, not Infinity',
    ],
    [{ reconciliationTimeout: 0 }, 'reconciliationTimeout is a number of milliseconds > 0, not 0'],
    [{ reconciliationTimeout: Number.NaN }, 'reconciliationTimeout is a number of milliseconds > 0, not NaN'],
    [{ cacheSyncTimeout: 0 }, 'cacheSyncTimeout is a number of milliseconds > 0, not 0'],
    [{ syncPeriod: -1 }, 'syncPeriod is a number of milliseconds > 0, not -1'],
  ])('and their time are refused where they are out of range: %j', (options, says) => {
    expect(() => scriptedController({ options })).toThrow(new RangeError(`controller thing: ${says}`));
    expect(() => scriptedController({ options: { ...options, name: 'mine' } })).toThrow(`controller mine: ${says}`);
  });
});

describe('an object whose deletion its predicate keeps out', () => {
  const withoutDeletions = () => {
    const forgotten: string[] = [];
    const forget = (key: string): void => void forgotten.push(key);
    const operator = scriptedController({
      options: { when: { delete: () => false }, rateLimiter: () => ({ when: () => 1000, forget, retries: () => 0 }) },
    });
    return { operator, forgotten };
  };

  it('is forgotten although no reconcile finds out that it has gone', async () => {
    const { operator, forgotten } = withoutDeletions();
    await operator.put(thing('a', 1));
    await operator.last.fail(new TerminalError('never'));
    expect(forgotten).toEqual([]);
    await operator.remove(thing('a', 2));
    expect([forgotten, operator.runs.length]).toEqual([['default/a'], 1]);
  });

  it('is forgotten at the end of the reconcile in the course of which it went', async () => {
    const { operator, forgotten } = withoutDeletions();
    await operator.put(thing('a', 1));
    await operator.remove(thing('a', 2));
    expect(forgotten).toEqual([]);
    await operator.last.fail(new TerminalError('never'));
    expect(forgotten).toEqual(['default/a']);
  });
});

describe('a failure', () => {
  it('is retried after 5 ms, 10 ms, 20 ms, ... 1000 s', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    const delays: (number | undefined)[] = [];
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      await operator.last.fail(new Error('not yet'));
      const delay = operator.clock.untilNext ?? 0;
      delays.push(delay);
      await operator.clock.advance(delay - 1);
      expect(operator.runs).toHaveLength(attempt);
      await operator.clock.advance(1);
      expect(operator.runs).toHaveLength(attempt + 1);
    }
    const expected = Array.from({ length: 20 }, (_, n) => Math.min(5 * 2 ** n, 1_000_000));
    expect(delays).toEqual(expected);
    expect(operator.log.of('error').map(({ fields }) => fields.attempt)).toEqual(expected.map((_, n) => n + 1));
  });

  it.each<[string, () => Promise<never>, unknown]>([
    ['a rejection', () => Promise.reject(new Error('rejected')), new Error('rejected')],
    [
      'a synchronous throw',
      () => {
        throw new TypeError('thrown');
      },
      new TypeError('thrown'),
    ],
    ['a text', () => Promise.reject('a text'), 'a text'],
    ['undefined', () => Promise.reject(undefined), undefined],
    ['null', () => Promise.reject(null), null],
  ])('may be %s: it is logged with its attempt, and retried', async (_, reconcile, error) => {
    let calls = 0;
    const operator = scriptedController({
      reconciler: {
        reconcile: () => {
          calls += 1;
          return reconcile();
        },
      },
    });
    await operator.put(thing('a', 1));
    expect(operator.log.of('error')).toMatchObject([
      { message: 'reconcile failed; it will be tried again', fields: { error, attempt: 1 } },
    ]);
    await operator.clock.advance(5);
    expect(calls).toBe(2);
  });

  it('waits as long as the rate limiter of the controller says', async () => {
    const forgotten: string[] = [];
    const operator = scriptedController({
      options: {
        rateLimiter: clock => ({
          when: () => 70 + clock.monotonic(),
          forget: key => void forgotten.push(key),
          retries: () => 6,
        }),
      },
    });
    await operator.put(thing('a', 1));
    await operator.last.fail(new Error('not yet'));
    expect([operator.clock.untilNext, operator.log.of('error')[0]?.fields.attempt]).toEqual([70, 7]);
    await operator.clock.advance(70);
    await operator.last.end();
    expect(forgotten).toEqual(['default/a']);
  });

  it('of one object does not slow another', async () => {
    const operator = many();
    await operator.put(thing('a', 1));
    for (let n = 0; n < 10; n += 1) {
      await operator.last.fail(new Error('not yet'));
      await operator.clock.advance(operator.clock.untilNext ?? 0);
    }
    await operator.put(thing('b', 1));
    await operator.last.fail(new Error('not yet'));
    expect(operator.clock.untilNext).toBe(5);
  });

  it('is retried earlier when the object changes', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.last.fail(new Error('not yet'));
    await operator.put(thing('a', 2));
    expect(operator.runs).toHaveLength(2);
  });

  it.each([
    ['success', done],
    ['requeueAfter', requeueAfter(1)],
  ])('series ends with %s', async (_, result) => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    for (let n = 0; n < 5; n += 1) {
      await operator.last.fail(new Error('not yet'));
      await operator.clock.advance(operator.clock.untilNext ?? 0);
    }
    await operator.last.end(result);
    await operator.clock.advance(1);
    if (operator.open === 0) await operator.put(thing('a', 2));
    await operator.last.fail(new Error('again'));
    expect(operator.clock.untilNext).toBe(5);
    expect(operator.log.of('error').at(-1)?.fields).toMatchObject({ attempt: 1 });
  });

  it('to read the cache is retried as well, and does not end the controller', async () => {
    const operator = scriptedController();
    operator.cache.failures.push(new Error('the cache does not keep namespace default'));
    await operator.put(thing('a', 1));
    expect(operator.log.of('error')).toMatchObject([{ fields: { attempt: 1, name: 'a', namespace: 'default' } }]);
    await operator.clock.advance(5);
    expect(operator.runs).toHaveLength(1);
  });
});

describe('a conflict', () => {
  it('is retried quietly', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.last.fail(conflict());
    expect(operator.log.of('error')).toEqual([]);
    expect(operator.log.of('debug')).toMatchObject([
      { message: 'the object has changed, or gone, meanwhile; trying again', fields: { attempt: 1 } },
    ]);
    await operator.clock.advance(5);
    expect(operator.runs).toHaveLength(2);
  });

  it('that does not cease is an error after some attempts', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    for (let n = 0; n < 9; n += 1) {
      await operator.last.fail(conflict());
      await operator.clock.advance(operator.clock.untilNext ?? 0);
    }
    expect(operator.log.of('error')).toMatchObject([{ fields: { attempt: 9 } }]);
  });

  it('about fields of another manager is an error at once: it will not pass', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.last.fail(conflict('FieldManagerConflict'));
    expect(operator.log.of('error')).toMatchObject([{ fields: { attempt: 1 } }]);
  });
});

describe('NotFound', () => {
  it('of the reconciled object is retried quietly: it has gone, and the cache will know', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.last.fail(notFound('a'));
    expect(operator.log.of('error')).toEqual([]);
    await operator.remove(thing('a', 1));
    await operator.clock.advance(60_000);
    expect(operator.runs).toHaveLength(1);
  });

  it('of another object is an error', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.last.fail(notFound('b'));
    expect(operator.log.of('error')).toMatchObject([{ fields: { attempt: 1 } }]);
  });
});

describe('requeueAfter', () => {
  it('runs again at that time', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.last.end(requeueAfter(60_000));
    await operator.clock.advance(59_999);
    expect(operator.runs).toHaveLength(1);
    await operator.clock.advance(1);
    expect(operator.runs).toHaveLength(2);
    await operator.last.end();
    await operator.clock.advance(120_000);
    expect(operator.runs).toHaveLength(2);
  });

  it('of nothing runs again at once, until it is done', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.last.end(requeueAfter(0));
    expect(operator.runs).toHaveLength(2);
    await operator.last.end(done);
    await operator.clock.advance(60_000);
    expect(operator.runs).toHaveLength(2);
  });

  it('runs again earlier when something changes', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.last.end(requeueAfter(60_000));
    await operator.put(thing('a', 2));
    expect(versions(operator.runs)).toEqual(['1', '2']);
  });

  it('does not run an object that has gone meanwhile', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.last.end(requeueAfter(60_000));
    await operator.remove(thing('a', 2));
    await operator.clock.advance(60_000);
    expect(operator.runs).toHaveLength(1);
  });
});

describe('a TerminalError', () => {
  it('is logged and not retried, but a change runs the object again', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.last.fail(new TerminalError('no such image'));
    expect(operator.log.of('error')).toMatchObject([
      {
        message: 'reconcile failed for good; it runs again when the object changes',
        fields: { error: { message: 'no such image' } },
      },
    ]);
    expect(operator.clock.pending).toBe(0);
    await operator.put(thing('a', 2));
    expect(operator.runs).toHaveLength(2);
  });

  it('loses no change that came during the reconcile', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.put(thing('a', 2));
    await operator.last.fail(new TerminalError('no such image'));
    expect(versions(operator.runs)).toEqual(['1', '2']);
  });
});

describe('an object that goes', () => {
  it('is finalized while it is being deleted, and never reconciled', async () => {
    const operator = scriptedController();
    await operator.put(deleting(thing('a', 1)));
    expect(operator.runs.map(({ method }) => method)).toEqual(['finalize']);
    await operator.last.fail(new Error('not yet'));
    await operator.clock.advance(5);
    expect(operator.runs.map(({ method }) => method)).toEqual(['finalize', 'finalize']);
  });

  it('runs nothing without finalize', async () => {
    const operator = scriptedController({ finalizes: false });
    await operator.put(deleting(thing('a', 1)));
    expect(operator.runs).toEqual([]);
    expect(operator.log.lines.map(({ message }) => message)).toEqual(['starting workers']);
  });

  it('is forgotten: one of its name begins with the shortest delay', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.last.fail(new Error('not yet'));
    await operator.remove(thing('a', 2));
    expect(operator.runs).toHaveLength(1);
    await operator.put(thing('a', 3, { uid: 'another' }));
    await operator.last.fail(new Error('not yet'));
    expect(operator.log.of('error').map(({ fields }) => fields.attempt)).toEqual([1, 1]);
  });
});

describe('dependents', () => {
  it('run the object that controls them, and no other', async () => {
    const operator = scriptedController({ owns: [Part] });
    await operator.put(thing('a', 1));
    await operator.last.end();
    await operator.put(part('of-others', 'b', { uid: 'uid-b', kind: 'Other' }));
    await operator.put(part('of-nobody'));
    expect(operator.runs).toHaveLength(1);
    await operator.put(part('of-a', 'a'));
    expect(operator.runs.map(({ key }) => key)).toEqual(['default/a', 'default/a']);
    await operator.last.end();
    await operator.remove(part('of-a', 'a'));
    expect(operator.runs).toHaveLength(3);
  });

  it('of which the object is not there run nothing', async () => {
    const operator = scriptedController({ owns: [Part] });
    await operator.put(part('orphan', 'gone'));
    expect(operator.runs).toEqual([]);
    expect(operator.log.of('error')).toEqual([]);
  });

  it('that are watched run the objects that the map function answers', async () => {
    const map = async () => [{ namespace: 'default', name: 'a' }];
    const operator = scriptedController({ watches: [{ kind: Part, map }] });
    await operator.put(thing('a', 1));
    await operator.last.end();
    await operator.put(part('p'));
    expect(operator.runs).toHaveLength(2);
  });

  it('are followed from the construction on, and no longer than the controller runs', async () => {
    const operator = scriptedController({ owns: [Part], watches: [{ kind: Part, map: () => [] }] });
    expect([operator.cache.followed, operator.cache.handlers]).toEqual([['Thing', 'Part'], 3]);
    await operator.stop();
    await operator.ended;
    expect(operator.cache.handlers).toBe(0);
  });
});

describe('the context', () => {
  it('has the key, the client and the cache, and records Events about the object', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    const { context } = operator.last;
    expect(context.key).toEqual({ namespace: 'default', name: 'a' });
    expect(context.client).toBe(operator.client);
    expect(context.cache).toBe(operator.cache);
    context.events.warning('Odd', 'there is something');
    expect(operator.events).toEqual(['Warning Odd default/a']);
  });

  it('logs with the controller, the kind, the namespace, the name and another id for each run', async () => {
    const operator = scriptedController({ options: { name: 'mine' } });
    await operator.put(thing('a', 1));
    operator.last.context.log.info('one');
    await operator.last.fail(new Error('not yet'));
    await operator.clock.advance(5);
    operator.last.context.log.info('two');
    const lines = operator.log.lines.filter(({ fields }) => 'reconcileID' in fields);
    const fields = lines.map(({ fields }) => ({ ...fields, causes: String(fields.causes) }) as LogFields);
    const common = { module: 'controller/mine', controller: 'mine', kind: 'Thing', namespace: 'default', name: 'a' };
    expect(fields).toEqual([
      { ...common, causes: 'Thing default/a created', reconcileID: expect.any(String) },
      {
        ...common,
        causes: 'Thing default/a created',
        reconcileID: fields[0]?.reconcileID,
        error: expect.any(Error),
        attempt: 1,
      },
      { ...common, causes: 'retry 1; Thing default/a created', reconcileID: expect.any(String) },
    ]);
    expect(fields[2]?.reconcileID).not.toBe(fields[0]?.reconcileID);
  });

  it('gives the dependents that the object controls, not those of a former one of its name', async () => {
    const operator = scriptedController({ owns: [Part] });
    operator.cache.put(part('mine', 'a'));
    operator.cache.put(part('former', 'a', { uid: 'uid-before' }));
    operator.cache.put(part('shared', 'a', { controller: false }));
    operator.cache.put(part('of-others', 'b', { uid: 'uid-b' }));
    await operator.put(thing('a', 1));
    expect(operator.last.context.owned(Part).map(({ metadata }) => metadata.name)).toEqual(['mine']);
  });

  it('refuses to give dependents of a kind that is not declared, which is not worth a retry', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    expect(() => operator.last.context.owned(Part)).toThrow(
      new TerminalError('Part is not owned by controller thing: add @Owns(Part)'),
    );
  });

  it('aborts its signal when the reconcile takes longer than reconciliationTimeout', async () => {
    const operator = scriptedController({ options: { reconciliationTimeout: 1000 } });
    await operator.put(thing('a', 1));
    const { signal } = operator.last.context;
    await operator.clock.advance(999);
    expect(signal.aborted).toBe(false);
    await operator.clock.advance(1);
    expect(signal.reason).toEqual(new Error('the reconcile took longer than reconciliationTimeout, 1000 ms'));
    await operator.put(thing('a', 2));
    expect(operator.open).toBe(1);
    await operator.last.fail(signal.reason);
    expect(operator.log.of('error')).toHaveLength(1);
  });

  it('has a new time for each reconcile, and leaves no timer behind', async () => {
    const operator = scriptedController({ options: { reconciliationTimeout: 1000 } });
    await operator.put(thing('a', 1));
    await operator.clock.advance(900);
    await operator.last.end();
    expect(operator.clock.pending).toBe(0);
    await operator.put(thing('a', 2));
    await operator.clock.advance(900);
    expect(operator.last.context.signal.aborted).toBe(false);
  });

  it.each([{}, { reconciliationTimeout: 1000 }])('aborts its signal on stop, with options %j', async options => {
    const operator = scriptedController({ options });
    await operator.put(thing('a', 1));
    const { signal } = operator.last.context;
    await operator.stop();
    expect(signal.reason).toEqual(new Error('the operator stops'));
  });
});

describe('the stop', () => {
  it('lets running reconciles finish, starts no queued one, and then resolves', async () => {
    const operator = scriptedController();
    let ended = false;
    void operator.ended.then(() => {
      ended = true;
    });
    await operator.put(thing('a', 1));
    await operator.put(thing('b', 1));
    await operator.stop();
    expect(ended).toBe(false);
    await operator.last.end(requeueAfter(1));
    expect(ended).toBe(true);
    expect(operator.runs.map(({ key }) => key)).toEqual(['default/a']);
    expect(operator.clock.pending).toBe(0);
  });

  it('starts no reconcile of an object that changes in the same moment', async () => {
    const operator = scriptedController();
    await operator.clock.advance(0);
    operator.cache.put(thing('a', 1));
    await operator.stop();
    await operator.ended;
    expect(operator.runs).toEqual([]);
  });

  it('is no failure of a reconcile that it interrupts', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.stop();
    await operator.last.fail(operator.last.context.signal.reason);
    await operator.ended;
    expect(operator.log.of('error')).toEqual([]);
  });

  it('is none of one that waits with a function of Node, which throws an error of its own', async () => {
    const reconcile = async (_: unknown, { signal }: ReconcileContext) => {
      await setTimeout(60_000, undefined, { signal });
      return done;
    };
    const operator = scriptedController({ reconciler: { reconcile } });
    await operator.put(thing('a', 1));
    await operator.stop();
    await operator.ended;
    expect(operator.log.of('error')).toEqual([]);
  });

  it('does not hide what a reconcile fails with meanwhile', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.stop();
    await operator.last.fail(new Error('something else'));
    await operator.ended;
    expect(operator.log.of('error')).toHaveLength(1);
  });

  it('that comes before the run lets nothing begin', async () => {
    const operator = scriptedController();
    operator.cache.put(thing('a', 1));
    await operator.stop();
    await operator.ended;
    expect(operator.runs).toEqual([]);
  });
});

it('leaves nothing on the signal of the stop, however many reconciles there were', async () => {
  let stopping: AbortSignal | undefined;
  const open: ExternalSource['open'] = async function* () {};
  const operator = scriptedController({
    options: { maxConcurrentReconciles: 3, reconciliationTimeout: 1000 },
    sources: [{ name: 'ends', open }],
    onSignal: signal => {
      stopping = signal;
    },
  });
  await operator.clock.advance(0);
  const listeners = (): number => getEventListeners(stopping as AbortSignal, 'abort').length;
  const before = listeners();
  for (let i = 0; i < 50; i += 1) {
    await operator.put(thing(`t-${i}`, 1));
    await operator.last.end();
  }
  expect([operator.runs.length, listeners()]).toEqual([50, before]);
});

describe('the name', () => {
  it('is the kind in lower case, unless the options say one', () => {
    expect(scriptedController().controller.name).toBe('thing');
    expect(scriptedController({ options: { name: 'mine' } }).controller.name).toBe('mine');
  });
});

function many() {
  return scriptedController({ options: { maxConcurrentReconciles: 4 } });
}

function versions(runs: readonly { readonly object: Snapshot<Thing> }[]): string[] {
  return runs.map(({ object }) => object.metadata.resourceVersion);
}

function deleting(object: Snapshot<Thing>): Snapshot<Thing> {
  return { ...object, metadata: { ...object.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
}

function conflict(cause?: string): ApiError {
  const attempt = { verb: 'patch', kind: kindInfo(Thing), key: { namespace: 'default', name: 'a' } };
  const details = cause === undefined ? {} : { causes: [{ reason: cause }] };
  return new ApiError(attempt, 409, { kind: 'Status', code: 409, reason: 'Conflict', message: 'conflict', details });
}

function notFound(name: string): ApiError {
  const attempt = { verb: 'patch', kind: kindInfo(Thing), key: { namespace: 'default', name } };
  return new ApiError(attempt, 404, {
    kind: 'Status',
    code: 404,
    reason: 'NotFound',
    message: 'not found',
    details: { name, kind: 'things' },
  });
}

interface Part extends KubernetesObject {
  metadata: ObjectMeta;
}
const Part = kindOf<Part>()({ group: '', version: 'v1', kind: 'Part', plural: 'parts', scope: 'Namespaced' });

/** A Part with this owner as its controller, unless told otherwise. */
function part(
  name: string,
  owner?: string,
  reference: { readonly uid?: string; readonly kind?: string; readonly controller?: boolean } = {},
): Snapshot<Part> {
  const { uid = `uid-${owner}`, kind = 'Thing', controller = true } = reference;
  return {
    apiVersion: 'v1',
    kind: 'Part',
    metadata: {
      name,
      namespace: 'default',
      uid: `uid-${name}`,
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...(owner !== undefined && {
        ownerReferences: [{ apiVersion: 'example.com/v1', kind, name: owner, uid, controller }],
      }),
    },
  };
}
