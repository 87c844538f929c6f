// Refuses options of a manager that cannot be, before anything is made of them.
import type { ManagerOptions } from './manager-options.js';

/** A field manager of the API server: `name` is what writes are owned under. */
const LONGEST_NAME = 128;

/**
 * What the parts of a manager do not check themselves.
 * @throws RangeError, TypeError that names the option, and says what may be
 */
export function checkManagerOptions(options: ManagerOptions): void {
  const { name, eventsApi = 'v1', gracefulShutdownTimeout = 0 } = options;
  if (typeof name !== 'string' || !/^[\x21-\x7e]+$/.test(name) || name.length > LONGEST_NAME) {
    const wanted = `1 to ${LONGEST_NAME} letters, digits and signs without spaces, such as redis-operator`;
    throw new TypeError(`new Manager(): name is ${wanted}, not ${JSON.stringify(name)}`);
  }
  for (const option of ['cacheSyncTimeout', 'watchAgeLimit'] as const) {
    const value = options[option] ?? 1;
    if (!(value > 0)) throw new RangeError(`manager ${name}: ${option} is a number of milliseconds > 0, not ${value}`);
  }
  // Below 0 it means something.
  if (Number.isNaN(Number(gracefulShutdownTimeout))) {
    throw new RangeError(`manager ${name}: gracefulShutdownTimeout is a number of milliseconds, not NaN`);
  }
  for (const option of ['healthProbe', 'metrics', 'webhookServer'] as const) {
    const { port = 0 }: { readonly port?: number } = Object(options[option] ?? {});
    if (Number.isInteger(port) && port >= 0 && port <= 65_535) continue;
    throw new RangeError(`manager ${name}: ${option}.port is a whole number from 0 to 65535, not ${port}`);
  }
  if (eventsApi !== 'v1' && eventsApi !== 'events.k8s.io/v1') {
    throw new TypeError(`manager ${name}: eventsApi is v1 or events.k8s.io/v1, not ${String(eventsApi)}`);
  }
}
