import { describe, expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { counterFamily } from './families.js';
import type { MetricFamily } from './metric.js';
import { MetricsRegistry } from './metrics-registry.js';

const registry = (): MetricsRegistry => new MetricsRegistry();

describe('a registry', () => {
  test('gathers what was counted, by name', async () => {
    const metrics = registry();
    metrics.gauge({ name: 'b', help: 'B.' }).set(3);
    const a = metrics.counter({ name: 'a_total', help: 'A.', labels: ['x', 'y'] });
    a.with({ x: '1', y: '2' }).inc();
    a.with({ y: '2', x: '1' }).inc(2);
    a.with({ x: '1', y: '3' });
    expect((await metrics.gather()).families).toEqual([
      {
        name: 'a_total',
        help: 'A.',
        type: 'counter',
        samples: [
          { labels: { x: '1', y: '2' }, value: 3 },
          { labels: { x: '1', y: '3' }, value: 0 },
        ],
      },
      { name: 'b', help: 'B.', type: 'gauge', samples: [{ labels: {}, value: 3 }] },
    ]);
  });

  test('keeps series apart whatever their values hold', async () => {
    const metrics = registry();
    const a = metrics.gauge({ name: 'a', help: 'A.', labels: ['x', 'y'] });
    a.with({ x: '","', y: '' }).set(1);
    a.with({ x: '', y: '","' }).set(2);
    const [family] = (await metrics.gather()).families;
    expect(family?.samples.map(({ value }) => value)).toEqual([1, 2]);
  });

  test('forgets a series that is deleted', async () => {
    const metrics = registry();
    const a = metrics.gauge({ name: 'a', help: 'A.', labels: ['x'] });
    a.with({ x: '1' }).set(1);
    a.delete({ x: '1' });
    expect((await metrics.gather()).families[0]?.samples).toEqual([]);
  });

  test('gives the same metric to whoever asks for it again', () => {
    const metrics = registry();
    const one = metrics.histogram({ name: 'a', help: 'A.', labels: ['x'], buckets: [1] });
    expect(metrics.histogram({ name: 'a', help: 'Another.', labels: ['x'], buckets: [1] })).toBe(one);
    expect(metrics.counter({ name: 'b_total', help: 'B.' })).toBe(metrics.counter({ name: 'b_total', help: 'B.' }));
  });

  test.each([
    ['type', (metrics: MetricsRegistry) => metrics.gauge({ name: 'a', help: 'A.', labels: ['x'] })],
    ['labels', (metrics: MetricsRegistry) => metrics.histogram({ name: 'a', help: 'A.', labels: ['y'], buckets: [1] })],
    ['labels', (metrics: MetricsRegistry) => metrics.histogram({ name: 'a', help: 'A.', buckets: [1] })],
    ['buckets', (metrics: MetricsRegistry) => metrics.histogram({ name: 'a', help: 'A.', labels: ['x'] })],
  ])('refuses another metric of the same name: other %s', (_what, ask) => {
    const metrics = registry();
    metrics.histogram({ name: 'a', help: 'A.', labels: ['x'], buckets: [1] });
    expect(() => ask(metrics)).toThrow('there is a metric a already');
  });

  test.each<readonly [string, (metrics: MetricsRegistry) => unknown]>([
    ['the counter a is to end in _total', metrics => metrics.counter({ name: 'a', help: 'A.' })],
    ["a metric's name is made of", metrics => metrics.gauge({ name: 'a b', help: 'A.' })],
    ["a label's name is made of", metrics => metrics.gauge({ name: 'a', help: 'A.', labels: ['__x'] })],
    ["a label's name is made of", metrics => metrics.gauge({ name: 'a', help: 'A.', labels: ['x-y'] })],
    ['a label is named twice', metrics => metrics.gauge({ name: 'a', help: 'A.', labels: ['x', 'x'] })],
    ['the label le', metrics => metrics.histogram({ name: 'a', help: 'A.', labels: ['le'] })],
    ['finite and ascending', metrics => metrics.histogram({ name: 'a', help: 'A.', buckets: [1, 1] })],
    ['finite and ascending', metrics => metrics.histogram({ name: 'a', help: 'A.', buckets: [Number.NaN] })],
    [
      'the labels are to be x, each a text; given: y',
      metrics => metrics.gauge({ name: 'a', help: 'A.', labels: ['x'] }).with({ y: '1' } as never),
    ],
    [
      'the labels are to be x',
      metrics => metrics.gauge({ name: 'a', help: 'A.', labels: ['x'] }).with({ x: '1', y: '1' } as never),
    ],
    [
      'the labels are to be x',
      metrics => metrics.gauge({ name: 'a', help: 'A.', labels: ['x'] }).with({ x: 1 } as never),
    ],
  ])('refuses what Prometheus would not take: %s', (message, ask) => {
    expect(() => ask(registry())).toThrow(message);
    expect(() => ask(registry())).toThrow(TypeError);
  });

  test('lets a counter only grow', () => {
    const counter = registry().counter({ name: 'a_total', help: 'A.' });
    expect(() => counter.inc(-1)).toThrow(RangeError);
    expect(() => counter.inc(Number.NaN)).toThrow(RangeError);
    expect(counter.value).toBe(0);
  });
});

describe('collectors', () => {
  const things = counterFamily('things_total', 'Things.');

  test('are asked at each scrape, and may tell of the same metric', async () => {
    const metrics = registry();
    let count = 0;
    metrics.collect(() => [things([[{ of: 'one' }, ++count]])]);
    const end = metrics.collect(async () => [things([[{ of: 'other' }, 7]])]);
    await metrics.gather();
    expect((await metrics.gather()).families).toEqual([
      things([
        [{ of: 'one' }, 2],
        [{ of: 'other' }, 7],
      ]),
    ]);
    end();
    expect((await metrics.gather()).families).toEqual([things([[{ of: 'one' }, 3]])]);
  });

  test('that fail leave the others alone', async () => {
    const metrics = registry();
    const error = new Error('no');
    metrics.collect(() => {
      throw error;
    });
    metrics.collect(() => Promise.reject(error));
    metrics.collect(() => [things(1)]);
    const { families, errors } = await metrics.gather();
    expect(families).toEqual([things(1)]);
    expect(errors).toEqual([error, error]);
  });

  test('that do not answer are waited for as long as a scrape allows, and asked again when they have', async () => {
    const clock = new FakeClock();
    const metrics = new MetricsRegistry(clock);
    const answers: PromiseWithResolvers<Iterable<MetricFamily>>[] = [];
    metrics.collect(() => {
      const answer = Promise.withResolvers<Iterable<MetricFamily>>();
      answers.push(answer);
      return answer.promise;
    });
    metrics.collect(() => [things(1)]);
    for (let scrape = 0; scrape < 2; scrape += 1) {
      const gathered = metrics.gather();
      await clock.advance(5000);
      const { families, errors } = await gathered;
      expect([families, errors.map(String)]).toEqual([[things(1)], ['Error: a collector has not answered for 5 s']]);
    }
    expect(answers).toHaveLength(1);
    const gathered = metrics.gather();
    answers[0]?.resolve([counterFamily('late_total', 'Late.')(3)]);
    expect((await gathered).families.map(({ name }) => name)).toEqual(['late_total', 'things_total']);
    expect(clock.untilNext).toBeUndefined();
    void metrics.gather();
    expect(answers).toHaveLength(2);
  });

  test.each<[string, unknown]>([
    ['things_total: the label of is to be a text, not 7', { name: 'things_total', samples: [{ labels: { of: 7 } }] }],
    ["a label's name is made of", { name: 'things_total', samples: [{ labels: { 'o f': 'a' } }] }],
    ["a metric's name is made of", { name: 'no things', samples: [{ labels: {} }] }],
    ['undefined or null', { name: 'things_total', samples: [{}] }],
    ['not iterable', { name: 'things_total' }],
  ])('that tell what Prometheus would not read do so too: %s', async (message, family) => {
    const metrics = registry();
    metrics.collect(() => [{ help: 'Things.', type: 'counter', ...(family as object) } as never]);
    metrics.collect(() => [things(1)]);
    const { families, errors } = await metrics.gather();
    expect(families).toEqual([things(1)]);
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining(message) })]);
  });
});
