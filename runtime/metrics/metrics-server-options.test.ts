import { expect, test } from 'vitest';
import { type MetricsServerOptions, metricsEndpoint } from './metrics-server-options.js';

test.each<readonly [MetricsServerOptions, object]>([
  [{}, { host: undefined, port: 8443, secure: true }],
  [{ port: 0 }, { host: undefined, port: 0, secure: true }],
  [{ host: '0.0.0.0' }, { host: '0.0.0.0', port: 8443, secure: true }],
  [{ host: '::' }, { host: '::', port: 8443, secure: true }],
  [{ host: '127.0.0.1' }, { host: '127.0.0.1', port: 8080, secure: false }],
  [
    { host: '127.0.0.1', secure: true },
    { host: '127.0.0.1', port: 8443, secure: true },
  ],
  [{ host: '127.9.9.9' }, { host: '127.9.9.9', port: 8080, secure: false }],
  [
    { host: 'localhost', port: 9090 },
    { host: 'localhost', port: 9090, secure: false },
  ],
  [
    { host: '[::1]', secure: false },
    { host: '::1', port: 8080, secure: false },
  ],
])('%j listens at %j', (options, endpoint) => {
  expect(metricsEndpoint(options)).toEqual(endpoint);
});

test.each([undefined, '0.0.0.0', '::', '10.0.0.1', 'localhost.example.com', '127.0.0.1.example.com'])(
  'plain metrics are refused at %s',
  host => {
    const options = host === undefined ? { secure: false } : { host, secure: false };
    expect(() => metricsEndpoint(options)).toThrow("say host: '127.0.0.1', or leave secure out");
  },
);
