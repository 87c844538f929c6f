import { expect, test } from 'vitest';
import { operator } from '../../test/manager-world.js';
import type { ManagerOptions } from './manager-options.js';

test.each<[Partial<ManagerOptions>, string]>([
  [
    { name: '' },
    'new Manager(): name is 1 to 128 letters, digits and signs without spaces, such as redis-operator, not ""',
  ],
  [{ name: 'Redis Operator' }, 'not "Redis Operator"'],
  [{ name: 'ä' }, 'not "ä"'],
  [{ name: 'a'.repeat(129) }, 'new Manager(): name is 1 to 128'],
  [{ name: undefined as never }, 'not undefined'],
  [{ cacheSyncTimeout: 0 }, 'manager redis-operator: cacheSyncTimeout is a number of milliseconds > 0, not 0'],
  [{ cacheSyncTimeout: Number.NaN }, 'cacheSyncTimeout is a number of milliseconds > 0, not NaN'],
  [{ watchAgeLimit: -1 }, 'manager redis-operator: watchAgeLimit is a number of milliseconds > 0, not -1'],
  [{ gracefulShutdownTimeout: Number.NaN }, 'gracefulShutdownTimeout is a number of milliseconds, not NaN'],
  [
    { healthProbe: { port: 65_536 } },
    'manager redis-operator: healthProbe.port is a whole number from 0 to 65535, not 65536',
  ],
  [{ metrics: { port: -1 } }, 'metrics.port is a whole number from 0 to 65535, not -1'],
  [{ webhookServer: { port: 0.5 } }, 'webhookServer.port is a whole number from 0 to 65535, not 0.5'],
  [{ eventsApi: 'v2' as 'v1' }, 'manager redis-operator: eventsApi is v1 or events.k8s.io/v1, not v2'],
])('%j is refused when the manager is made', (options, message) => {
  expect(() => operator(options)).toThrow(message);
});

test.each<[Partial<ManagerOptions>]>([
  [{ name: 'Redis_Operator/2' }],
  [{ name: 'a'.repeat(128) }],
  [{ watchAgeLimit: Number.POSITIVE_INFINITY, cacheSyncTimeout: 0.5, gracefulShutdownTimeout: -1 }],
  [{ healthProbe: { port: 65_535 }, metrics: { host: '127.0.0.1' }, webhookServer: { port: 0 } }],
  [{ healthProbe: false, metrics: true, webhookServer: false, eventsApi: 'events.k8s.io/v1' }],
])('%j is not', options => {
  expect(() => operator(options)).not.toThrow();
});
