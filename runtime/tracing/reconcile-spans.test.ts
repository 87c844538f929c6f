// What the spans of reconciles say, and how they hang together.
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace-base';
import { expect, it, vi } from 'vitest';
import { durationOf, recordSpans, startOf } from '../../test/recorded-spans.js';
import { scriptedController } from '../../test/scripted-controller.js';
import { thing } from '../../test/things.js';
import { FakeClock } from '../clock/fake-clock.js';
import { done, requeueAfter, TerminalError } from '../controller/result.js';
import { openTracing } from './open-tracing.js';

async function tracedController(options: Parameters<typeof recordSpans>[0] = {}) {
  const spans = recordSpans(options);
  const clock = new FakeClock();
  const tracing = await openTracing({ tracerProvider: spans.provider }, { clock });
  const { runs, log, put, remove, stop } = scriptedController({ clock, tracing, finalizes: false });
  return { spans, clock, runs, log, put, remove, stop };
}

it('a reconcile is a trace from the event to the end: the wait in the queue, then the reconcile', async () => {
  const { spans, put, clock, runs } = await tracedController();
  const begin = clock.now();
  await put(thing('a', 1));
  await put(thing('b', 1));
  await clock.advance(3000);
  await runs[0]?.end();
  await clock.advance(500);
  await runs[1]?.end();
  expect(spans.tree()).toEqual([
    'process thing',
    '  queue thing',
    '  reconcile thing',
    'process thing',
    '  queue thing',
    '  reconcile thing',
  ]);
  const [first, second] = spans.named('process thing');
  expect(second?.spanContext().traceId).not.toBe(first?.spanContext().traceId);
  expect(second?.kind).toBe(SpanKind.CONSUMER);
  expect(second && [startOf(second), durationOf(second)]).toEqual([begin, 3500]);
  expect(spans.named('queue thing').map(durationOf)).toEqual([0, 3000]);
  expect(spans.named('reconcile thing').map(durationOf)).toEqual([3000, 500]);
});

it('says which object is reconciled, by which controller, why, and what came of it', async () => {
  const { spans, put, last, log } = await withOne();
  await last().end();
  await put(thing('a', 2, { data: { x: '1' } }));
  last().context.log.info('a line');
  await last().end();
  const { attributes, status, events } = spans.named('process thing')[1] ?? {};
  expect(attributes).toEqual({
    'k8s.object.api_version': 'example.com/v1',
    'k8s.object.kind': 'Thing',
    'k8s.object.name': 'a',
    'k8s.namespace.name': 'default',
    'kubewright.controller': 'thing',
    'kubewright.reconcile.id': log.of('info').find(line => line.message === 'a line')?.fields.reconcileID,
    'kubewright.reconcile.causes': ['Thing default/a updated: data'],
    'kubewright.reconcile.outcome': 'success',
  });
  expect(status).toEqual({ code: SpanStatusCode.UNSET });
  expect(events).toEqual([]);
});

it('has an error as an exception, without secrets, and with its stack where that may help', async () => {
  const { spans, last, clock } = await withOne();
  await last().fail(new TypeError('no: Bearer abcdefgh12345678'));
  await clock.advance(5);
  await last().fail(new TerminalError('the spec is wrong'));
  const [bug, refusal] = spans.named('reconcile thing');
  expect(bug?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'no: Bearer [hidden]' });
  expect(bug?.attributes).toEqual({ 'error.type': 'TypeError', 'kubewright.reconcile.outcome': 'error' });
  expect(bug?.events).toMatchObject([
    { name: 'exception', attributes: { 'exception.type': 'TypeError', 'exception.message': 'no: Bearer [hidden]' } },
  ]);
  expect(bug?.events[0]?.attributes?.['exception.stacktrace']).toContain('reconcile-spans.test.ts');
  expect(bug?.events[0]?.attributes?.['exception.stacktrace']).not.toContain('abcdefgh');
  expect(refusal?.events[0]?.attributes).toEqual({
    'exception.type': 'TerminalError',
    'exception.message': 'the spec is wrong',
  });
  expect(spans.named('process thing')[0]?.status.code).toBe(SpanStatusCode.ERROR);
});

it('ends its spans whatever was thrown, so that the worker goes on', async () => {
  const { spans, last, clock, runs } = await withOne();
  await last().fail(Object.create(null));
  await clock.advance(5);
  expect(runs).toHaveLength(2);
  expect(spans.named('reconcile thing')[0]?.status.message).toBe('what was thrown cannot be shown');
});

it('links what is tried again, and what was asked for, to the run that has led to it', async () => {
  const { spans, last, put, clock } = await withOne();
  await last().fail(new Error('not yet'));
  await clock.advance(5);
  await last().end(requeueAfter(1000));
  await clock.advance(1000);
  await last().end();
  await put(thing('a', 2));
  await last().end();
  const runs = spans.named('reconcile thing').map(span => span.spanContext());
  expect(spans.named('process thing').map(({ links }) => links.map(link => link.context))).toEqual([
    [],
    [runs[0]],
    [runs[1]],
    [],
  ]);
});

it('keeps no link for an object that is gone', async () => {
  const { spans, last, put, remove } = await withOne();
  await last().end(requeueAfter(1000));
  await remove(thing('a', 1));
  await put(thing('a', 2, { uid: 'another' }));
  await last().end();
  expect(spans.named('process thing').map(({ links }) => links.length)).toEqual([0, 0, 0]);
});

it('is told of the end by the stop, which is no failure', async () => {
  const { spans, last, stop } = await withOne();
  await stop();
  await last().fail(last().context.signal.reason);
  const { attributes, status } = spans.only('process thing');
  expect(attributes['kubewright.reconcile.outcome']).toBe('interrupted');
  expect(status.code).toBe(SpanStatusCode.UNSET);
});

it('has spans of the user below that of the reconcile, also of what they wait for', async () => {
  const spans = recordSpans();
  const clock = new FakeClock();
  const tracing = await openTracing({ tracerProvider: spans.provider }, { clock });
  const reconcile = async () => {
    await Promise.resolve();
    spans.tracer.startActiveSpan('of the user', span => span.end());
    return done;
  };
  const { put } = scriptedController({ clock, tracing, reconciler: { reconcile } });
  await put(thing('a', 1));
  const own = spans.only('reconcile thing').spanContext();
  expect(spans.only('of the user').parentSpanContext).toMatchObject({ spanId: own.spanId, traceId: own.traceId });
});

it('a wait counts for the reconcile that follows it alone', async () => {
  const { spans, reconciles, reconcile } = await tracedReconciles();
  reconciles.waited('default/a', 3000);
  reconciles.begin(reconcile).end('success');
  reconciles.begin(reconcile).end('success');
  expect(spans.named('queue thing').map(durationOf)).toEqual([3000, 0]);
});

it('does not look for the causes of what is not kept', async () => {
  const { reconciles, reconcile } = await tracedReconciles({ sampler: new AlwaysOffSampler() });
  reconciles.begin(reconcile).end('success');
  expect(reconcile.causes).not.toHaveBeenCalled();
});

/** Without a controller. */
async function tracedReconciles(options: Parameters<typeof recordSpans>[0] = {}) {
  const spans = recordSpans(options);
  const tracing = await openTracing({ tracerProvider: spans.provider }, { clock: new FakeClock() });
  const reconciles = tracing?.controller({ name: 'thing', kind: 'Thing', apiVersion: 'example.com/v1' });
  if (reconciles === undefined) throw new Error('nothing is traced');
  const causes = vi.fn(() => []);
  const reconcile = { key: 'default/a', namespace: 'default', name: 'a', reconcileId: '1', causes };
  return { spans, reconciles, reconcile };
}

/** With a Thing of which the reconcile has begun. */
async function withOne() {
  const controller = await tracedController();
  await controller.put(thing('a', 1));
  return { ...controller, last: () => controller.runs.at(-1) as NonNullable<(typeof controller.runs)[number]> };
}
