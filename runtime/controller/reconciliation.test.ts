import { describe, expect, it } from 'vitest';
import { scriptedController } from '../../test/scripted-controller.js';
import { Thing, thing } from '../../test/things.js';
import { done, requeueAfter, TerminalError } from './result.js';

describe('an answer that is none', () => {
  it.each<[string, unknown, string]>([
    ['undefined', undefined, 'a reconcile answers done or requeueAfter(milliseconds), not undefined'],
    ['null', null, 'a reconcile answers done or requeueAfter(milliseconds), not null'],
    ['a text', 'done', 'a reconcile answers done or requeueAfter(milliseconds), not "done"'],
    ['a number', 5000, 'a reconcile answers done or requeueAfter(milliseconds), not 5000'],
    ['the function', requeueAfter, 'a reconcile answers done or requeueAfter(milliseconds), not a function'],
    ['a list', [done], 'a reconcile answers done or requeueAfter(milliseconds), not a list'],
    [
      'a result of Go',
      { RequeueAfter: 1 },
      'a reconcile answers done or requeueAfter(milliseconds), not another object',
    ],
    [
      'a delay below 0',
      { kind: 'requeueAfter', delay: -1 },
      'requeueAfter needs a number of milliseconds >= 0, got -1',
    ],
    ['no delay', { kind: 'requeueAfter' }, 'requeueAfter needs a number of milliseconds >= 0, got undefined'],
    ['no number', { kind: 'requeueAfter', delay: '5' }, 'requeueAfter needs a number of milliseconds >= 0, got "5"'],
    [
      'a priority that is none',
      { kind: 'requeueAfter', delay: 5, priority: Number.NaN },
      'the priority of requeueAfter is a finite number, got NaN',
    ],
  ])('%s is an error that names the reconciler, and is retried', async (_, answer, says) => {
    class Forgetful {
      runs = 0;
      readonly reconcile = async () => {
        this.runs += 1;
        return answer as never;
      };
    }
    const reconciler = new Forgetful();
    const operator = scriptedController({ reconciler });
    await operator.put(thing('a', 1));
    expect(operator.log.of('error')).toMatchObject([
      { fields: { name: 'a', error: new TypeError(`Forgetful.reconcile of controller thing: ${says}`) } },
    ]);
    await operator.clock.advance(5);
    expect(reconciler.runs).toBe(2);
  });

  it('of a reconciler without a class names the method and the controller', async () => {
    const operator = scriptedController({ reconciler: { reconcile: async () => undefined as never } });
    await operator.put(thing('a', 1));
    const message = expect.stringMatching(/^the reconciler\.reconcile of controller thing: /);
    expect(operator.log.of('error')).toMatchObject([{ fields: { error: { message } } }]);
  });
});

describe('an object that does not match its type', () => {
  it('fails its own reconcile, by its name, and no other', async () => {
    const operator = scriptedController({
      reconciler: {
        reconcile: async ({ data }) => {
          if ((data as Record<string, string>).size === undefined) throw new Error('no size');
          return done;
        },
      },
    });
    await operator.put(thing('odd', 1));
    await operator.put(thing('fine', 1, { data: { size: '1' } }));
    expect(operator.log.of('error')).toMatchObject([{ fields: { namespace: 'default', name: 'odd', kind: 'Thing' } }]);
    expect(operator.controller.metrics).toMatchObject({ panics: 1, reconciles: { success: 1, error: 1 } });
  });
});

describe('a reconcile that does not end', () => {
  it('is told of after one minute, two, four ..., by its object and causes, and others go on', async () => {
    const operator = scriptedController({ options: { maxConcurrentReconciles: 2 } });
    await operator.put(thing('stuck', 1));
    await operator.put(thing('b', 1));
    await operator.last.end();
    const told: unknown[] = [];
    for (let minute = 1; minute <= 200; minute += 1) {
      await operator.clock.advance(60_000);
      const lines = operator.log.of('warn');
      if (lines.length > told.length) told.push([minute, lines.at(-1)?.fields.seconds]);
    }
    expect(told).toEqual([1, 2, 4, 8, 16, 32, 64, 124, 184].map(minute => [minute, minute * 60]));
    expect(operator.log.of('warn')[0]).toMatchObject({
      message: 'the reconcile has not ended yet; its object waits for it, and so does a worker',
      fields: { controller: 'thing', namespace: 'default', name: 'stuck' },
    });
    expect(JSON.stringify(operator.log.of('warn')[0]?.fields.causes)).toBe('"Thing default/stuck created"');
    expect([operator.open, operator.controller.metrics.active]).toEqual([1, 1]);
    await operator.runs[0]?.end();
    expect(operator.clock.pending).toBe(0);
  });
});

it('that is under way at the stop is waited for, and named', async () => {
  const operator = scriptedController({ options: { maxConcurrentReconciles: 2 } });
  await operator.put(thing('a', 1));
  await operator.put(thing('b', 1));
  await operator.runs[0]?.end();
  await operator.stop();
  expect(operator.log.of('info').at(-1)).toMatchObject({
    message: 'stopping: waiting for the reconciles under way',
    fields: { controller: 'thing', count: 1, objects: ['default/b'] },
  });
  await operator.last.end();
  await operator.ended;
});

describe('what a controller counts', () => {
  it('are reconciles by their end, and what they ended with', async () => {
    const operator = scriptedController({ options: { reconciliationTimeout: 100 } });
    const { metrics, queueMetrics } = operator.controller;
    const ends: (() => Promise<void>)[] = [
      () => operator.clock.advance(100).then(() => operator.last.fail(operator.last.context.signal.reason)),
      () => operator.last.end(),
      () => operator.last.end(requeueAfter(1_000_000)),
      () => operator.last.fail(new TerminalError('never')),
      () => operator.last.fail('a text'),
      () => operator.last.fail(new ReferenceError('no such name')),
    ];
    for (const [i, end] of ends.entries()) {
      await operator.put(thing(`t-${i}`, 1));
      expect(metrics.active).toBe(1);
      await end();
    }
    expect(metrics).toEqual({
      reconciles: { success: 1, requeue_after: 1, error: 4 },
      terminalErrors: 1,
      panics: 2,
      timeouts: 1,
      active: 0,
    });
    expect([queueMetrics.adds, queueMetrics.retries]).toEqual([6, 4]);
  });

  it('are told one by one with how long they took, to who observes', async () => {
    const ended: unknown[] = [];
    const queued: number[] = [];
    const operator = scriptedController({
      observer: {
        reconciled: (outcome, milliseconds) => ended.push([outcome, milliseconds]),
        queueDuration: milliseconds => queued.push(milliseconds),
      },
    });
    await operator.put(thing('a', 1));
    await operator.put(thing('b', 1));
    await operator.clock.advance(70);
    await operator.last.end();
    await operator.clock.advance(30);
    await operator.last.end(requeueAfter(1_000_000));
    expect([ended, queued]).toEqual([
      [
        ['success', 70],
        ['requeue_after', 30],
      ],
      [0, 70],
    ]);
  });

  it('leave out what the stop has interrupted', async () => {
    const operator = scriptedController();
    await operator.put(thing('a', 1));
    await operator.stop();
    await operator.last.fail(operator.last.context.signal.reason);
    expect(operator.controller.metrics.reconciles).toEqual({ success: 0, error: 0, requeue_after: 0 });
    expect(operator.log.of('error')).toEqual([]);
  });
});

it('gives dependents by any owner reference where every owner counts', async () => {
  const operator = scriptedController({ owns: [{ kind: Thing, matchEveryOwner: true }] });
  const owned = { ...thing('of-a', 1), metadata: { ...thing('of-a', 1).metadata, ownerReferences: [reference('a')] } };
  await operator.put(owned);
  await operator.last.end();
  await operator.put(thing('a', 1));
  expect(operator.last.context.owned(Thing).map(({ metadata }) => metadata.name)).toEqual(['of-a']);
  await operator.last.end();
  await operator.put({ ...owned, metadata: { ...owned.metadata, resourceVersion: '9' } });
  await operator.last.end();
  expect(new Set(operator.runs.slice(-2).map(({ key }) => key))).toEqual(new Set(['default/of-a', 'default/a']));
});

function reference(name: string) {
  return { apiVersion: 'example.com/v1', kind: 'Thing', name, uid: `uid-${name}` };
}
