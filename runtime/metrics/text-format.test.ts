import { expect, test } from 'vitest';
import { Histogram } from './histogram.js';
import type { MetricFamily } from './metric.js';
import { metricsText } from './text-format.js';

const histogram = new Histogram([0.5, 1]);
histogram.observe(0.25);
histogram.observe(3);

const families: readonly MetricFamily[] = [
  {
    name: 'redis_backups_total',
    help: 'Backups, of "all" sorts\\kinds\nin two lines.',
    type: 'counter',
    samples: [
      { labels: { result: 'success', namespace: 'a' }, value: 1_000_000 },
      { labels: { result: 'a "quoted"\\ value\nof two lines', namespace: '' }, value: 2 },
    ],
  },
  {
    name: 'redis_backup_seconds',
    help: 'How long.',
    type: 'histogram',
    samples: [{ labels: { to: 's3' }, value: histogram }],
  },
  { name: 'redis_empty', help: 'Nothing.', type: 'gauge', samples: [] },
  { name: 'redis_up', help: 'Up.', type: 'gauge', samples: [{ labels: {}, value: 1 }] },
];

test('the text format has help, type and series, labels in their order, and nothing of metrics without a series', () => {
  expect(metricsText(families, 'text').split('\n')).toEqual([
    '# HELP redis_backups_total Backups, of "all" sorts\\\\kinds\\nin two lines.',
    '# TYPE redis_backups_total counter',
    'redis_backups_total{namespace="a",result="success"} 1e+06',
    'redis_backups_total{namespace="",result="a \\"quoted\\"\\\\ value\\nof two lines"} 2',
    '# HELP redis_backup_seconds How long.',
    '# TYPE redis_backup_seconds histogram',
    'redis_backup_seconds_bucket{to="s3",le="0.5"} 1',
    'redis_backup_seconds_bucket{to="s3",le="1"} 1',
    'redis_backup_seconds_bucket{to="s3",le="+Inf"} 2',
    'redis_backup_seconds_sum{to="s3"} 3.25',
    'redis_backup_seconds_count{to="s3"} 2',
    '# HELP redis_up Up.',
    '# TYPE redis_up gauge',
    'redis_up 1',
    '',
  ]);
});

test('in OpenMetrics a counter is named without its suffix, numbers show a fraction, counts do not, and the end is marked', () => {
  expect(metricsText(families, 'openMetrics').split('\n')).toEqual([
    '# HELP redis_backups Backups, of \\"all\\" sorts\\\\kinds\\nin two lines.',
    '# TYPE redis_backups counter',
    'redis_backups_total{namespace="a",result="success"} 1e+06',
    'redis_backups_total{namespace="",result="a \\"quoted\\"\\\\ value\\nof two lines"} 2.0',
    '# HELP redis_backup_seconds How long.',
    '# TYPE redis_backup_seconds histogram',
    'redis_backup_seconds_bucket{to="s3",le="0.5"} 1',
    'redis_backup_seconds_bucket{to="s3",le="1.0"} 1',
    'redis_backup_seconds_bucket{to="s3",le="+Inf"} 2',
    'redis_backup_seconds_sum{to="s3"} 3.25',
    'redis_backup_seconds_count{to="s3"} 2',
    '# HELP redis_up Up.',
    '# TYPE redis_up gauge',
    'redis_up 1.0',
    '# EOF',
    '',
  ]);
});
