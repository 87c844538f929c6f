import { expect, test } from 'vitest';
import { acceptedFormat, acceptsGzip } from './accepted-format.js';

test.each([
  [undefined, 'text'],
  ['', 'text'],
  ['*/*', 'text'],
  ['text/plain', 'text'],
  ['text/html, application/json', 'text'],
  ['application/openmetrics-text', 'openMetrics'],
  ['application/openmetrics-text; version=1.0.0; charset=utf-8', 'openMetrics'],
  ['application/openmetrics-text; version=2.0.0', 'text'],
  ['application/openmetrics-text;q=0', 'text'],
  ['text/plain;version=0.0.4;q=0.9, application/openmetrics-text;q=0.8', 'text'],
  ['text/plain;version=0.0.4;q=0.7, application/openmetrics-text;q=0.8', 'openMetrics'],
  // Prometheus 2.53 and 3.
  [
    'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
    'openMetrics',
  ],
  [
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.3',
    'text',
  ],
  [';;=,,q=;q', 'text'],
])('Accept %j is answered as %s', (accept, format) => {
  expect(acceptedFormat(accept)).toBe(format);
});

test.each([
  [undefined, false],
  ['gzip', true],
  ['br, gzip;q=0.5', true],
  ['gzip;q=0', false],
  ['*', true],
  ['identity', false],
])('Accept-Encoding %j: gzip is taken: %s', (encoding, taken) => {
  expect(acceptsGzip(encoding)).toBe(taken);
});
